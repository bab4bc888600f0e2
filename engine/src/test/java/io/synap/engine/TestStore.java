package io.synap.engine;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.KvOperation.Condition;
import io.synap.protocol.operation.KvOperation.Expiry;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.SystemOperation;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** An engine with a clock that is moved by hand, spoken to in strings. Confined to one thread. */
final class TestStore implements AutoCloseable {
    static final Expiry NO_EXPIRY = new Expiry.None();
    static final Condition ALWAYS = new Condition.Always();

    final Engine engine;
    final Outcome outcome = new Outcome();
    long now = 1_000_000;
    /** The value that the last operation reported. */
    @Nullable
    String reported;

    TestStore() {
        this(new EngineOptions(42, AccessTracking.NONE, 1 << 20));
    }

    TestStore(EngineOptions options) {
        this(new Engine(options));
    }

    TestStore(Engine engine) {
        this.engine = engine;
    }

    Outcome apply(Operation operation) {
        return apply(shardOf(operation), operation);
    }

    Outcome apply(Shard shard, Operation operation) {
        return withEncoded(operation, address -> applyEncoded(shard, address));
    }

    Outcome applyEncoded(Shard shard, long address) {
        reported = null;
        shard.lock();
        try {
            shard.apply(
                    address, now, outcome, entry -> reported = new String(valueOf(entry), StandardCharsets.ISO_8859_1));
        } finally {
            shard.unlock();
        }
        return outcome;
    }

    static <T> T withEncoded(Operation operation, LongFunction<T> use) {
        try (Arena memory = Arena.ofConfined()) {
            long address =
                    memory.allocate(OperationCodec.encodedLengthMax(operation)).address();
            int length = OperationCodec.encode(operation, address);
            if (length > OperationCodec.encodedLengthMax(operation)) {
                throw new AssertionError("encoded longer than promised: " + operation);
            }
            return use.apply(address);
        }
    }

    Outcome set(String key, String value) {
        return set(key, value, NO_EXPIRY, ALWAYS, false);
    }

    Outcome set(String key, String value, Expiry expiry, Condition condition, boolean returnOld) {
        return apply(new KvOperation.Set(Bytes.utf8(key), Bytes.utf8(value), expiry, condition, returnOld));
    }

    Outcome setExpiring(String key, String value, long millis) {
        return set(key, value, new Expiry.At(now + millis), ALWAYS, false);
    }

    Outcome delete(String key) {
        return apply(new KvOperation.Delete(Bytes.utf8(key), ALWAYS, false, false));
    }

    Outcome advance(Shard shard, long itemsMax) {
        return apply(shard, new SystemOperation.Advance(itemsMax));
    }

    @Nullable
    String get(String key) {
        byte[] value = withEntry(key, TestStore::valueOf);
        return value == null ? null : new String(value, StandardCharsets.ISO_8859_1);
    }

    /** The deadline, 0 for none, or null when there is no such key. */
    @Nullable
    Long deadline(String key) {
        return withEntry(key, Entry::deadline);
    }

    <T> @Nullable T withEntry(String key, LongFunction<T> use) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        try (Arena memory = Arena.ofConfined()) {
            long address = memory.allocate(Math.max(1, bytes.length)).address();
            Memory.copy(bytes, 0, address, bytes.length);
            Shard shard = engine.shard(Slots.shardOf(address, bytes.length));
            shard.lock();
            try {
                long entry = shard.find(address, bytes.length, now);
                return entry == 0 ? null : use.apply(entry);
            } finally {
                shard.unlock();
            }
        }
    }

    Shard shardOf(String key) {
        return withEncoded(new KvOperation.Persist(Bytes.utf8(key)), operation -> {
            long name = EncodedOperation.key(operation);
            int length = EncodedOperation.keyLength(operation);
            return engine.shard(Slots.shardOf(name, length));
        });
    }

    static byte[] keyOf(long entry) {
        return Memory.toArray(Entry.key(entry), Entry.keyLength(entry));
    }

    static byte[] valueOf(long entry) {
        int length = Entry.valueLength(entry);
        try (Arena memory = Arena.ofConfined()) {
            long copy = memory.allocate(Math.max(1, length)).address();
            Entry.copyValue(entry, 0, length, copy);
            return Memory.toArray(copy, length);
        }
    }

    private Shard shardOf(Operation operation) {
        return withEncoded(
                operation,
                address -> engine.shard(
                        Slots.shardOf(EncodedOperation.key(address), EncodedOperation.keyLength(address))));
    }

    @Override
    public void close() {
        engine.close();
    }
}
