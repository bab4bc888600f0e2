package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.engine.ValueSink;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.GroupOperation;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.Retry;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.protocol.operation.GroupOperation.Target;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.StreamOperation.EventId;
import io.synap.protocol.operation.SystemOperation;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A room and its groups with a clock that is moved by hand, spoken to in short. Everything that was applied is
 * remembered, to be replayed. Confined to one thread.
 */
final class GroupStore implements AutoCloseable {
    /** What a sink got. */
    record Out(long offset, long handOut, int deliveries, boolean gone, boolean cursor, boolean event, long deadline) {
        /** The offset, how often it was handed out if that is more than once, and what is odd about it. */
        @Override
        public String toString() {
            String count = deliveries > 1 ? "x" + deliveries : "";
            return (cursor ? "next " : "") + offset + (cursor ? "" : count) + (gone ? " gone" : "");
        }
    }

    private record Logged(Operation operation, long time) {}

    static final Bytes ROOM = Bytes.utf8("room");
    static final Bytes GROUP = Bytes.utf8("g");
    static final Config PLAIN = Config.plain(1_000);
    /** A second to work, three tries, no waiting, dead letters. */
    static final Config LEASED = new Config(1_000, 3, 0, 0, false, 100, 1_000);

    final Engine engine;
    final Shard shard;
    final Outcome outcome = new Outcome();
    final List<Out> out = new ArrayList<>();
    long now = 1_000_000;
    private final List<Logged> log = new ArrayList<>();

    GroupStore() {
        this(42);
    }

    GroupStore(long hashSeed) {
        engine = new Engine(new EngineOptions(hashSeed, AccessTracking.NONE, 1 << 20));
        shard = withEncoded(new StreamOperation.Delete(ROOM), GroupStore::shardOf, engine);
    }

