package io.synap.server.http;

import org.jspecify.annotations.Nullable;

/** Tells which request ids of clients are taken over. Thread-safe. */
final class RequestIds {
    private static final int CHARS_MAX = 128;

    private RequestIds() {}

    /** Printable and harmless in headers, logs and shells. */
    static boolean isValid(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > CHARS_MAX) {
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
}
