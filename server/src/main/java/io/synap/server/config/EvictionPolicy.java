package io.synap.server.config;

import java.util.Locale;

/** What happens to a write when {@code memory.max} is reached. The names are Redis'. */
public enum EvictionPolicy {
    /** The write is refused. */
    NOEVICTION,
    /** Keys not used for long go first. */
    ALLKEYS_LRU,
    /** Keys seldom used go first. */
    ALLKEYS_LFU,
    /** Keys whose deadline is near go first; those without one stay. */
    VOLATILE_TTL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