    private static int shardOf(long operation) {
        return Slots.shardOf(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
    }

    private static Shard withEncoded(Operation operation, LongFunction<Integer> index, Engine engine) {
        return engine.shard(withEncoded(operation, index));
    }

    private static <T> T withEncoded(Operation operation, LongFunction<T> use) {
        try (Arena memory = Arena.ofConfined()) {
            long address =
                    memory.allocate(OperationCodec.encodedLengthMax(operation)).address();
            int length = OperationCodec.encode(operation, address);
            assertThat(OperationCodec.decode(address)).isEqualTo(operation);
            assertThat(EncodedOperation.isWellFormed(address, length)).isTrue();
            return use.apply(address);
        }
    }

    Outcome apply(Operation operation) {
        return withEncoded(operation, address -> {
            out.clear();
            shard.lock();
            try {
                shard.apply(
                        address, now, outcome, operation instanceof GroupOperation ? this::collect : ValueSink.NONE);
            } finally {
                shard.unlock();
            }
            if (outcome.applied()) {
                log.add(new Logged(operation, now));
            }
            return outcome;
        });
    }

    private void collect(long delivery) {
        long event = Delivery.event(delivery);
        if (event != 0) {
            assertThat(Event.offset(event)).isEqualTo(Delivery.offset(delivery));
            assertThat(Event.idMillis(event)).isEqualTo(Delivery.idMillis(delivery));
            assertThat(Event.idNumber(event)).isEqualTo(Delivery.idNumber(delivery));
        }
        out.add(new Out(
                Delivery.offset(delivery),
                Delivery.handOut(delivery),
                Delivery.deliveries(delivery),
                Delivery.isGone(delivery),
                Delivery.isCursor(delivery),
                event != 0,
                Delivery.deadline(delivery)));
    }

    /** Appends an event with the id {@code millis-0}. */
    void append(long... millis) {
        for (long each : millis) {
            var fields = List.of(new StreamOperation.Field(Bytes.utf8("data"), Bytes.utf8("event " + each)));
            var id = new EventId(EventId.Kind.EXPLICIT, each, 0);
            apply(new StreamOperation.Append(
                    ROOM, true, StreamOperation.Trim.NONE, List.of(new StreamOperation.NewEvent(id, fields))));
            assertThat(outcome.applied()).isTrue();
        }
    }

    /** Appends so many events, with the ids 1-0, 2-0 and so on: the offset and one. */
    void appendMany(int count) {
        Room present = findRoom();
        long next = present == null ? 0 : present.nextOffset();
        append(LongStream.range(next, next + count).map(offset -> offset + 1).toArray());
    }

    void removeEvent(long millis) {
        apply(new StreamOperation.Remove(ROOM, List.of(new EventId(EventId.Kind.EXPLICIT, millis, 0))));
        assertThat(outcome.number()).isEqualTo(1);
    }

    /** Leaves the room so many events. */
    void trimTo(long length) {
        apply(new StreamOperation.TrimRoom(
                ROOM, new StreamOperation.Trim(StreamOperation.Trim.By.LENGTH, false, length, 0, 0)));
    }

    Outcome create(Config config, Start start) {
        return apply(new GroupOperation.Create(ROOM, GROUP, config, start, -1, true, 10));
    }

    /** Makes the group at the room's beginning. */
    void create(Config config) {
        create(config, new Start.First());
        assertThat(outcome.applied()).isTrue();
    }

    /** Lets a consumer read; what it got. */
    String read(String consumer, int count) {
        apply(new GroupOperation.Read(ROOM, GROUP, Bytes.utf8(consumer), count, Long.MAX_VALUE, false, 0, 10));
        return got();
    }

    /** Lets a consumer read again what it has; what it got. */
    String reread(String consumer, long afterMillis) {
        apply(new GroupOperation.Reread(ROOM, GROUP, Bytes.utf8(consumer), afterMillis, 0, 100, Long.MAX_VALUE, 10));
        return got();
    }

    String got() {
        return String.join(", ", out.stream().map(Out::toString).toList());
    }

    /** Acknowledges by ids {@code millis-0}; how many it was. */
    long ack(long... millis) {
        List<Target> ids = LongStream.of(millis)
                .mapToObj(each -> (Target) new Target.Id(each, 0))
                .toList();
        return apply(new GroupOperation.Ack(ROOM, GROUP, ids)).number();
    }

    Outcome ack(Out delivery) {
        return apply(new GroupOperation.Ack(ROOM, GROUP, List.of(receipt(delivery))));
    }

    Outcome nack(Out delivery, Retry retry, String error) {
        return apply(new GroupOperation.Nack(ROOM, GROUP, retry, Bytes.utf8(error), List.of(receipt(delivery))));
    }

    Outcome extend(Out delivery, long leaseMillis) {
        return apply(new GroupOperation.Extend(ROOM, GROUP, leaseMillis, List.of(receipt(delivery))));
    }

    static Target receipt(Out delivery) {
        return new Target.HandOut(delivery.offset(), delivery.handOut());
    }

    /** Lets time pass and does what is due; how much that was. */
    long pass(long millis) {
        now += millis;
        long done = 0;
        while (shard.nextDeadline() <= now) {
            done += apply(new SystemOperation.Advance(10)).number();
        }
        return done;
    }

    @Nullable
    Room findRoom() {
        return withEncoded(new StreamOperation.Delete(ROOM), address ->
                new Room[] {shard.streams().find(EncodedOperation.key(address), EncodedOperation.keyLength(address))})[
                0];
    }

    Room room() {
        return Objects.requireNonNull(findRoom());
    }

    @Nullable
    Group findGroup() {
        RoomGroups groups = room().groups();
        if (groups != null) {
            for (Group group : groups.all()) {
                if (Arrays.equals(group.name(), GROUP.toArray())) {
                    return group;
                }
            }
        }
        return null;
    }

    Group group() {
        return Objects.requireNonNull(findGroup());
    }

    GroupConsumer consumer(String name) {
        for (GroupConsumer consumer : group().consumers()) {
            if (Arrays.equals(consumer.name(), Bytes.utf8(name).toArray())) {
                return consumer;
            }
        }
        throw new AssertionError("no consumer " + name);
    }

    /** What is pending: offset, who has it, how often it was handed out. */
    String pending() {
        List<String> lines = new ArrayList<>();
        var _ = group().visitPending(null, 0, Integer.MAX_VALUE, pending -> {
            GroupConsumer holder = group().holder(pending);
            String who = holder != null
                    ? Bytes.of(holder.name()).toString()
                    : Pending.isDelayed(pending) ? "later" : "nobody";
            return lines.add(Pending.offset(pending) + " " + who + " x" + Pending.deliveries(pending));
        });
        return String.join(", ", lines);
    }

    /** The dead letters: offset, reason. */
    String dead() {
        List<String> lines = new ArrayList<>();
        var _ = group().visitDead(
                        0,
                        Integer.MAX_VALUE,
                        dead -> lines.add(Pending.offset(dead) + " "
                                + Objects.requireNonNull(Pending.reason(dead)).text()));
        return String.join(", ", lines);
    }

    /** The state is the same by replay under another hash seed, and by an image. */
    void assertCopies() throws IOException {
        try (GroupStore replayed = new GroupStore(7);
                GroupStore imaged = new GroupStore(8)) {
            replay(replayed, 0);
            assertSame(replayed);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ShardImage image = engine.openImage(shard.index())) {
                while (image.next((address, length) -> bytes.writeBytes(Memory.toArray(address, (int) length)))) {
                    assertThat(image.sequence()).isEqualTo(shard.sequence());
                }
                imaged.restore(bytes.toByteArray(), image.sequence(), image.time());
            }
            assertSame(imaged);
        }
    }

    /** How many operations were applied. */
    int logged() {
        return log.size();
    }

    /** Replays what was applied, from some operation on. */
    void replay(GroupStore copy, int from) {
        for (int i = from; i < log.size(); i++) {
            Logged each = log.get(i);
            long sequence = i + 1L;
            var _ = withEncoded(each.operation(), address -> {
                copy.engine.replay(shard.index(), sequence, each.time(), address);
                return true;
            });
        }
    }

    void restore(byte[] items, long sequence, long time) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, items.length)).address();
            Memory.copy(items, 0, address, items.length);
            engine.restoreItems(shard.index(), address, items.length);
        }
        engine.restoreEnd(shard.index(), sequence, time);
    }

    void assertSame(GroupStore copy) {
        assertThat(copy.shard.sequence()).isEqualTo(shard.sequence());
        assertThat(copy.shard.usedBytes()).isEqualTo(shard.usedBytes());
        assertThat(copy.shard.nextDeadline()).isEqualTo(shard.nextDeadline());
        assertThat(copy.shard.digest()).isEqualTo(shard.digest());
    }

    @Override
    public void close() {
        engine.close();
    }
}
