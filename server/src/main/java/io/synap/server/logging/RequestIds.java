package io.synap.server.logging;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes ids of requests: a random part of the process, and a number that counts up. Thread-safe. An id
 * is unique but can be guessed, so it must not give access to anything.
 */
public final class RequestIds {
    /** The longest id that is taken from outside. */
    public static final int LENGTH_MAX = 128;

    private static final int PREFIX_BYTES = 6;

    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    public RequestIds() {
        this(randomBytes());
    }

    RequestIds(byte[] random) {
        this.prefix = HexFormat.of().formatHex(random) + '-';
    }

    /** An id that no other request has. */
    public String next() {
        return prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }

    /** The id that came with a request if it is one, else a new one. */
    public String accept(@Nullable String incoming) {
        return incoming != null && isValid(incoming) ? incoming : next();
    }

    /**
     * Whether an id is 1 to 128 letters, digits and {@code -_.:/+=@}: harmless in headers, logs and
     * shells.
     */
    public static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && "-_.:/+=@".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[PREFIX_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
