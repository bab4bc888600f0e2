package io.synap.client.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names of members, of which the same few come again and again: they are not made anew each time. Thread-safe: who is
 * too late to see what another thread has put in makes a string of its own.
 */
final class Names {
    private static final int KEPT = 512;
    private static final int KEPT_CHARS_MAX = 32;
    private static final @Nullable String[] ALL = new String[KEPT];

    private Names() {}

    /** The name in those bytes; null for one that is rather long or not ASCII, which is nobody's to keep. */
    static @Nullable String find(byte[] bytes, int from, int length) {
        if (length > KEPT_CHARS_MAX) {
            return null;
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                return null;
            }
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 9) & KEPT - 1;
        String known = ALL[place];
        if (known != null && isThat(known, bytes, from, length)) {
            return known;
        }
        String made = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        ALL[place] = made;
        return made;
    }

    private static boolean isThat(String name, byte[] bytes, int from, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
