package io.synap.server.http.live;

import io.synap.server.http.Route;

/**
 * A path at which a source is subscribed to without a command: its variable parts and its query are the source's
 * arguments. Immutable.
 *
 * @param template path with {names} for what varies, in the order in which the source asks for names
 * @param query what may stand after the question mark, as with {@link io.synap.server.http.Route}
 * @param about one line for the documentation
 * @param dialect how events and errors look; what a source asks its call for, see {@link
 *     io.synap.server.http.command.CommandCall#dialect}
 */
public record LivePath(
        Transport transport, String template, String query, String about, Route.Dialect dialect, LiveSource source) {
    /** What carries the events. */
    public enum Transport {
        WEB_SOCKET,
        SERVER_SENT_EVENTS
    }

    public static LivePath webSocket(String template, String query, String about, LiveSource source) {
        return new LivePath(Transport.WEB_SOCKET, template, query, about, Route.Dialect.REST, source);
    }

    /** Server-sent events, at a path where nothing else is read by GET, or to those that accept text/event-stream. */
    public static LivePath events(String template, String query, String about, LiveSource source) {
        return new LivePath(Transport.SERVER_SENT_EVENTS, template, query, about, Route.Dialect.REST, source);
    }

    /** The same source at a path of the published Synap protocol, with its frames. */
    public LivePath published(String otherTemplate, String otherQuery) {
        return new LivePath(transport, otherTemplate, otherQuery, about, Route.Dialect.SHORT, source);
    }
}
