package io.synap.server.config;

/** The section {@code sse}: server-sent events. */
@Section("Server-sent events.")
public record SseConfig(
        @Setting(
                value = "1mb",
                range = "64kb..64mb",
                about = "Events that a client may leave unread before its subscription waits.")
        long outputBytesMax,

        @Setting(
                value = "120",
                range = "0..86400",
                about = "Seconds after which a client is let go that takes none of its events; 0 is never.")
        int stallSeconds,

        @Setting(
                value = "15",
                range = "1..3600",
                about = "Seconds without an event after which a comment is sent, to show that the server is there.")
        int pingSeconds) {}
