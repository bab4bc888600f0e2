package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.stream.Event;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.InSession;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.KvOperation.Condition;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionLimits;
import io.synap.protocol.operation.SessionStamp;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.StreamOperation.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a shard remembers of sessions, and when it forgets. */
final class SessionTest {
    private static final SessionId ALICE = new SessionId(1, 2);
    private static final SessionId BOB = new SessionId(1, 3);

    private final TestStore store = new TestStore();
    private final Shard shard = store.shardOf("k");

    @AfterEach
    void close() {
        store.close();
    }

    private static InSession in(SessionId session, long number, long answeredBelow, int part, Operation operation) {
        return new InSession(operation, new SessionStamp(session, number, answeredBelow, part));
    }

    private Outcome apply(SessionId session, long number, Operation operation) {
        return store.apply(shard, in(session, number, 1, 0, operation));
    }

    private static Operation increment(long delta) {
        return new KvOperation.Increment(Bytes.utf8("k"), delta);
    }

    private static Operation set(String value, boolean returnOld) {
        return new KvOperation.Set(
                Bytes.utf8("k"), Bytes.utf8(value), TestStore.NO_EXPIRY, TestStore.ALWAYS, returnOld);
    }

    private void isDone(Outcome outcome, long number, long version) {
        assertThat(outcome.applied()).isTrue();
        assertThat(outcome.number()).isEqualTo(number);
        assertThat(outcome.version()).isEqualTo(version);
    }

