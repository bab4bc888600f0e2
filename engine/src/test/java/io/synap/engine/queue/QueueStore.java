package io.synap.engine.queue;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Receipt;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import io.synap.protocol.operation.SystemOperation;
import io.synap.protocol.state.ShardImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** An engine with a clock that is moved by hand, whose queues are spoken to in strings. Confined to one thread. */
final class QueueStore implements AutoCloseable {
    /** All queues of tests lie in the same shard. */
    static final String QUEUE = "{q}jobs";

    /** One applied operation. */
    record Logged(Operation operation, long time) {}

    /** A message that was handed out. */
    record Received(long id, int delivery, int count, int priority, String payload) {
        Receipt receipt() {
            return new Receipt(id, delivery);
        }
    }

    /** A dead letter. */
    record Letter(long id, @Nullable DeathReason reason, int deaths, String error, List<String> history) {}

    final Engine engine;
    final Shard shard;
    final Outcome outcome = new Outcome();
    final List<Logged> log = new ArrayList<>();
    final List<String> ready = new ArrayList<>();
    long now = 1_000_000;

    QueueStore() {
        this(42);
    }

    QueueStore(long hashSeed) {
        engine = new Engine(new EngineOptions(hashSeed, AccessTracking.NONE, 1 << 20));
        shard = engine.shard(withEncoded(
                new QueueOperation.Delete(name()),
                address -> Slots.shardOf(EncodedOperation.key(address), EncodedOperation.keyLength(address))));
        engine.onReady((_, _, name) -> ready.add(new String(name, StandardCharsets.UTF_8)));
    }

    static Bytes name() {
        return Bytes.utf8(QUEUE);
    }

    static <T> T withEncoded(Operation operation, LongFunction<T> use) {
        try (Arena memory = Arena.ofConfined()) {
            int most = OperationCodec.encodedLengthMax(operation);
            long address = memory.allocate(most).address();
            int length = OperationCodec.encode(operation, address);
            if (length > most) {
                throw new AssertionError("encoded longer than promised: " + operation);
            }
            return use.apply(address);
        }
    }

    Outcome apply(Operation operation) {
        return apply(operation, new ArrayList<>());
    }

    Outcome apply(Operation operation, List<Received> received) {
        return withEncoded(operation, address -> {
            shard.lock();
            try {
                shard.apply(address, now, outcome, message -> received.add(received(message)));
            } finally {
                shard.unlock();
            }
            if (outcome.applied()) {
                log.add(new Logged(operation, now));
            }
            return outcome;
        });
    }

    static Received received(long message) {
        return new Received(
                Message.id(message),
                Message.deliveryNumber(message),
                Message.deliveryCount(message),
                Message.priority(message),
                payload(message));
    }

    static String payload(long message) {
        int length = Message.payloadLength(message);
        try (Arena memory = Arena.ofConfined()) {
            long copy = memory.allocate(Math.max(1, length)).address();
            Message.copyPayload(message, 0, length, copy);
            return new String(Memory.toArray(copy, length), StandardCharsets.ISO_8859_1);
        }
    }

    Outcome configure(QueueSetting setting, long value) {
        return configure(Map.of(setting, value));
    }

    Outcome configure(Map<QueueSetting, Long> settings) {
        return apply(new QueueOperation.Configure(name(), Mode.EITHER, settings));
    }

    /** Publishes one message and returns its id; negative for a duplicate. */
    long publish(String payload) {
        return publish(message(payload));
    }

    long publish(QueueOperation.Message message) {
        Outcome published = apply(new QueueOperation.Publish(name(), List.of(message)));
        if (published.rejection() != null) {
            throw new AssertionError(published.rejection());
        }
        return published.itemNumber(0);
    }

    static QueueOperation.Message message(String payload) {
        return new MessageBuilder(payload).build();
    }

    List<Received> receive(String consumer, int most) {
        return receive(consumer, most, 0, false);
    }

    List<Received> receive(String consumer, int most, long leaseMillis, boolean noAck) {
        List<Received> received = new ArrayList<>();
        Outcome result =
                apply(new QueueOperation.Receive(name(), Bytes.utf8(consumer), most, leaseMillis, noAck), received);
        if (result.rejection() != null) {
            throw new AssertionError(result.rejection());
        }
        if (result.number() != received.size()) {
            throw new AssertionError(result.number() + " reported, handed out " + received);
        }
        return received;
    }

