package io.synap.client.kv;

/**
 * Figures about all keys. Immutable.
 *
 * @param expiringKeys those with a deadline
 * @param memoryBytes what everything stored takes, of all families
 * @param gets since the server started, as the next four
 * @param hitRate reads that found their key, of all reads; 0 to 1
 */
public record KvStats(
        long keys,
        long expiringKeys,
        long memoryBytes,
        long gets,
        long sets,
        long deletes,
        long hits,
        long misses,
        double hitRate) {}
