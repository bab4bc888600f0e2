package io.synap.client.kv;

import io.synap.client.codec.Codec;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Caller;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import io.synap.protocol.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The calls on keys that are more than one command, or whose answers are more than one value. Immutable and thread-safe. */
final class KvBatches<V> {
    /** Keys in one command: half of what a server takes unless told otherwise. */
    static final int KEYS_PER_COMMAND = 500;

    private final Caller caller;
    private final Codec<V> codec;
    private final ValueReader<V> values;

    KvBatches(Caller caller, Codec<V> codec, ValueReader<V> values) {
        this.caller = caller;
        this.codec = codec;
        this.values = values;
    }

    CompletionStage<Map<String, V>> getAll(Collection<String> keys) {
        List<List<String>> parts = parts(keys);
        List<CompletableFuture<Map<String, V>>> coming = new ArrayList<>(parts.size());
        for (List<String> part : parts) {
            coming.add(caller.call(
                            KvCommands.GET_ALL, Arguments.none().texts("keys", part), payload -> found(part, payload))
                    .toCompletableFuture());
        }
        if (coming.size() == 1) {
            return coming.getFirst();
        }
        return all(coming).thenApply(done -> {
            Map<String, V> found = new LinkedHashMap<>();
            coming.forEach(each -> found.putAll(each.join()));
            return found;
        });
    }

    CompletionStage<Long> deleteAll(Collection<String> keys) {
        List<CompletableFuture<Long>> coming = new ArrayList<>();
        for (List<String> part : parts(keys)) {
            coming.add(caller.call(
                            KvCommands.DELETE_ALL,
                            Arguments.none().texts("keys", part),
                            payload -> payload.get("deleted").tree().integer())
                    .toCompletableFuture());
        }
        return all(coming)
                .thenApply(done ->
                        coming.stream().mapToLong(CompletableFuture::join).sum());
    }

    /** Completes with what failed first, as it is: what waits for several calls shows no other exception than one does. */
    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> coming) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        var _ = CompletableFuture.allOf(coming.toArray(CompletableFuture[]::new))
                .whenComplete((done, failed) -> {
                    if (failed == null) {
                        all.complete(null);
                    } else {
                        all.completeExceptionally(plain(failed));
                    }
                });
        return all;
    }

    private static List<List<String>> parts(Collection<String> keys) {
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += KEYS_PER_COMMAND) {
            parts.add(distinct.subList(from, Math.min(distinct.size(), from + KEYS_PER_COMMAND)));
        }
        return parts;
    }

    private Map<String, V> found(List<String> keys, WireValue payload) {
        List<WireValue> read = payload.get("values").elements();
        Map<String, V> found = new LinkedHashMap<>();
        for (int i = 0; i < keys.size() && i < read.size(); i++) {
            String key = keys.get(i);
            values.valueIfAny(key, read.get(i)).ifPresent(value -> found.put(key, value));
        }
        return found;
    }

    Arguments pairs(Map<String, V> pairs) {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("pairs must not be empty");
        }
        List<Arguments> each = new ArrayList<>(pairs.size());
        pairs.forEach((key, value) -> each.add(Arguments.none()
                .text("key", Checks.key(key))
                .bytes("value", codec.encode(Objects.requireNonNull(value, "value")))));
        return Arguments.none().objects("pairs", each);
    }

    CompletionStage<SetResult<V>> set(Arguments arguments, String key, SetOptions options) {
        options.addTo(arguments);
        return orWhenOtherVersion(
                new SetResult<>(false, OptionalLong.empty(), Optional.empty()),
                caller.call(KvCommands.SET, arguments, payload -> setResult(key, payload)));
    }

    private SetResult<V> setResult(String key, WireValue payload) {
        boolean written = payload.get("written").tree().flag();
        return new SetResult<>(
                written,
                written ? OptionalLong.of(payload.get("version").tree().integer()) : OptionalLong.empty(),
                values.valueIfAny(key, payload.get("old_value")));
    }

    static CompletionStage<Boolean> falseWhenOtherVersion(CompletionStage<Boolean> call) {
        return orWhenOtherVersion(false, call);
    }

    private static <T> CompletionStage<T> orWhenOtherVersion(T instead, CompletionStage<T> call) {
        return or(instead, ErrorCode.VERSION_MISMATCH, call);
    }

    static CompletionStage<Boolean> falseWhenTaken(CompletionStage<Boolean> call) {
        return or(false, ErrorCode.KEY_EXISTS, call);
    }

    /** A result instead of the one error that is an answer. */
    private static <T> CompletionStage<T> or(T instead, ErrorCode expected, CompletionStage<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var _ = call.whenComplete((answer, failed) -> {
            if (failed == null) {
                result.complete(answer);
            } else if (plain(failed) instanceof SynapClientException known && known.is(expected)) {
                result.complete(instead);
            } else {
                result.completeExceptionally(plain(failed));
            }
        });
        return result;
    }

    private static Throwable plain(Throwable failed) {
        return failed instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failed;
    }

    static Expiry expiry(Value answer) {
        if (!answer.get("exists").flag()) {
            return new Expiry.NoKey();
        }
        Value deadline = answer.get("expire_at_ms");
        return deadline.isNull()
                ? new Expiry.Never()
                : new Expiry.At(
                        Instant.ofEpochMilli(deadline.integer()),
                        Duration.ofMillis(answer.get("ttl_ms").integer()));
    }

    static KvStats stats(Value answer) {
        Value operations = answer.get("operations");
        return new KvStats(
                answer.get("total_keys").integer(),
                answer.get("expiring_keys").integer(),
                answer.get("total_memory_bytes").integer(),
                operations.get("gets").integer(),
                operations.get("sets").integer(),
                operations.get("dels").integer(),
                operations.get("hits").integer(),
                operations.get("misses").integer(),
                answer.get("hit_rate").fraction());
    }
}
