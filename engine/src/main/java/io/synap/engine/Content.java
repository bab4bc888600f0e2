package io.synap.engine;

/**
 * What a value shall be: the beginning of an entry's present value, zeros, and over both some new
 * bytes. Confined to its shard's lock, which reuses it.
 *
 * <p>SET replaces all: no base. APPEND puts new bytes behind the base, SET_RANGE over it, EXPIRE has no
 * new bytes.
 */
final class Content {
    /** The entry whose present value is the beginning, or 0. */
    long base;
    /** Where the new bytes go. */
    int at;
    /** The new bytes. */
    long source;

    int length;

    Content replacing(long newSource, int newLength) {
        return patching(0, 0, newSource, newLength);
    }

    Content keeping(long entry) {
        return patching(entry, 0, 0, 0);
    }

    Content patching(long entry, int newAt, long newSource, int newLength) {
        base = entry;
        at = newAt;
        source = newSource;
        length = newLength;
        return this;
    }

    /** How much of the base stays or is overwritten; always all of it. */
    int baseLength() {
        return base == 0 ? 0 : Entry.valueLength(base);
    }

    /** Whether it is a large value as it was, whose pieces can go on being used. */
    boolean keepsLarge() {
        return base != 0 && length == 0 && Entry.isLarge(base);
    }

    int total() {
        return Math.max(baseLength(), at + length);
    }
}
