package io.synap.server.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.engine.Engine;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.replication.Persistence;
import io.synap.replication.PersistenceOptions;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.replication.log.LogOptions;
import io.synap.replication.snapshot.SnapshotOptions;
import io.synap.server.http.stream.RoomLab.Subscriber;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscribers of rooms, as examples. */
final class LiveRoomTest {
    private static final int MUCH = 1 << 20;

    @TempDir
    Path folder;

    private final RoomLab lab = new RoomLab();

    @AfterEach
    void close() {
        lab.close();
    }

    private static List<String> range(long from, long to) {
        return LongStream.range(from, to).mapToObj(Long::toString).toList();
    }

    @Test
    void everySubscriberGetsWhatIsAppendedFromNowOn() {
        lab.append("r", 3, null);
        List<Subscriber> all = IntStream.range(0, 20)
                .mapToObj(i -> lab.subscribe("{'room':'r'}", MUCH))
                .toList();
        assertThat(all.getFirst().told.toString()).contains("\"offset\":3", "\"recovered\":true", "\"room\":\"r\"");
        lab.append("r", 200, "k");
        lab.settle();
        for (Subscriber each : all) {
            assertThat(each.seen()).isEqualTo(range(3, 203));
        }
        assertThat(all.getFirst().sent().getFirst().toString())
                .contains("\"event\":\"made\"", "\"key\":\"k\"", "\"stream_id\"", "\"id\":\"r:");
        assertThat(lab.audience.count(Bytes.utf8("r"))).isEqualTo(20);
        all.forEach(Subscriber::leave);
        assertThat(lab.audience.count(Bytes.utf8("r"))).isZero();
        assertThat(IntStream.range(0, 64).map(lab.node.waiters()::count).sum()).isZero();
    }

    @Test
    void aSubscriberBeginsWhereItWantsTo() {
        lab.append("r", 5, null);
        assertThat(lab.subscribe("{'room':'r','from':'first'}", MUCH).seen()).isEqualTo(range(0, 5));
        assertThat(lab.subscribe("{'room':'r','from':'last'}", MUCH).seen()).isEqualTo(range(4, 5));
        assertThat(lab.subscribe("{'room':'r','from':2}", MUCH).seen()).isEqualTo(range(2, 5));
        assertThat(lab.subscribe("{'room':'r','from':'2'}", MUCH).seen()).isEqualTo(range(2, 5));
        assertThat(lab.subscribe("{'room':'r','from':'next'}", MUCH).seen()).isEmpty();
        assertThat(lab.subscribe("{'room':'r','time':0}", MUCH).seen()).isEqualTo(range(0, 5));
        assertThat(lab.subscribe("{'room':'r','time':'2100-01-01T00:00:00Z'}", MUCH)
                        .seen())
                .isEmpty();
        assertThatThrownBy(() -> lab.subscribe("{'room':'r','from':9}", MUCH))
                .extracting(thrown -> ((SynapException) thrown).code())
                .isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThatThrownBy(() -> lab.subscribe("{'room':'r','cursor':'x'}", MUCH))
                .extracting(thrown -> ((SynapException) thrown).code())
                .isEqualTo(ErrorCode.INVALID_CURSOR);
        assertThatThrownBy(() -> lab.subscribe("{'room':'no'}", MUCH))
                .extracting(thrown -> ((SynapException) thrown).code())
                .isEqualTo(ErrorCode.ROOM_NOT_FOUND);
    }

    @Test
    void aRoomIsMadeWhereThatIsAskedFor() {
        Subscriber made = lab.subscribe("{'room':'new','create':true}", MUCH);
        lab.append("new", 1, null);
        lab.settle();
        assertThat(made.seen()).isEqualTo(range(0, 1));
        assertThat(lab.subscribe("{'room':'new','create':true,'from':'first'}", MUCH)
                        .seen())
                .isEqualTo(range(0, 1));
    }

    @Test
    void whoComesBackGetsExactlyTheGap() {
        lab.append("r", 3, null);
        Subscriber first = lab.subscribe("{'room':'r','from':'first'}", MUCH);
        String cursor = first.cursor();
        String unseen = lab.subscribe("{'room':'r'}", MUCH).cursor();
        first.leave();
        lab.append("r", 4, null);
        Subscriber again = lab.subscribe("{'room':'r','cursor':'" + cursor + "'}", MUCH);
        assertThat(again.told.get("recovered").asBoolean()).isTrue();
        assertThat(again.told.get("offset").asLong()).isEqualTo(3);
        assertThat(again.seen()).isEqualTo(range(3, 7));
        assertThat(lab.subscribe("{'room':'r','cursor':'" + unseen + "'}", MUCH).seen())
                .isEqualTo(range(3, 7));
        Subscriber apart = lab.subscribe("{'room':'r','epoch':" + again.told.get("epoch") + ",'offset':5}", MUCH);
        assertThat(apart.seen()).isEqualTo(range(6, 7));
    }

