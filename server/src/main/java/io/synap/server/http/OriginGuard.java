package io.synap.server.http;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out of the server, which listens on loopback only. Thread-safe. No setting turns it
 * off: until there are users, nothing else tells a page from a client.
 *
 * <p>A browser on this machine reaches 127.0.0.1 for any page it shows. A page whose own name is made
 * to resolve to loopback (DNS rebinding) is told apart by the name in Host; a page that merely posts
 * to us is told apart by its Origin, which browsers send with every write.
 */
final class OriginGuard {
    private OriginGuard() {}

    /**
     * Checks whom a request says it is for and where it comes from.
     *
     * @throws SynapException MALFORMED when it does not name exactly one host (RFC 9112, section 3.2),
     *     ORIGIN_REFUSED when that is a foreign one, or a page of another origin writes
     */
    static void check(HttpServerRequest request, boolean reading) {
        List<String> hosts = request.headers().getAll(ReplyHeaders.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1)) {
            throw new SynapException(ErrorCode.MALFORMED, "a request names its host once");
        }
        boolean named = hosts.isEmpty() || isLoopbackHost(hosts.getFirst());
        if (!named || !isLoopbackTarget(request.uri())) {
            throw new SynapException(
                    ErrorCode.ORIGIN_REFUSED, "the server answers only to the names of loopback, such as localhost");
        }
        if (!reading && !mayWrite(request.getHeader(ReplyHeaders.ORIGIN))) {
            throw new SynapException(ErrorCode.ORIGIN_REFUSED);
        }
    }

    /** Whether a Host header names loopback. */
    static boolean isLoopbackHost(String host) {
        return isLoopbackName(host, 0);
    }

    /** Whether the request line, should it name a host itself, names loopback; that one goes before Host. */
    private static boolean isLoopbackTarget(@Nullable String target) {
        int scheme = target == null || target.startsWith("/") ? -1 : target.indexOf("://");
        if (target == null || scheme < 0) {
            return true;
        }
        int end = scheme + 3;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return isLoopbackName(target.substring(0, end), scheme + 3);
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
}
