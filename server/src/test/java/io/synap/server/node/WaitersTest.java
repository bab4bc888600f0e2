package io.synap.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.engine.Family.Kind;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class WaitersTest {
    private static final byte[] JOBS = "jobs".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MAIL = "mail".getBytes(StandardCharsets.UTF_8);

    private final Waiters waiters = new Waiters((shard, queue) -> stock() > 0);
    /** An event loop that runs when told. */
    private final Queue<Runnable> loop = new ArrayDeque<>();

    private final List<String> served = new ArrayList<>();
    private int messages;

    @Test
    void whoWaitedLongestIsServedFirst() {
        wait("one", JOBS);
        wait("two", JOBS);
        wait("three", JOBS);
        publish(JOBS, 2);
        assertThat(served).containsExactly("one", "two");
        publish(JOBS, 1);
        assertThat(served).containsExactly("one", "two", "three");
        assertThat(waiters.count(Slots.shardOf(JOBS))).isZero();
    }

    @Test
    void whatIsTakenByAnotherLeavesTheWaiterInItsPlace() {
        wait("one", JOBS);
        wait("two", JOBS);
        messages = 1;
        waiters.ready(Slots.shardOf(JOBS), Kind.QUEUE, JOBS);
        messages = 0;
        run();
        assertThat(served).isEmpty();
        publish(JOBS, 1);
        assertThat(served).containsExactly("one");
    }

    @Test
    void aWaiterThatLeavesWhileItIsWokenPassesItOn() {
        Waiters.Waiter one = wait("one", JOBS);
        wait("two", JOBS);
        messages = 1;
        waiters.ready(Slots.shardOf(JOBS), Kind.QUEUE, JOBS);
        one.cancel();
        run();
        assertThat(served).containsExactly("two");
    }

    @Test
    void otherNamesAndKindsWakeNobody() {
        wait("one", JOBS);
        messages = 1;
        waiters.ready(Slots.shardOf(MAIL), Kind.QUEUE, MAIL);
        waiters.ready(Slots.shardOf(JOBS), Kind.ROOM, JOBS);
        assertThat(loop).isEmpty();
    }

    @Test
    void whoWaitsForSeveralNamesIsServedOnce() {
        waiters.add(Kind.QUEUE, List.of(JOBS, MAIL), loop::add, () -> take("both"));
        publish(MAIL, 2);
        publish(JOBS, 2);
        assertThat(served).containsExactly("both");
        assertThat(waiters.count(Slots.shardOf(JOBS))).isZero();
        assertThat(waiters.count(Slots.shardOf(MAIL))).isZero();
    }

    @Test
    void whatARoomGetsIsForEverybody() {
        for (String name : List.of("one", "two")) {
            waiters.add(Kind.ROOM, List.of(JOBS), loop::add, () -> served.add(name));
        }
        waiters.ready(Slots.shardOf(JOBS), Kind.ROOM, JOBS);
        run();
        assertThat(served).containsExactly("one", "two");
    }

    @Test
    void whoMayTakeNothingNowLetsTheNextHaveItsTurn() {
        waiters.add(Kind.QUEUE, List.of(JOBS), loop::add, () -> false);
        waiters.add(Kind.QUEUE, List.of(JOBS), loop::add, () -> false);
        wait("three", JOBS);
        wait("four", JOBS);
        publish(JOBS, 1);
        assertThat(served).containsExactly("three");
        publish(JOBS, 1);
        assertThat(served).containsExactly("three", "four");
        publish(JOBS, 1);
        assertThat(messages).isEqualTo(1);
    }

    @Test
    void whoGoesToTheEndOfTheLineIsServedAfterTheOthers() {
        messages = 5;
        stand("one");
        stand("two");
        wait("three", JOBS);
        run();
        assertThat(served).containsExactly("one", "two", "three", "one", "two");
        publish(JOBS, 1);
        assertThat(served.getLast()).isEqualTo("one");
        assertThat(waiters.count(Slots.shardOf(JOBS))).isEqualTo(2);
    }

    /** Waits for ever, and goes to the end of the line each time it got something. */
    private void stand(String name) {
        List<Waiters.Waiter> own = new ArrayList<>(1);
        own.add(waiters.add(Kind.QUEUE, List.of(JOBS), loop::add, () -> {
            if (take(name)) {
                own.getFirst().requeue();
            }
            return false;
        }));
        own.getFirst().requeue();
    }

    @Test
    void whatWaitsIsBounded() {
        List<byte[]> names = Collections.nCopies(1_000, JOBS);
        List<Waiters.Waiter> added = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (long bytes = 0; bytes <= Waiters.BYTES_MAX; bytes += 1_000L * JOBS.length) {
                        added.add(waiters.add(Kind.ROOM, names, loop::add, () -> false));
                    }
                })
                .isInstanceOfSatisfying(
                        SynapException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED));
        assertThat(added).hasSizeGreaterThan(50);
        added.forEach(Waiters.Waiter::cancel);
        assertThat(waiters.count(Slots.shardOf(JOBS))).isZero();
        Waiters.Waiter again = waiters.add(Kind.ROOM, names, loop::add, () -> false);
        assertThat(waiters.count(Slots.shardOf(JOBS))).isEqualTo(1_000);
        again.cancel();
    }

    private int stock() {
        return messages;
    }

    private Waiters.Waiter wait(String name, byte[] queue) {
        return waiters.add(Kind.QUEUE, List.of(queue), loop::add, () -> take(name));
    }

    private boolean take(String name) {
        if (messages == 0) {
            return false;
        }
        messages--;
        return served.add(name);
    }

    private void publish(byte[] queue, int count) {
        messages += count;
        waiters.ready(Slots.shardOf(queue), Kind.QUEUE, queue);
        run();
    }

    private void run() {
        for (Runnable next = loop.poll(); next != null; next = loop.poll()) {
            next.run();
        }
    }
}
