package io.synap.server.http.proto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers short texts that were read, so that names of commands and arguments are not decoded for each request. It
 * holds a fixed number of them, each in the one place that its bytes give it. Thread-safe: an entry never changes, and
 * one that is lost in a race is decoded once more.
 */
final class KnownTexts {
    private static final int PLACES = 1024;
    private static final int BYTES_MAX = 40;

    private static final class Known {
        private final byte[] bytes;
        private final String text;

        Known(byte[] bytes, String text) {
            this.bytes = bytes;
            this.text = text;
        }
    }

    private final @Nullable Known[] places = new @Nullable Known[PLACES];

    String get(byte[] bytes, int from, int length) {
        if (length > BYTES_MAX) {
            return WireReader.text(bytes, from, length);
        }
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[from + i];
        }
        int place = (hash ^ (hash >>> 10)) & (PLACES - 1);
        Known known = places[place];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, from + length)) {
            return known.text;
        }
        String text = WireReader.text(bytes, from, length);
        places[place] = new Known(Arrays.copyOfRange(bytes, from, from + length), text);
        return text;
    }
}
