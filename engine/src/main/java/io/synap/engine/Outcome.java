package io.synap.engine;

import io.synap.protocol.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What one operation came to. Confined to the thread that owns it, which reuses it. */
public final class Outcome {
    private boolean applied;
    private @Nullable ErrorCode rejection;
    private long number;
    private long version;

    /** Whether the state changed; then, and only then, a sequence was taken. */
    public boolean applied() {
        return applied;
    }

    /** The error, or null when the operation was applied or there was simply nothing to do. */
    public @Nullable ErrorCode rejection() {
        return rejection;
    }

    /**
     * INCREMENT: the sum. APPEND and SET_RANGE: the length. DELETE and EXPIRE: 1 if done, else 0. FLUSH
     * and ADVANCE: how many keys were removed.
     */
    public long number() {
        return number;
    }

    /** The key's version afterwards; 0 when there is no such key. */
    public long version() {
        return version;
    }

    void clear() {
        applied = false;
        rejection = null;
        number = 0;
        version = 0;
    }

    void applied(long newVersion) {
        applied = true;
        version = newVersion;
    }

    void unchanged(long presentVersion) {
        version = presentVersion;
    }

    void rejected(ErrorCode error, long presentVersion) {
        rejection = error;
        version = presentVersion;
    }

    void number(long result) {
        number = result;
    }
}
