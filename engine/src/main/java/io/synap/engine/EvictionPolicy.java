package io.synap.engine;

import java.util.Arrays;
import java.util.Locale;

/** Which key goes first when the memory budget is spent. */
public enum EvictionPolicy {
    /** None: writes are refused. */
    NOEVICTION,
    /** The one unused for longest. */
    ALLKEYS_LRU,
    /** The one used least often. */
    ALLKEYS_LFU,
    /** The one with the earliest deadline. */
    VOLATILE_TTL;

    /** The name in configuration and commands, as in Redis: {@code allkeys-lru}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The policy of that name.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static EvictionPolicy parse(String text) {
        for (EvictionPolicy policy : values()) {
            if (policy.text().equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("unknown eviction policy '"
                + text
                + "', expected one of "
                + Arrays.stream(values()).map(EvictionPolicy::text).toList());
    }

    @Override
    public String toString() {
        return text();
    }

    /** The statistics that this policy needs. */
    public AccessTracking accessTracking() {
        return switch (this) {
            case NOEVICTION, VOLATILE_TTL -> AccessTracking.NONE;
            case ALLKEYS_LRU -> AccessTracking.LRU;
            case ALLKEYS_LFU -> AccessTracking.LFU;
        };
    }
}
