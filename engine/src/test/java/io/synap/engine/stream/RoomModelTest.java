package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Outcome;
import io.synap.engine.Seed;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.protocol.state.ShardImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random histories of rooms: they do what the model does, and every way to a state gives the same one. */
final class RoomModelTest {
    private static final int VERSION_BYTES = 8;

    @Test
    void everyOperationDoesWhatTheModelDoes() {
        SplittableRandom random = Seed.random("everyOperationDoesWhatTheModelDoes");
        for (int appends : new int[] {30, 60, 90}) {
            RoomHistory history = new RoomHistory(random, 3, appends);
            RoomModel model = new RoomModel();
            try (RoomStore store = new RoomStore(random.nextLong())) {
                for (int i = 0; i < 6_000; i++) {
                    step(store, model, history, i);
                    if (i % 500 == 0) {
                        assertSame(store, model);
                    }
                    store.shard.streams().tidy();
                }
                assertSame(store, model);
            }
        }
    }

    private static void step(RoomStore store, RoomModel model, RoomHistory history, int i) {
        Operation operation = history.next();
        store.now = history.now;
        model.appendedBytes = new ArrayList<>();
        Outcome outcome = store.apply(operation, event -> model.appendedBytes.add(Event.bytes(event)));
        model.approximated = outcome.number();
        String context = i + ": " + operation.getClass().getSimpleName();
        if (isApproximate(operation)) {
            assertThat(isWithinBounds(operation, model, outcome.number()))
                    .as(context)
                    .isTrue();
        }
        model.begin(history.now);
        if (operation instanceof StreamOperation stream) {
            model.apply(stream);
        } else {
            model.advance();
        }
        assertThat(outcome.rejection()).as(context).isEqualTo(model.rejection);
        assertThat(outcome.applied()).as(context).isEqualTo(model.applied);
        assertThat(outcome.number()).as(context).isEqualTo(model.number);
    }

    private static Trim trimOf(Operation operation) {
        return switch (operation) {
            case StreamOperation.TrimRoom trim -> trim.trim();
            case StreamOperation.Append append -> append.trim();
            default -> Trim.NONE;
        };
    }

    private static boolean isApproximate(Operation operation) {
        return trimOf(operation).approximate();
    }

    /** Whether an approximate trim took no more than an exact one would have. */
    private static boolean isWithinBounds(Operation operation, RoomModel model, long removed) {
        RoomModel.ModelRoom room =
                model.rooms.get(((StreamOperation) operation).room().toString());
        Trim trim = trimOf(operation);
        if (room == null || removed == 0) {
            return true;
        }
        if (operation instanceof StreamOperation.Append) {
            // What the append itself adds and replaces comes before the trim.
            return trim.limit() == 0 || removed <= trim.limit();
        }
        RoomModel exact = new RoomModel();
        RoomModel.ModelRoom copy = new RoomModel.ModelRoom();
        copy.items = new ArrayList<>(room.items);
        String name = ((StreamOperation) operation).room().toString();
        exact.rooms.put(name, copy);
        exact.apply(new StreamOperation.TrimRoom(
                ((StreamOperation) operation).room(),
                new Trim(trim.by(), false, trim.bound(), trim.number(), trim.limit())));
        return removed <= exact.number;
    }

    private static void assertSame(RoomStore store, RoomModel model) {
        List<String> names = new ArrayList<>();
        store.shard
                .streams()
                .all()
                .forEach(room -> names.add(Bytes.of(room.name()).toString()));
        assertThat(names).isEqualTo(List.copyOf(model.rooms.keySet()));
        model.rooms.forEach((name, expected) -> {
            String shortName = name.substring(RoomStore.TAG.length());
            Room room = store.room(shortName);
            assertThat(room.config()).isEqualTo(expected.config);
            assertThat(room.length()).isEqualTo(expected.items.size());
            assertThat(room.bytes()).isEqualTo(expected.bytes());
            assertThat(room.nextOffset()).isEqualTo(expected.nextOffset);
            assertThat(room.entriesAdded()).isEqualTo(expected.entriesAdded);
            assertThat(room.trimmedTo()).isEqualTo(expected.trimmedTo);
            assertThat(RoomModel.id(room.lastIdMillis(), room.lastIdNumber())).isEqualTo(expected.lastId);
            assertThat(RoomModel.id(room.removedIdMillis(), room.removedIdNumber()))
                    .isEqualTo(expected.removedId);
            assertThat(room.firstOffset())
                    .isEqualTo(
                            expected.items.isEmpty()
                                    ? expected.nextOffset
                                    : expected.items.getFirst().offset());
            assertEvents(store.events(shortName), expected.items);
            assertFound(room, expected.items);
        });
        for (int c = 0; c < 8; c++) {
            Bytes id = Bytes.utf8("c" + c);
            assertThat(causes(store, "c" + c, true)).isEqualTo(model.causes("correlation_id", id));
            assertThat(causes(store, "c" + c, false)).isEqualTo(model.causes("causation_id", id));
        }
    }

    private static void assertEvents(List<RoomStore.Seen> seen, List<RoomModel.Item> items) {
        assertThat(seen).hasSameSizeAs(items);
        for (int i = 0; i < items.size(); i++) {
            RoomModel.Item item = items.get(i);
            var id = RoomStore.id(seen.get(i).id());
            assertThat(seen.get(i).offset()).isEqualTo(item.offset());
            assertThat(RoomModel.id(id.millis(), id.number())).isEqualTo(item.id());
            assertThat(seen.get(i).time()).isEqualTo(item.time());
            assertThat(seen.get(i).fields()).isEqualTo(item.fields());
        }
    }

