package io.synap.server.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.server.http.stream.RoomLab.Subscriber;
import io.synap.server.presence.PresentMember;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes and goes in a room, as its subscribers see it. */
final class LivePresenceTest {
    private static final int MUCH = 1 << 20;

    private final RoomLab lab = new RoomLab();

    @BeforeEach
    void make() {
        lab.create("r", 0, false);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Subscriber join(String member) {
        return lab.subscribe("{'room':'r','presence':{'member':'" + member + "','info':{'n':1}}}", MUCH);
    }

    private List<String> members() {
        return lab.presence.list(Bytes.utf8("r"), null, 100).stream()
                .map(PresentMember::id)
                .toList();
    }

    /** Lets the grace of all who have left end. */
    private void passGrace() {
        lab.graceClock.addAndGet(RoomLab.GRACE_MILLIS);
        while (lab.presence.sweep() > 0) {
            lab.settle();
        }
        lab.settle();
    }

    @Test
    void joinsAndLeavesAreToldToThoseWhoWatch() {
        Subscriber watching = lab.subscribe("{'room':'r','presence':true}", MUCH);
        Subscriber other = lab.subscribe("{'room':'r'}", MUCH);
        Subscriber ann = join("ann");
        Subscriber bob = join("bob");
        Subscriber bobAgain = join("bob");
        lab.settle();
        assertThat(members()).containsExactly("ann", "bob");
        ann.leave();
        bob.leave();
        passGrace();
        assertThat(members()).containsExactly("bob");
        bobAgain.leave();
        passGrace();
        assertThat(watching.seen()).containsExactly("join ann 1", "join bob 2", "leave ann 1", "leave bob 0");
        assertThat(watching.sent().getFirst().toString()).contains("\"info\":{\"n\":1}", "\"room\":\"r\"");
        assertThat(other.seen()).isEmpty();
        assertThat(ann.seen()).containsExactly("join ann 1", "join bob 2");
        assertThat(lab.presence.total()).isZero();
    }

    @Test
    void whoComesBackWithinTheGraceHasNeverLeft() {
        Subscriber watching = lab.subscribe("{'room':'r','presence':true}", MUCH);
        for (int i = 0; i < 5; i++) {
            Subscriber ann = join("ann");
            lab.graceClock.addAndGet(RoomLab.GRACE_MILLIS - 1);
            assertThat(lab.presence.sweep()).isZero();
            ann.leave();
            assertThat(members()).containsExactly("ann");
        }
        lab.graceClock.addAndGet(RoomLab.GRACE_MILLIS - 1);
        assertThat(lab.presence.sweep()).isZero();
        lab.graceClock.addAndGet(1);
        assertThat(lab.presence.sweep()).isEqualTo(1);
        lab.settle();
        assertThat(watching.seen()).containsExactly("join ann 1", "leave ann 0");
    }

    @Test
    void whoDoesNotTakeWhatItIsToldIsToldThatThereWasMore() {
        Subscriber slow = lab.subscribe("{'room':'r','presence':true}", 1);
        join("ann");
        join("bob");
        lab.settle();
        assertThat(slow.seen()).containsExactly("join ann 1");
        slow.give(5);
        assertThat(slow.seen()).containsExactly("join ann 1", "presence");
        assertThat(slow.sent().getLast().get("members").asInt()).isEqualTo(2);
    }

    @Test
    void boundsAreKept() {
        assertThatThrownBy(() -> join("x".repeat(257))).isInstanceOf(SynapException.class);
        assertThatThrownBy(() ->
                        lab.subscribe("{'room':'r','presence':{'member':'a','info':'" + "x".repeat(1100) + "'}}", 1))
                .extracting(thrown -> ((SynapException) thrown).code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        // What failed has left nothing.
        assertThat(lab.presence.total()).isZero();
        for (int i = 0; i < 10; i++) {
            lab.create("r" + i, 0, false);
            lab.subscribe("{'room':'r" + i + "','presence':true}", 1);
        }
        assertThatThrownBy(() -> join("late"))
                .extracting(thrown -> ((SynapException) thrown).code())
                .isEqualTo(ErrorCode.LIMIT_REACHED);
    }

    @Test
    void aMassOfLeavesIsToldInTurns() {
        int many = 5_000;
        List<Subscriber> watching = IntStream.range(0, 20)
                .mapToObj(i -> lab.subscribe("{'room':'r','presence':true}", MUCH))
                .toList();
        watching.forEach(each -> each.counting = true);
        List<Subscriber> leaving = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            leaving.add(lab.subscribe("{'room':'r','member':'m" + i + "'}", 0));
        }
        lab.settle();
        leaving.forEach(Subscriber::leave);
        passGrace();
        while (lab.on(() -> watching.getLast().count) < 2L * many) {
            Thread.onSpinWait();
        }
        assertThat(members()).isEmpty();
    }
}
