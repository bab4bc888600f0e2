package io.synap.server.http.live;

/**
 * A path at which a source is subscribed to without a command: its variable parts and its query are the source's
 * arguments. Immutable.
 *
 * @param template path with {names} for what varies, in the order in which the source asks for names
 * @param query what may stand after the question mark, as with {@link io.synap.server.http.Route}
 * @param about one line for the documentation
 */
public record LivePath(Transport transport, String template, String query, String about, LiveSource source) {
    /** What carries the events. */
    public enum Transport {
        WEB_SOCKET,
        SERVER_SENT_EVENTS
    }

    public static LivePath webSocket(String template, String query, String about, LiveSource source) {
        return new LivePath(Transport.WEB_SOCKET, template, query, about, source);
    }

    /** Server-sent events, at a path where nothing else is read by GET, or to those that accept text/event-stream. */
    public static LivePath events(String template, String query, String about, LiveSource source) {
        return new LivePath(Transport.SERVER_SENT_EVENTS, template, query, about, source);
    }
}
