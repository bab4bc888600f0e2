package io.synap.protocol.resp;

import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/**
 * A pattern as Redis' KEYS takes it: {@code ?} one byte, {@code *} any number, {@code [a-z]}, {@code
 * [^a]}, and a backslash before what is meant literally. Immutable, thread-safe.
 *
 * <p>A mismatch goes back to the last star only: what an earlier one could match more, the last one can
 * too. So the time is at most pattern times text, however many stars there are.
 */
public final class Glob {
    private final byte[] pattern;
    private final boolean everything;

    public Glob(byte[] pattern) {
        this.pattern = pattern.clone();
        this.everything = pattern.length == 1 && pattern[0] == '*';
    }

    /** Whether an ASCII text matches. */
    public boolean matches(String ascii) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = ascii.getBytes(StandardCharsets.ISO_8859_1);
            long copy = arena.allocate(Math.max(1, bytes.length)).address();
            Memory.copy(bytes, 0, copy, bytes.length);
            return matches(copy, bytes.length);
        }
    }

    /** Whether a text in native memory matches. */
    public boolean matches(long text, int length) {
        if (everything) {
            return true;
        }
        int at = 0;
        int in = 0;
        int starAt = -1;
        int starIn = 0;
        while (in < length) {
            if (at < pattern.length && pattern[at] == '*') {
                starAt = at++;
                starIn = in;
                continue;
            }
            int next = at < pattern.length ? one(at, Memory.getByte(text + in)) : -1;
            if (next >= 0) {
                at = next;
                in++;
            } else if (starAt >= 0) {
                at = starAt + 1;
                in = ++starIn;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        return at == pattern.length;
    }

    /** Where the pattern goes on after it has matched one byte; -1 when it does not match. */
    private int one(int at, byte letter) {
        return switch (pattern[at]) {
            case '?' -> at + 1;
            case '[' -> oneOf(at + 1, letter);
            case '\\' -> {
                int literal = at + 1 < pattern.length ? at + 1 : at;
                yield pattern[literal] == letter ? literal + 1 : -1;
            }
            default -> pattern[at] == letter ? at + 1 : -1;
        };
    }

    private int oneOf(int from, byte letter) {
        int at = from;
        boolean not = at < pattern.length && pattern[at] == '^';
        if (not) {
            at++;
        }
        boolean found = false;
        while (at < pattern.length && pattern[at] != ']') {
            if (pattern[at] == '\\' && at + 1 < pattern.length) {
                at++;
                found |= pattern[at] == letter;
            } else if (at + 2 < pattern.length && pattern[at + 1] == '-') {
                int low = Math.min(pattern[at], pattern[at + 2]);
                int high = Math.max(pattern[at], pattern[at + 2]);
                found |= letter >= low && letter <= high;
                at += 2;
            } else {
                found |= pattern[at] == letter;
            }
            at++;
        }
        return found != not ? Math.min(at + 1, pattern.length) : -1;
    }
}
