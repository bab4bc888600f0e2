package io.synap.examples.cache;

import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.client.kv.BlockingKv;
import io.synap.client.kv.KeyEvent;
import io.synap.client.kv.SetOptions;
import io.synap.client.kv.SetResult;
import io.synap.client.kv.Versioned;
import io.synap.client.live.Listening;
import io.synap.client.live.Live;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Values that are expensive to come by, kept for all processes on the server and, as copies, in each of them.
 * Thread-safe.
 *
 * <p>{@link #get} takes the copy, else what the server has, else it loads the value: once in this process, whoever else
 * asks for it waits. What is loaded lives for a time. A watch on the keys removes copies when another process has changed
 * them, so a copy is stale only for as long as an event is on its way, or until its time is over if that is sooner.
 */
public final class SharedCache<V> implements AutoCloseable {
    private final String prefix;
    private final Duration timeToLive;
    private final Function<String, V> loader;
    private final BlockingKv<V> kv;
    private final Copies<V> copies;
    private final ConcurrentHashMap<String, CompletableFuture<V>> loading = new ConcurrentHashMap<>();
    private final Listening watch;

    /**
     * @param prefix what its keys begin with on the server
     * @param timeToLive how long a value that was loaded is good
     * @param copiesMax how many values are copied here at most
     * @param loader makes a value of a name; what it throws {@link #get} throws
     */
    public SharedCache(
            SynapClient client,
            String prefix,
            Codec<V> codec,
            Duration timeToLive,
            int copiesMax,
            Function<String, V> loader) {
        this.prefix = prefix;
        this.timeToLive = timeToLive;
        this.loader = loader;
        this.kv = client.kv(codec).blocking();
        this.copies = new Copies<>(copiesMax, timeToLive);
        // Begun before the first read, and commands are executed in their order: no change after that read is missed.
        this.watch = Live.forEach(kv.watch(prefix + "*"), this::changed);
    }

    /** The value of a name. */
    public V get(String name) {
        String key = prefix + name;
        Optional<V> copy = copies.get(key);
        if (copy.isPresent()) {
            return copy.get();
        }
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> other = loading.putIfAbsent(key, mine);
        if (other != null) {
            return join(other);
        }
        try {
            V value = fetch(key, name);
            mine.complete(value);
            return value;
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        } finally {
            loading.remove(key, mine);
        }
    }

    /** What others load, as if it were loaded here. */
    private static <V> V join(CompletableFuture<V> loading) {
        try {
            return loading.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private V fetch(String key, String name) {
        Optional<Versioned<V>> kept = kv.getWithVersion(key);
        if (kept.isPresent()) {
            copies.put(key, kept.get().value(), kept.get().version());
            return kept.get().value();
        }
        V loaded = loader.apply(name);
        SetResult<V> stored = kv.set(key, loaded, SetOptions.NONE.ttl(timeToLive));
        stored.version().ifPresent(version -> copies.put(key, loaded, version));
        return loaded;
    }

    /** Forgets a value, here and in every other process. */
    public void invalidate(String name) {
        kv.delete(prefix + name);
        copies.forget(prefix + name);
    }

    /** How many copies there are in this process. */
    public int copies() {
        return copies.size();
    }

    private void changed(KeyEvent<V> event) {
        switch (event) {
            case KeyEvent.Written<V> written ->
                copies.put(written.key(), written.value(), written.about().version());
            case KeyEvent.Removed<V> removed ->
                copies.gone(removed.key(), removed.about().version());
            case KeyEvent.Unseen<V> unseen ->
                copies.gone(unseen.key(), unseen.about().version());
            case KeyEvent.Flushed<V> flushed -> copies.clear();
            case KeyEvent.Missed<V> missed -> copies.clear();
        }
    }

    @Override
    public void close() {
        watch.close();
        copies.clear();
    }
}