    /** Receives one message, which must be there. */
    Received receiveOne(String consumer) {
        return receive(consumer, 1).getFirst();
    }

    List<Long> receiveIds(String consumer, int most) {
        return receive(consumer, most).stream().map(Received::id).toList();
    }

    @Nullable
    ErrorCode ack(Receipt receipt) {
        return apply(new QueueOperation.Ack(name(), List.of(receipt))).itemError(0);
    }

    @Nullable
    ErrorCode nack(Receipt receipt, long delayMillis, String error) {
        return apply(new QueueOperation.Nack(name(), delayMillis, Bytes.utf8(error), List.of(receipt)))
                .itemError(0);
    }

    @Nullable
    ErrorCode reject(Receipt receipt, String error) {
        return apply(new QueueOperation.Reject(name(), Bytes.utf8(error), List.of(receipt)))
                .itemError(0);
    }

    @Nullable
    ErrorCode extend(Receipt receipt, long leaseMillis) {
        return apply(new QueueOperation.Extend(name(), leaseMillis, List.of(receipt)))
                .itemError(0);
    }

    long purge(Scope scope) {
        return apply(new QueueOperation.Purge(name(), scope)).number();
    }

    /** Lets everything happen that is due. */
    long advance() {
        long done = 0;
        while (apply(new SystemOperation.Advance(7)).applied()) {
            done += outcome.number();
        }
        return done;
    }

    Queue queue() {
        return withEncoded(new QueueOperation.Delete(name()), address -> {
            Queue queue = shard.queues().find(EncodedOperation.key(address), EncodedOperation.keyLength(address));
            if (queue == null) {
                throw new AssertionError("there is no queue");
            }
            return queue;
        });
    }

    long count(MessageState state) {
        return queue().count(state);
    }

    List<Letter> letters() {
        List<Letter> letters = new ArrayList<>();
        long cursor = 0;
        do {
            cursor = queue().deadLetters(cursor, 3, message -> letters.add(letter(message)));
        } while (cursor != 0);
        return letters;
    }

    static Letter letter(long message) {
        List<String> history = new ArrayList<>();
        Message.history(message, (event, _, delivery) -> history.add(event.text() + "@" + delivery));
        String error = new String(
                Memory.toArray(Message.lastError(message), Message.lastErrorLength(message)), StandardCharsets.UTF_8);
        return new Letter(Message.id(message), Message.deathReason(message), Message.deaths(message), error, history);
    }

    void tidy() {
        while (shard.tidy()) {
            // in small slices
        }
    }

    /** Whole items of an image, each by itself. */
    static void append(List<byte[]> items, long address, long length) {
        long at = address;
        while (at < address + length) {
            int item = 8 + EncodedOperation.length(at + 8);
            items.add(Memory.toArray(at, item));
            at += item;
        }
    }

    List<byte[]> image() throws IOException {
        List<byte[]> items = new ArrayList<>();
        try (ShardImage image = engine.openImage(shard.index())) {
            while (image.next((address, length) -> append(items, address, length))) {
                // slice by slice
            }
        }
        return items;
    }

    /** Restores an image's items in a random order. */
    void restore(List<byte[]> items, SplittableRandom random, long sequence, long time) {
        List<byte[]> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new java.util.Random(random.nextLong()));
        for (byte[] item : shuffled) {
            try (Arena arena = Arena.ofConfined()) {
                long address = arena.allocate(item.length).address();
                Memory.copy(item, 0, address, item.length);
                engine.restoreItems(shard.index(), address, item.length);
            }
        }
        engine.restoreEnd(shard.index(), sequence, time);
    }

    /** Replays what another has logged, from one entry on. */
    void replay(List<Logged> entries, int from, long firstSequence) {
        long sequence = firstSequence;
        for (Logged each : entries.subList(from, entries.size())) {
            long at = sequence++;
            var _ = withEncoded(each.operation(), address -> {
                engine.replay(shard.index(), at, each.time(), address);
                return true;
            });
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
