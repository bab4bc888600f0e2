package io.synap.client.kv;

import io.synap.client.transport.Caller;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/**
 * {@link Kv} for threads that may wait: the same methods, which return what there its stages complete with, and throw what
 * they fail with, a {@link io.synap.client.error.SynapClientException}. Immutable and thread-safe.
 */
public final class BlockingKv<V> {
    private final Kv<V> kv;

    BlockingKv(Kv<V> kv) {
        this.kv = kv;
    }

    /** The same that does not wait. */
    public Kv<V> async() {
        return kv;
    }

    /** See {@link Kv#get}. */
    public Optional<V> get(String key) {
        return Caller.await(kv.get(key));
    }

    /** See {@link Kv#getWithVersion}. */
    public Optional<Versioned<V>> getWithVersion(String key) {
        return Caller.await(kv.getWithVersion(key));
    }

    /** See {@link Kv#getAll}. */
    public Map<String, V> getAll(Collection<String> keys) {
        return Caller.await(kv.getAll(keys));
    }

    /** See {@link Kv#set(String, Object)}. */
    public void set(String key, V value) {
        Caller.await(kv.set(key, value));
    }

    /** See {@link Kv#set(String, Object, Duration)}. */
    public void set(String key, V value, Duration ttl) {
        Caller.await(kv.set(key, value, ttl));
    }

    /** See {@link Kv#set(String, Object, SetOptions)}. */
    public SetResult<V> set(String key, V value, SetOptions options) {
        return Caller.await(kv.set(key, value, options));
    }

    /** See {@link Kv#setAll}. */
    public void setAll(Map<String, V> pairs) {
        Caller.await(kv.setAll(pairs));
    }

    /** See {@link Kv#setAllIfAbsent}. */
    public boolean setAllIfAbsent(Map<String, V> pairs) {
        return Caller.await(kv.setAllIfAbsent(pairs));
    }

    /** See {@link Kv#getSet}. */
    public Optional<V> getSet(String key, V value) {
        return Caller.await(kv.getSet(key, value));
    }

    /** See {@link Kv#getDelete}. */
    public Optional<V> getDelete(String key) {
        return Caller.await(kv.getDelete(key));
    }

    /** See {@link Kv#getAndExpire}. */
    public Optional<V> getAndExpire(String key, Duration ttl) {
        return Caller.await(kv.getAndExpire(key, ttl));
    }

    /** See {@link Kv#delete}. */
    public boolean delete(String key) {
        return Caller.await(kv.delete(key));
    }

    /** See {@link Kv#deleteIfVersion}. */
    public boolean deleteIfVersion(String key, long version) {
        return Caller.await(kv.deleteIfVersion(key, version));
    }

    /** See {@link Kv#deleteAll}. */
    public long deleteAll(Collection<String> keys) {
        return Caller.await(kv.deleteAll(keys));
    }

    /** See {@link Kv#exists}. */
    public boolean exists(String key) {
        return Caller.await(kv.exists(key));
    }

    /** See {@link Kv#expire}. */
    public boolean expire(String key, Duration ttl) {
        return Caller.await(kv.expire(key, ttl));
    }

    /** See {@link Kv#expireAt}. */
    public boolean expireAt(String key, Instant deadline) {
        return Caller.await(kv.expireAt(key, deadline));
    }

    /** See {@link Kv#persist}. */
    public boolean persist(String key) {
        return Caller.await(kv.persist(key));
    }

    /** See {@link Kv#ttl}. */
    public Expiry ttl(String key) {
        return Caller.await(kv.ttl(key));
    }

    /** See {@link Kv#increment(String)}. */
    public long increment(String key) {
        return Caller.await(kv.increment(key));
    }

    /** See {@link Kv#increment(String, long)}. */
    public long increment(String key, long amount) {
        return Caller.await(kv.increment(key, amount));
    }

    /** See {@link Kv#decrement(String)}. */
    public long decrement(String key) {
        return Caller.await(kv.decrement(key));
    }

    /** See {@link Kv#decrement(String, long)}. */
    public long decrement(String key, long amount) {
        return Caller.await(kv.decrement(key, amount));
    }

    /** See {@link Kv#incrementFloat(String, BigDecimal)}. */
    public BigDecimal incrementFloat(String key, BigDecimal amount) {
        return Caller.await(kv.incrementFloat(key, amount));
    }

    /** See {@link Kv#incrementFloat(String, double)}. */
    public double incrementFloat(String key, double amount) {
        return Caller.await(kv.incrementFloat(key, amount));
    }

    /** See {@link Kv#append}. */
    public long append(String key, V more) {
        return Caller.await(kv.append(key, more));
    }

    /** See {@link Kv#length}. */
    public long length(String key) {
        return Caller.await(kv.length(key));
    }

    /** See {@link Kv#getRange}. */
    public byte[] getRange(String key, long first, long last) {
        return Caller.await(kv.getRange(key, first, last));
    }

    /** See {@link Kv#setRange}. */
    public long setRange(String key, long offset, byte[] part) {
        return Caller.await(kv.setRange(key, offset, part));
    }

    /** See {@link Kv#rename}. */
    public void rename(String from, String to) {
        Caller.await(kv.rename(from, to));
    }

    /** See {@link Kv#renameIfAbsent}. */
    public boolean renameIfAbsent(String from, String to) {
        return Caller.await(kv.renameIfAbsent(from, to));
    }

    /** See {@link Kv#copy}. */
    public boolean copy(String from, String to) {
        return Caller.await(kv.copy(from, to));
    }

    /** See {@link Kv#copyOver}. */
    public void copyOver(String from, String to) {
        Caller.await(kv.copyOver(from, to));
    }

    /** See {@link Kv#type}. */
    public Optional<String> type(String key) {
        return Caller.await(kv.type(key));
    }

    /** See {@link Kv#memoryUsage}. */
    public long memoryUsage(String key) {
        return Caller.await(kv.memoryUsage(key));
    }

    /** See {@link Kv#randomKey}. */
    public Optional<String> randomKey() {
        return Caller.await(kv.randomKey());
    }

    /** See {@link Kv#size}. */
    public long size() {
        return Caller.await(kv.size());
    }

    /** See {@link Kv#flush}. */
    public long flush() {
        return Caller.await(kv.flush());
    }

    /** See {@link Kv#stats}. */
    public KvStats stats() {
        return Caller.await(kv.stats());
    }

    /** The keys that the query asks for, read page by page as the stream is used. */
    public Stream<String> scan(ScanQuery query) {
        return kv.scan(query).stream();
    }

    /** See {@link Kv#watch(String...)}. */
    public Flow.Publisher<KeyEvent<V>> watch(String... patterns) {
        return kv.watch(patterns);
    }

    /** See {@link Kv#watch(KeyWatch)}. */
    public Flow.Publisher<KeyEvent<V>> watch(KeyWatch watch) {
        return kv.watch(watch);
    }

    /** See {@link Kv#within}. */
    public BlockingKv<V> within(Duration deadline) {
        return new BlockingKv<>(kv.within(deadline));
    }
}