    @Test
    void whatIsTrimmedAwayOrOfAnotherLifeIsNotRecovered() {
        lab.append("r", 3, null);
        String cursor = lab.subscribe("{'room':'r','from':'first'}", MUCH).cursor();
        lab.append("r", 5, null);
        lab.trim("r", 5);
        Subscriber trimmed = lab.subscribe("{'room':'r','cursor':'" + cursor + "'}", MUCH);
        assertThat(trimmed.told.get("recovered").asBoolean()).isFalse();
        assertThat(trimmed.seen()).isEqualTo(range(5, 8));
        lab.delete("r");
        lab.append("r", 9, null);
        Subscriber other = lab.subscribe("{'room':'r','cursor':'" + cursor + "'}", MUCH);
        assertThat(other.told.get("recovered").asBoolean()).isFalse();
        assertThat(other.seen()).isEqualTo(range(0, 9));
        lab.settle();
        assertThat(trimmed.seen().getLast()).isEqualTo("deleted");
        assertThat(trimmed.ended).extracting(SynapException::code).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
    }

    @Test
    void eventsThatWereRemovedByThemselvesAreNoGap() {
        lab.append("r", 6, null);
        String cursor = lab.subscribe("{'room':'r','from':'first'}", MUCH).cursor();
        assertThat(cursor).endsWith("-5");
        for (long offset = 0; offset < 4; offset++) {
            lab.remove("r", offset);
        }
        Subscriber from = lab.subscribe("{'room':'r','from':1}", MUCH);
        assertThat(from.told.get("recovered").asBoolean()).isTrue();
        assertThat(from.seen()).isEqualTo(range(4, 6));
        lab.create("c", 0, true);
        Subscriber slow = lab.subscribe("{'room':'c'}", 0);
        for (int i = 0; i < 10; i++) {
            lab.append("c", 1, "same");
        }
        slow.give(MUCH);
        assertThat(slow.seen()).isEqualTo(range(9, 10));
    }

    @Test
    void aSlowReaderKeepsItsPlaceAndIsToldOfWhatItHasMissed() {
        lab.create("r", 100, false);
        Subscriber slow = lab.subscribe("{'room':'r'}", 10);
        Subscriber fast = lab.subscribe("{'room':'r'}", MUCH);
        for (int i = 0; i < 5; i++) {
            lab.append("r", 10, null);
            lab.settle();
        }
        assertThat(slow.seen()).isEqualTo(range(0, 10));
        slow.give(5);
        assertThat(slow.seen()).isEqualTo(range(0, 15));
        for (int i = 0; i < 95; i++) {
            lab.append("r", 10, null);
            lab.settle();
        }
        slow.give(MUCH);
        lab.settle();
        assertThat(slow.seen().get(15)).isEqualTo("gap 15-899");
        assertThat(slow.seen().subList(16, 116)).isEqualTo(range(900, 1000));
        lab.append("r", 1, null);
        lab.settle();
        assertThat(slow.seen().getLast()).isEqualTo("1000");
        assertThat(fast.seen()).isEqualTo(range(0, 1001));
    }

    @Test
    void aDeletedRoomIsToldToThoseBehindToo() {
        lab.append("r", 3, null);
        Subscriber behind = lab.subscribe("{'room':'r','from':'first'}", 1);
        Subscriber atTheEnd = lab.subscribe("{'room':'r'}", 0);
        lab.delete("r");
        lab.settle();
        assertThat(behind.seen()).containsExactly("0", "deleted");
        assertThat(atTheEnd.seen()).containsExactly("deleted");
        assertThat(lab.audience.count(Bytes.utf8("r"))).isZero();
    }

    @Test
    void thePublishedProtocolHasItsFrames() {
        lab.append("r", 2, null);
        Subscriber published = lab.subscribe("{'room':'r','subscriber':'me','from_offset':1}", MUCH, true);
        assertThat(published.told.get("subscriber_id").asText()).isEqualTo("me");
        assertThat(published.sent().getFirst().toString()).contains("\"offset\":1", "\"data\":[]");
        assertThat(lab.subscribe("{'room':'r','subscriber':'me'}", MUCH, true).seen())
                .isEqualTo(range(0, 2));
    }

