package io.synap.server.http;

import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out of a server that listens on loopback. Thread-safe.
 *
 * <p>A browser on this machine reaches 127.0.0.1 for any page it shows. A page whose own name is made
 * to resolve to loopback (DNS rebinding) is told apart by the name in Host; a page that merely posts
 * to us is told apart by its Origin, which browsers send with every write.
 */
final class OriginGuard {
    private OriginGuard() {}

    /** Whether a Host header names loopback; requests without one come from no browser. */
    static boolean isLoopbackHost(@Nullable String host) {
        return host == null || isLoopbackName(host, 0);
    }

    /** Whether an Origin header may write: none, or a page that this machine itself serves. */
    static boolean mayWrite(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        int scheme = origin.indexOf("://");
        return scheme > 0 && isLoopbackName(origin, scheme + 3);
    }

    private static boolean isLoopbackName(String text, int from) {
        return isName(text, from, "127.0.0.1")
                || isName(text, from, "localhost")
                || isName(text, from, "[::1]")
                || isOtherLoopback(text, from);
    }

    private static boolean isName(String text, int from, String name) {
        return text.regionMatches(true, from, name, 0, name.length()) && endsAt(text, from + name.length());
    }

    /** The rest of 127.0.0.0/8: digits and dots only, so that no name can look like it. */
    private static boolean isOtherLoopback(String text, int from) {
        if (!text.startsWith("127.", from)) {
            return false;
        }
        int at = from;
        while (at < text.length() && (Character.digit(text.charAt(at), 10) >= 0 || text.charAt(at) == '.')) {
            at++;
        }
        return endsAt(text, at);
    }

    private static boolean endsAt(String text, int at) {
        return at == text.length() || text.charAt(at) == ':';
    }

    /** Whether an address to listen on is loopback only. */
    static boolean isLoopbackAddress(String address) {
        return isLoopbackName(address, 0) || address.equals("::1");
    }
}