    private void isRepeated(Outcome outcome, long number, long version) {
        assertThat(outcome.rejection()).isNull();
        assertThat(outcome.applied()).isFalse();
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.recalled()).isTrue();
        assertThat(outcome.number()).isEqualTo(number);
        assertThat(outcome.version()).isEqualTo(version);
    }

    private static void isRefused(Outcome outcome, ErrorCode error) {
        assertThat(outcome.rejection()).isEqualTo(error);
        assertThat(outcome.done()).isFalse();
    }

    @Test
    void aNumberThatWasUsedForAnotherOperationIsRefused() {
        isDone(apply(ALICE, 1, increment(5)), 5, 1);
        isRefused(apply(ALICE, 1, set("x", true)), ErrorCode.INVALID_ARGUMENT);
        isRepeated(apply(ALICE, 1, increment(5)), 5, 1);
    }

    @Test
    void aRepeatIsAnsweredAsBeforeAndNotExecuted() {
        isDone(apply(ALICE, 1, increment(5)), 5, 1);
        isDone(apply(ALICE, 2, increment(5)), 10, 2);
        isRepeated(apply(ALICE, 1, increment(5)), 5, 1);
        isRepeated(apply(ALICE, 2, increment(5)), 10, 2);
        isDone(apply(BOB, 1, increment(5)), 15, 3);
        isDone(apply(BOB, 3, increment(5)), 20, 4);
        isDone(apply(BOB, 2, increment(5)), 25, 5);
        isRepeated(apply(BOB, 3, increment(5)), 20, 4);
        assertThat(shard.sequence()).isEqualTo(5);
        assertThat(shard.sessions().count()).isEqualTo(2);
        assertThat(shard.sessions().repeats()).isEqualTo(3);
    }

    @Test
    void partsOfARequestAreToldApart() {
        for (int part = 0; part < 3; part++) {
            isDone(store.apply(shard, in(ALICE, 7, 7, part, increment(1))), part + 1, part + 1);
        }
        for (int part = 0; part < 3; part++) {
            isRepeated(store.apply(shard, in(ALICE, 7, 7, part, increment(1))), part + 1, part + 1);
        }
        isDone(store.apply(shard, in(ALICE, 7, 7, SessionLimits.PART_MAX, increment(1))), 4, 4);
    }

    @Test
    void whatWasRejectedIsDecidedAnew() {
        Operation ifAbsent = new KvOperation.Set(
                Bytes.utf8("k"), Bytes.utf8("v"), TestStore.NO_EXPIRY, new Condition.IfAbsent(), false);
        store.set("k", "there");
        assertThat(apply(ALICE, 1, ifAbsent).done()).isFalse();
        assertThat(shard.sessions().count()).isZero();
        store.delete("k");
        isDone(apply(ALICE, 1, ifAbsent), 0, 3);
        store.delete("k");
        isRepeated(apply(ALICE, 1, ifAbsent), 0, 3);
        assertThat(store.get("k")).isNull();
    }

    @Test
    void anOldValueIsGivenBackUnlessItIsLarge() {
        store.set("k", "old");
        isDone(apply(ALICE, 1, set("new", true)), 0, 2);
        assertThat(store.reported).isEqualTo("old");
        isRepeated(apply(ALICE, 1, set("new", true)), 0, 2);
        assertThat(store.reported).isEqualTo("old");

        String most = "m".repeat(SessionLimits.VALUE_BYTES_MAX);
        store.set("k", most);
        apply(ALICE, 2, set("new", true));
        isRepeated(apply(ALICE, 2, set("new", true)), 0, 4);
        assertThat(store.reported).isEqualTo(most);

        store.set("k", most + "m");
        apply(ALICE, 3, set("new", true));
        isRefused(apply(ALICE, 3, set("new", true)), ErrorCode.RESULT_FORGOTTEN);
        store.set("k", most + "m");
        apply(ALICE, 4, set("new", false));
        isRepeated(apply(ALICE, 4, set("new", false)), 0, 8);
    }

    @Test
    void theSumOfADecimalIsGivenBack() {
        Operation add = new KvOperation.IncrementFloat(Bytes.utf8("k"), Bytes.utf8("1.5"));
        apply(ALICE, 1, add);
        assertThat(store.reported).isEqualTo("1.5");
        store.set("k", "7");
        isRepeated(apply(ALICE, 1, add), 0, 1);
        assertThat(store.reported).isEqualTo("1.5");
        assertThat(store.get("k")).isEqualTo("7");
    }

    @Test
    void answeredRequestsAreForgottenAndTheirNumbersPassed() {
        for (int number = 1; number <= 10; number++) {
            store.apply(shard, in(ALICE, number, 1, 0, increment(1)));
        }
        long before = shard.sessions().usedBytes();
        store.apply(shard, in(ALICE, 11, 9, 0, increment(1)));
        assertThat(shard.sessions().usedBytes()).isLessThan(before);
        isRefused(apply(ALICE, 8, increment(1)), ErrorCode.SESSION_NUMBER_PASSED);
        isRepeated(apply(ALICE, 9, increment(1)), 9, 9);
        assertThat(store.get("k")).isEqualTo("11");
    }

    @Test
    void numbersBelowTheWindowHavePassed() {
        apply(ALICE, 1, increment(1));
        apply(ALICE, 2, increment(1));
        apply(ALICE, SessionLimits.WINDOW + 1L, increment(1));
        isRefused(apply(ALICE, 1, increment(1)), ErrorCode.SESSION_NUMBER_PASSED);
        isRepeated(apply(ALICE, 2, increment(1)), 2, 2);
        apply(ALICE, Long.MAX_VALUE, increment(1));
        isRefused(apply(ALICE, SessionLimits.WINDOW + 1L, increment(1)), ErrorCode.SESSION_NUMBER_PASSED);
        isRepeated(apply(ALICE, Long.MAX_VALUE, increment(1)), 4, 4);
    }

    @Test
    void aSessionThatDoesNothingIsForgotten() {
        apply(ALICE, 1, increment(1));
        store.now += SessionLimits.IDLE_MILLIS - 1;
        apply(BOB, 1, increment(1));
        assertThat(shard.nextDeadline()).isEqualTo(store.now + 1);
        isRepeated(apply(ALICE, 1, increment(1)), 1, 1);
        assertThat(store.advance(shard, 100).number()).isZero();
        store.now++;
        assertThat(store.advance(shard, 100).number()).isEqualTo(1);
        assertThat(shard.sessions().count()).isEqualTo(1);
        isRepeated(apply(BOB, 1, increment(1)), 2, 2);
        store.now += SessionLimits.IDLE_MILLIS;
        assertThat(store.advance(shard, 100).number()).isEqualTo(1);
        assertThat(shard.sessions().usedBytes()).isZero();
        assertThat(shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void thereIsABoundOfSessions() {
        for (int i = 1; i <= SessionLimits.SESSIONS_PER_SHARD_MAX; i++) {
            apply(new SessionId(0, i), 1, increment(1));
        }
        isRefused(apply(ALICE, 1, increment(1)), ErrorCode.TOO_MANY_SESSIONS);
        isRepeated(apply(new SessionId(0, 5), 1, increment(1)), 5, 5);
        isDone(apply(new SessionId(0, 5), 2, increment(1)), 10_001, 10_001);
        store.now += SessionLimits.IDLE_MILLIS;
        assertThat(store.advance(shard, 4_000).number()).isEqualTo(4_000);
        isDone(apply(ALICE, 1, increment(1)), 10_002, 10_003);
        assertThat(shard.sessions().count()).isEqualTo(6_001);
    }

    @Test
    void thereIsABoundOfBytesBehindWhichTheOldestResultsGo() {
        store.set("k", "v".repeat(SessionLimits.VALUE_BYTES_MAX));
        int requests = 2_000;
        for (int number = 1; number <= requests; number++) {
            apply(ALICE, number, set("v".repeat(SessionLimits.VALUE_BYTES_MAX), true));
            assertThat(shard.sessions().usedBytes()).isLessThan(SessionLimits.SESSION_BYTES_MAX + 1_000L);
        }
        isRefused(apply(ALICE, 1, set("v", true)), ErrorCode.SESSION_NUMBER_PASSED);
        isRepeated(apply(ALICE, requests, set("v", true)), 0, requests + 1L);
        isRepeated(apply(ALICE, requests - 500, set("v", true)), 0, requests - 499L);
    }

    private record Items(List<@Nullable ErrorCode> errors, List<Long> numbers, List<String> events) {}

    /** What the outcome says of each item, and the ids of the events that were handed out. */
    private Items items(Operation operation) {
        List<String> events = new ArrayList<>();
        Items items = new Items(new ArrayList<>(), new ArrayList<>(), events);
        TestStore.withEncoded(operation, address -> {
            shard.lock();
            try {
                shard.apply(
                        address,
                        store.now,
                        store.outcome,
                        event -> events.add(operation instanceof QueueOperation.Receive ? "" : shown(event)));
            } finally {
                shard.unlock();
            }
            return true;
        });
        for (int i = 0; i < store.outcome.count(); i++) {
            items.errors().add(store.outcome.itemError(i));
            items.numbers().add(store.outcome.itemNumber(i));
        }
        return items;
    }

    private static String shown(long event) {
        return Event.offset(event) + ":" + Event.idMillis(event) + "-" + Event.idNumber(event);
    }

    private static QueueOperation.Publish publish(int messages) {
        List<QueueOperation.Message> all = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            all.add(new QueueOperation.Message(Bytes.utf8("m" + i), -1, 0, 0, 0, Bytes.EMPTY, Bytes.EMPTY, List.of()));
        }
        return new QueueOperation.Publish(Bytes.utf8("k"), all);
    }

    @Test
    void whatBecameOfManyMessagesIsGivenBack() {
        store.apply(shard, new QueueOperation.Configure(Bytes.utf8("k"), QueueOperation.Mode.CREATE, Map.of()));
        Items published = items(in(ALICE, 1, 1, 0, publish(5_000)));
        assertThat(published.numbers()).hasSize(5_000);
        assertThat(items(in(ALICE, 1, 1, 0, publish(5_000)))).isEqualTo(published);
        isRepeated(store.outcome, 5_000, store.outcome.version());

        items(new QueueOperation.Receive(Bytes.utf8("k"), Bytes.utf8("c"), 5_000, 60_000, false));
        // Every third in some order, some of them twice, some that are not there.
        Operation ack = new QueueOperation.Ack(
                Bytes.utf8("k"),
                LongStream.range(0, 3_000)
                        .mapToObj(i -> new QueueOperation.Receipt((i * 1_237) % 6_000, i % 7 == 0 ? 9 : 1))
                        .toList());
        Items settled = items(in(ALICE, 2, 1, 0, ack));
        assertThat(settled.errors()).contains(null, ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.LEASE_LOST);
        assertThat(items(in(ALICE, 2, 1, 0, ack))).isEqualTo(settled);
    }

    @Test
    void theIdsOfEventsAreGivenBack() {
        List<StreamOperation.NewEvent> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.add(new StreamOperation.NewEvent(
                    i == 200
                            ? new EventId(EventId.Kind.EXPLICIT, Long.MAX_VALUE, 1L << 62)
                            : new EventId(EventId.Kind.AUTOMATIC, 0, 0),
                    List.of(new StreamOperation.Field(Bytes.utf8("event"), Bytes.utf8("e")))));
        }
        Operation append = new StreamOperation.Append(Bytes.utf8("k"), true, StreamOperation.Trim.NONE, events);
        Items appended = items(in(ALICE, 1, 1, 0, append));
        assertThat(appended.events()).hasSize(300);
        assertThat(appended.events().getFirst()).isEqualTo("0:1000000-0");
        assertThat(items(in(ALICE, 1, 1, 0, append))).isEqualTo(appended);
        assertThat(shard.sequence()).isEqualTo(1);
    }
}
