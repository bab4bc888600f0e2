package io.synap.engine;

import io.synap.protocol.error.ErrorCode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one operation came to. Confined to the thread that owns it, which reuses it. */
public final class Outcome {
    private boolean applied;
    private boolean recalled;
    private @Nullable ErrorCode rejection;
    private long number;
    private long version;
    private @Nullable ErrorCode[] errors = new ErrorCode[16];
    private long[] numbers = new long[16];
    private int count;

    /** Whether the state changed; then, and only then, a sequence was taken. */
    public boolean applied() {
        return applied;
    }

    /** Whether it was done: now, or before, when this is a repeat within a session. */
    public boolean done() {
        return applied || recalled;
    }

    /** Whether this is what the operation came to before; then nothing has changed now. */
    public boolean recalled() {
        return recalled;
    }

    /** The error, or null when the operation was applied or there was simply nothing to do. */
    public @Nullable ErrorCode rejection() {
        return rejection;
    }

    /**
     * INCREMENT: the sum. APPEND and SET_RANGE: the length. DELETE and EXPIRE: 1 if done, else 0. FLUSH:
     * how many keys were removed. ADVANCE: how many due things were done.
     */
    public long number() {
        return number;
    }

    /** The key's version afterwards; 0 when there is no such key. */
    public long version() {
        return version;
    }

    /** How many items the operation was about and reports on, in their order. */
    public int count() {
        return count;
    }

    /** Why an item was refused; null when it was not. */
    public @Nullable ErrorCode itemError(int item) {
        return errors[Objects.checkIndex(item, count)];
    }

    /** An item's number: its id, its offset, as the operation says. */
    public long itemNumber(int item) {
        return numbers[Objects.checkIndex(item, count)];
    }

    void clear() {
        applied = false;
        recalled = false;
        rejection = null;
        number = 0;
        version = 0;
        count = 0;
    }

    /** The state has changed. For families. */
    public void applied(long newVersion) {
        applied = true;
        version = newVersion;
    }

    /** It was done before. For sessions. */
    public void recalled(long result, long versionThen) {
        recalled = true;
        number = result;
        version = versionThen;
    }

    void unchanged(long presentVersion) {
        version = presentVersion;
    }

    /** The operation is refused. For families. */
    public void rejected(ErrorCode error, long presentVersion) {
        rejection = error;
        version = presentVersion;
    }

    /** For families. */
    public void number(long result) {
        number = result;
    }

    /** Reports on the next item. For families. */
    public void item(@Nullable ErrorCode error, long result) {
        if (count == numbers.length) {
            errors = Arrays.copyOf(errors, 2 * count);
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        errors[count] = error;
        numbers[count++] = result;
    }
}