    private static void assertFound(Room room, List<RoomModel.Item> items) {
        long before = -1;
        for (RoomModel.Item item : items) {
            long event = room.event(item.offset());
            assertThat(Event.offset(event)).isEqualTo(item.offset());
            long millis = Event.idMillis(event);
            long number = Event.idNumber(event);
            assertThat(room.ceilingOfId(millis, number)).isEqualTo(item.offset());
            assertThat(room.floorOfId(millis, number)).isEqualTo(item.offset());
            assertThat(room.ceiling(before + 1)).isEqualTo(item.offset());
            assertThat(room.floor(item.offset() - 1)).isEqualTo(before);
            before = item.offset();
        }
        assertThat(room.ceiling(before + 1)).isEqualTo(-1);
    }

    private static List<String> causes(RoomStore store, String id, boolean correlation) {
        List<String> found = new ArrayList<>();
        StreamSpace rooms = store.shard.streams();
        EventSink sink = (room, event) -> found.add(Bytes.of(room.name()) + " " + Event.offset(event));
        long after = 0;
        while (after >= 0) {
            long from = after;
            after = RoomStore.<Long>withText(
                    id,
                    (address, length) -> correlation
                            ? rooms.correlated(address, length, from, 5, sink)
                            : rooms.caused(address, length, from, 5, sink));
        }
        return found;
    }

    @Test
    void decodedAndEncodedAgainEveryOperationKeepsItsBytes() {
        SplittableRandom random = Seed.random("decodedAndEncodedAgainEveryOperationKeepsItsBytes");
        RoomHistory history = new RoomHistory(random, 3, 60);
        for (int i = 0; i < 5_000; i++) {
            Operation operation = history.next();
            Operation decoded = RoomStore.withEncoded(operation, OperationCodec::decode);
            assertThat(decoded).isEqualTo(operation);
            assertThat(RoomStore.<Bytes>withEncoded(decoded, RoomModelTest::encoded))
                    .isEqualTo(RoomStore.<Bytes>withEncoded(operation, RoomModelTest::encoded));
        }
    }

    private static Bytes encoded(long operation) {
        return Bytes.of(Memory.toArray(operation, EncodedOperation.length(operation)));
    }

    @Test
    void replayUnderAnotherHashSeedGivesTheSameState() {
        SplittableRandom random = Seed.random("replayUnderAnotherHashSeedGivesTheSameState");
        RoomHistory history = new RoomHistory(random, 5, 60);
        try (RoomStore store = new RoomStore(1);
                RoomStore copy = new RoomStore(2)) {
            run(store, history, 8_000);
            copy.replay(store.log);
            assertSame(store, copy);
        }
    }

    @Test
    void imageInAnyOrderAndTheLogBehindItGiveTheSameState() throws IOException {
        SplittableRandom random = Seed.random("imageInAnyOrderAndTheLogBehindItGiveTheSameState");
        for (int round = 0; round < 6; round++) {
            RoomHistory history = new RoomHistory(random, 4, 75);
            try (RoomStore store = new RoomStore(random.nextLong());
                    RoomStore copy = new RoomStore(random.nextLong())) {
                run(store, history, random.nextInt(4_000));
                ByteArrayOutputStream image = new ByteArrayOutputStream();
                int logged = store.log.size();
                try (ShardImage source = store.engine.openImage(store.shard.index())) {
                    long digest = store.shard.digest();
                    do {
                        run(store, history, random.nextInt(300));
                    } while (source.next((address, length) -> RoomStore.append(image, address, length)));
                    copy.restore(shuffled(image.toByteArray(), random), source.sequence(), source.time());
                    assertThat(copy.shard.digest()).isEqualTo(digest);
                }
                run(store, history, 500);
                copy.replay(store.log.subList(logged, store.log.size()));
                assertSame(store, copy);
                run(copy, history, 500);
                store.replay(copy.log);
                assertSame(store, copy);
            }
        }
    }

    private static void run(RoomStore store, RoomHistory history, int operations) {
        for (int i = 0; i < operations; i++) {
            Operation operation = history.next();
            store.now = history.now;
            store.apply(operation);
            // Housekeeping may come at any time and is no part of the state.
            store.shard.tidy();
        }
    }

    private static void assertSame(RoomStore left, RoomStore right) {
        assertThat(right.shard.sequence()).isEqualTo(left.shard.sequence());
        assertThat(right.shard.time()).isEqualTo(left.shard.time());
        assertThat(right.shard.digest()).isEqualTo(left.shard.digest());
        assertThat(right.shard.usedBytes()).isEqualTo(left.shard.usedBytes());
        assertThat(right.shard.nextDeadline()).isEqualTo(left.shard.nextDeadline());
        for (int c = 0; c < 8; c++) {
            assertThat(causes(right, "c" + c, true)).isEqualTo(causes(left, "c" + c, true));
        }
    }

    private static byte[] shuffled(byte[] image, SplittableRandom random) {
        List<byte[]> items = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, image.length)).address();
            Memory.copy(image, 0, address, image.length);
            for (long at = address; at < address + image.length; ) {
                int length = VERSION_BYTES + EncodedOperation.length(at + VERSION_BYTES);
                items.add(Memory.toArray(at, length));
                at += length;
            }
        }
        Collections.shuffle(items, new Random(random.nextLong()));
        ByteArrayOutputStream shuffled = new ByteArrayOutputStream();
        items.forEach(shuffled::writeBytes);
        return shuffled.toByteArray();
    }
}