    @Test
    void thePartitionsOfATopicAreOneSubscription() {
        lab.topicWriter.createTopic(Bytes.utf8("t"), 3, RoomSettings.UNCHANGED);
        lab.append("t/1", 4, null);
        Subscriber all = lab.subscribeToTopic("{'topic':'t'}", MUCH);
        Subscriber some = lab.subscribeToTopic("{'topic':'t','partitions':[1],'from':'first'}", MUCH);
        lab.append("t/0", 1, null);
        lab.append("t/2", 1, null);
        lab.settle();
        assertThat(all.told.get("partitions")).hasSize(3);
        assertThat(all.sent().stream().map(each -> each.get("room").asText())).containsExactlyInAnyOrder("t/0", "t/2");
        assertThat(some.seen()).isEqualTo(range(0, 4));
        String cursor = some.sent().get(1).get("cursor").asText();
        Subscriber again =
                lab.subscribeToTopic("{'topic':'t','partitions':[1],'cursors':{'1':'" + cursor + "'}}", MUCH);
        assertThat(again.seen()).isEqualTo(range(2, 4));
        lab.delete("t/2");
        lab.settle();
        assertThat(all.ended).extracting(SynapException::code).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        lab.append("t/0", 1, null);
        lab.settle();
        assertThat(all.seen()).hasSize(3).endsWith("deleted");
        assertThatThrownBy(() -> lab.subscribeToTopic("{'topic':'t','partitions':[3]}", MUCH))
                .extracting(thrown -> ((SynapException) thrown).code())
                .isEqualTo(ErrorCode.PARTITION_NOT_FOUND);
    }

    private Persistence open(FsyncPolicy fsync, Engine engine) throws Exception {
        LogOptions log = new LogOptions(fsync, 1 << 20, 2048, 8, 64 * 1024, 1 << 20, 1_000);
        PersistenceOptions options = new PersistenceOptions(log, SnapshotOptions.defaults(), 1);
        return Persistence.open(folder, options, new DiskFiles(), engine, Clock.systemUTC(), new Random(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCursorIsGoodAfterARestart(boolean snapshot) throws Exception {
        String cursor;
        String old;
        Engine engine = RoomLab.newEngine();
        Persistence kept = open(FsyncPolicy.OS, engine);
        try (RoomLab before = new RoomLab(engine, kept, false)) {
            before.append("r", 10, null);
            before.trim("r", 4);
            old = before.subscribe("{'room':'r','from':'first'}", 1).cursor().replaceFirst("-4$", "-2");
            cursor = before.subscribe("{'room':'r','from':'first'}", 3).cursor();
            before.remove("r", 4);
            if (snapshot) {
                kept.snapshots().snapshotNow().get();
            }
            before.append("r", 2, null);
        }
        Engine next = RoomLab.newEngine();
        try (RoomLab after = new RoomLab(next, open(FsyncPolicy.OS, next), false)) {
            Subscriber again = after.subscribe("{'room':'r','cursor':'" + cursor + "'}", MUCH);
            assertThat(again.told.get("recovered").asBoolean()).isTrue();
            after.append("r", 1, null);
            after.settle();
            assertThat(again.seen()).isEqualTo(range(7, 13));
            assertThat(after.subscribe("{'room':'r','cursor':'" + old + "'}", MUCH)
                            .told
                            .get("recovered")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void underFsyncAlwaysEventsAwaitTheirSync() throws Exception {
        Engine engine = RoomLab.newEngine();
        Persistence kept = open(FsyncPolicy.ALWAYS, engine);
        try (RoomLab gated = new RoomLab(engine, kept, true)) {
            gated.create("r", 0, false);
            Subscriber subscriber = gated.subscribe("{'room':'r'}", MUCH);
            long before = kept.log().appended();
            gated.append("r", 1, null);
            gated.settle();
            List<Long> flushes = gated.on(() -> List.copyOf(subscriber.flushes));
            // Either it was not synced when it was sent, then it waits for more than there was; or it was.
            assertThat(flushes.getLast()).matches(position -> position == 0 || position > before);
            assertThat(subscriber.seen()).isEqualTo(range(0, 1));
        }
    }
}
