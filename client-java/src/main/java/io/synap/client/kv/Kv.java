package io.synap.client.kv;

import static io.synap.client.kv.Checks.key;
import static io.synap.client.kv.Checks.keys;

import io.synap.client.codec.Codec;
import io.synap.client.live.LivePublisher;
import io.synap.client.live.PagePublisher;
import io.synap.client.transport.Call;
import io.synap.client.transport.Caller;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.WireValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Keys and their values, which the codec makes from bytes. Immutable and thread-safe.
 *
 * <p>Every method returns at once; what is wrong with its arguments is thrown, what the server says comes with the stage
 * as a {@link io.synap.client.error.SynapClientException}. {@link #blocking} has the same methods for threads that may
 * wait.
 *
 * {@snippet :
 * Kv<String> kv = client.kv();
 * kv.set("greeting", "hello")
 *         .thenCompose(done -> kv.get("greeting"))
 *         .thenAccept(found -> System.out.println(found.orElse("nothing")));
 *
 * BlockingKv<String> waiting = kv.blocking();
 * waiting.set("session:7", "Ann", Duration.ofMinutes(30));
 * long visits = waiting.increment("visits");
 * }
 */
public final class Kv<V> {
    private static final Call.Decoder<Void> DONE = new Call.Decoder<>() {
        @Override
        @SuppressWarnings("NullAway") // Void has no other value.
        public Void decode(WireValue payload) {
            return null;
        }
    };
    private static final Call.Decoder<Boolean> SUCCESS = payload -> flag(payload, "success");
    private static final Call.Decoder<Boolean> RESULT = payload -> flag(payload, "result");
    private static final Call.Decoder<Boolean> DELETED = payload -> flag(payload, "deleted");
    private static final Call.Decoder<Boolean> EXISTS = payload -> flag(payload, "exists");
    private static final Call.Decoder<Long> LENGTH = payload -> number(payload, "length");
    private static final Call.Decoder<Long> SUM = payload -> number(payload, "value");

    private final Caller caller;
    private final Executor executor;
    private final Codec<V> codec;
    private final ValueReader<V> values;
    private final KvBatches<V> batches;

    /** @param executor runs subscribers */
    public Kv(Caller caller, Executor executor, Codec<V> codec) {
        this.caller = caller;
        this.executor = executor;
        this.codec = Objects.requireNonNull(codec, "codec");
        this.values = new ValueReader<>(codec);
        this.batches = new KvBatches<>(caller, codec, values);
    }

    /** The same for threads that may wait. */
    public BlockingKv<V> blocking() {
        return new BlockingKv<>(this);
    }

    /** The value of a key; empty when there is no such key. */
    public CompletionStage<Optional<V>> get(String key) {
        return caller.call(KvCommands.GET, of(key), payload -> values.valueIfAny(key, payload));
    }

    /** The value with its version and how long it lives; empty when there is no such key. */
    public CompletionStage<Optional<Versioned<V>>> getWithVersion(String key) {
        return caller.call(
                KvCommands.GET,
                of(key).flag("version", true),
                payload -> payload.isNull() ? Optional.empty() : Optional.of(versioned(key, payload)));
    }

    /**
     * The values of those of the keys that are there, in the order of the keys. Each is as of its own moment; many keys
     * are asked for in several commands.
     */
    public CompletionStage<Map<String, V>> getAll(Collection<String> keys) {
        return batches.getAll(keys(keys));
    }

    /** Sets a key, whatever it was before, for ever. */
    public CompletionStage<Void> set(String key, V value) {
        return caller.call(KvCommands.SET, of(key).bytes("value", bytes(value)), DONE);
    }

    /** Sets a key that ends by itself after so long, a millisecond at least. */
    public CompletionStage<Void> set(String key, V value, Duration ttl) {
        long millis = Checks.ttlMillis(ttl);
        return caller.call(KvCommands.SET, of(key).bytes("value", bytes(value)).integer("ttl_ms", millis), DONE);
    }

    /** Sets a key if the options' condition holds, and says whether it did. */
    public CompletionStage<SetResult<V>> set(String key, V value, SetOptions options) {
        return batches.set(of(key).bytes("value", bytes(value)), key, options);
    }

    /** Sets several keys as one operation: all at once. The server bounds their number, at 1,000 unless it says otherwise. */
    public CompletionStage<Void> setAll(Map<String, V> pairs) {
        return caller.call(KvCommands.SET_ALL, batches.pairs(pairs), DONE);
    }

    /** Sets several keys as one operation if none of them is there, and says whether it did. */
    public CompletionStage<Boolean> setAllIfAbsent(Map<String, V> pairs) {
        return caller.call(KvCommands.SET_ALL_IF_ABSENT, batches.pairs(pairs), SUCCESS);
    }

    /** Sets a key and gives what it was before. */
    public CompletionStage<Optional<V>> getSet(String key, V value) {
        return caller.call(
                KvCommands.GET_SET, of(key).bytes("value", bytes(value)), payload -> values.valueIfAny(key, payload));
    }

    /** Removes a key and gives what it was. It is not repeated when the connection is lost: the value would be. */
    public CompletionStage<Optional<V>> getDelete(String key) {
        return caller.call(KvCommands.GET_DELETE, of(key), payload -> values.valueIfAny(key, payload));
    }

    /** The value of a key, which from now on ends by itself after so long. */
    public CompletionStage<Optional<V>> getAndExpire(String key, Duration ttl) {
        return caller.call(
                KvCommands.GET_EXPIRE,
                of(key).integer("ttl_ms", Checks.ttlMillis(ttl)),
                payload -> values.valueIfAny(key, payload));
    }

    /** Removes a key; whether it was there. */
    public CompletionStage<Boolean> delete(String key) {
        return caller.call(KvCommands.DELETE, of(key), DELETED);
    }

    /** Removes a key if it has that version; whether it did. */
    public CompletionStage<Boolean> deleteIfVersion(String key, long version) {
        if (version < 1) {
            throw new IllegalArgumentException("version must be 1 at least, but is " + version);
        }
        return KvBatches.falseWhenOtherVersion(
                caller.call(KvCommands.DELETE, of(key).integer("if_version", version), DELETED));
    }

    /** Removes keys, each on its own; how many were there. */
    public CompletionStage<Long> deleteAll(Collection<String> keys) {
        return batches.deleteAll(keys(keys));
    }

    public CompletionStage<Boolean> exists(String key) {
        return caller.call(KvCommands.EXISTS, of(key), EXISTS);
    }

    /** Lets a key end by itself after so long; false when there is no such key. */
    public CompletionStage<Boolean> expire(String key, Duration ttl) {
        return caller.call(KvCommands.EXPIRE, of(key).integer("ttl_ms", Checks.ttlMillis(ttl)), RESULT);
    }

    /** Lets a key end by itself at that time; false when there is no such key. */
    public CompletionStage<Boolean> expireAt(String key, Instant deadline) {
        return caller.call(KvCommands.EXPIRE, of(key).integer("expire_at_ms", Checks.deadlineMillis(deadline)), RESULT);
    }

    /** Lets a key live for ever; false when there is no such key, or it would have anyway. */
    public CompletionStage<Boolean> persist(String key) {
        return caller.call(KvCommands.PERSIST, of(key), RESULT);
    }

    /** When a key ends. */
    public CompletionStage<Expiry> ttl(String key) {
        return caller.call(KvCommands.TTL, of(key), payload -> KvBatches.expiry(payload.tree()));
    }

    /** Adds 1 to an integer, which is 0 when there is no such key; the sum. NOT_INTEGER or OVERFLOW when it cannot be. */
    public CompletionStage<Long> increment(String key) {
        return increment(key, 1);
    }

    public CompletionStage<Long> increment(String key, long amount) {
        return caller.call(KvCommands.INCREMENT, of(key).integer("amount", amount), SUM);
    }

    /** As {@link #increment(String)}, downwards. */
    public CompletionStage<Long> decrement(String key) {
        return decrement(key, 1);
    }

    public CompletionStage<Long> decrement(String key, long amount) {
        return caller.call(KvCommands.DECREMENT, of(key).integer("amount", amount), SUM);
    }

    /** Adds to a decimal number, which is 0 when there is no such key; the sum. NOT_FLOAT when it cannot be. */
    public CompletionStage<BigDecimal> incrementFloat(String key, BigDecimal amount) {
        return caller.call(
                KvCommands.INCREMENT_FLOAT,
                of(key).text("amount", Objects.requireNonNull(amount, "amount").toPlainString()),
                payload -> new BigDecimal(payload.tree().get("value").text()));
    }

    /** As {@link #incrementFloat(String, BigDecimal)}, with what is nearest to the sum. */
    public CompletionStage<Double> incrementFloat(String key, double amount) {
        if (!Double.isFinite(amount)) {
            throw new IllegalArgumentException("amount must be finite, but is " + amount);
        }
        return caller.call(
                KvCommands.INCREMENT_FLOAT,
                of(key).text("amount", Double.toString(amount)),
                payload -> Double.valueOf(payload.tree().get("value").text()));
    }

    /** Appends to what a key has, or sets it when there is none; how many bytes it has now. */
    public CompletionStage<Long> append(String key, V more) {
        return caller.call(KvCommands.APPEND, of(key).bytes("value", bytes(more)), LENGTH);
    }

    /** How many bytes a value has; 0 when there is no such key. */
    public CompletionStage<Long> length(String key) {
        return caller.call(KvCommands.LENGTH, of(key), LENGTH);
    }

    /** Bytes of a value, from first to last inclusive, both counted from its end when negative; none when there are none. */
    public CompletionStage<byte[]> getRange(String key, long first, long last) {
        return caller.call(
                KvCommands.GET_RANGE,
                of(key).integer("start", first).integer("end", last),
                payload -> Objects.requireNonNullElse(payload.bytesOrNull(), new byte[0]));
    }

    /** Overwrites bytes of a value from an offset on, with zeros up to there if it is shorter; how many it has now. */
    public CompletionStage<Long> setRange(String key, long offset, byte[] part) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must not be negative, but is " + offset);
        }
        return caller.call(
                KvCommands.SET_RANGE,
                of(key).integer("offset", offset).bytes("value", Objects.requireNonNull(part, "part")),
                LENGTH);
    }

    /** Gives a key another name, over whatever has that name; KEY_NOT_FOUND when there is no such key. */
    public CompletionStage<Void> rename(String from, String to) {
        return caller.call(KvCommands.RENAME, move(from, to), DONE);
    }

    /** Gives a key another name unless there is one of that name; whether it did. KEY_NOT_FOUND when there is no such key. */
    public CompletionStage<Boolean> renameIfAbsent(String from, String to) {
        return KvBatches.falseWhenTaken(caller.call(KvCommands.RENAME_IF_ABSENT, move(from, to), SUCCESS));
    }

    /** Copies a key unless there is one of that name; whether it did. KEY_NOT_FOUND when there is no such key. */
    public CompletionStage<Boolean> copy(String from, String to) {
        return KvBatches.falseWhenTaken(caller.call(KvCommands.COPY, move(from, to), SUCCESS));
    }

    /** Copies a key over whatever has that name; KEY_NOT_FOUND when there is no such key. */
    public CompletionStage<Void> copyOver(String from, String to) {
        return caller.call(KvCommands.COPY, move(from, to).flag("replace", true), DONE);
    }

    /** What kind of value a key has, "string"; empty when there is no such key. */
    public CompletionStage<Optional<String>> type(String key) {
        return caller.call(
                KvCommands.TYPE,
                of(key),
                payload -> Optional.of(payload.tree().get("type").text()).filter(type -> !type.equals("none")));
    }

    /** Bytes of memory that a key takes; 0 when there is no such key. */
    public CompletionStage<Long> memoryUsage(String key) {
        return caller.call(KvCommands.MEMORY, of(key), payload -> number(payload, "bytes"));
    }

    /** Some key; empty when there is none at all. */
    public CompletionStage<Optional<String>> randomKey() {
        return caller.call(
                KvCommands.RANDOM,
                Arguments.none(),
                payload -> payload.tree().get("key").textIfAny());
    }

    /** All keys that the query asks for, as the subscriber takes them. */
    public PagePublisher<String> scan(ScanQuery query) {
        return query.publisher(caller, executor);
    }

    /** What happens to keys that match one of these patterns, from when the server knows of it. */
    public Flow.Publisher<KeyEvent<V>> watch(String... patterns) {
        return watch(KeyWatch.of(patterns));
    }

    /**
     * What happens to keys, with their values. After a lost connection it goes on where it was; where the server no longer
     * has what followed, {@link KeyEvent.Missed} says so. It needs a server with persistence.
     */
    public Flow.Publisher<KeyEvent<V>> watch(KeyWatch watch) {
        return new LivePublisher<>(
                caller.transport(),
                executor,
                KvCommands.WATCH,
                watch.arguments(),
                watch.buffer(),
                watch.cursor(),
                new KeyEvents<>(codec));
    }

    /** How many keys there are. */
    public CompletionStage<Long> size() {
        return caller.call(KvCommands.SIZE, Arguments.none(), payload -> number(payload, "size"));
    }

    /** Removes all keys; how many there were. */
    public CompletionStage<Long> flush() {
        return caller.call(KvCommands.FLUSH, Arguments.none(), payload -> number(payload, "flushed"));
    }

    public CompletionStage<KvStats> stats() {
        return caller.call(KvCommands.STATS, Arguments.none(), payload -> KvBatches.stats(payload.tree()));
    }

    /** Calls that may take so long altogether. */
    public Kv<V> within(Duration deadline) {
        return new Kv<>(caller.within(deadline), executor, codec);
    }

    private Versioned<V> versioned(String key, WireValue payload) {
        WireValue ttl = payload.get("ttl_ms");
        return new Versioned<>(
                values.value(key, payload.get("value")),
                number(payload, "version"),
                ttl.isNull()
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(ttl.tree().integer())));
    }

    private byte[] bytes(V value) {
        return codec.encode(Objects.requireNonNull(value, "value"));
    }

    private static Arguments of(String key) {
        return Arguments.none().text("key", key(key));
    }

    private static Arguments move(String from, String to) {
        return Arguments.none().text("source", Checks.named("from", from)).text("destination", Checks.named("to", to));
    }

    private static boolean flag(WireValue payload, String name) {
        return payload.get(name).tree().flag();
    }

    private static long number(WireValue payload, String name) {
        return payload.get(name).tree().integer();
    }
}
