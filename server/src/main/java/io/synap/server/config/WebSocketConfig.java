package io.synap.server.config;

/** The section {@code websocket}: WebSockets, which are served on the port of HTTP. */
@Section("WebSockets, on the port of HTTP.")
public record WebSocketConfig(
        @Setting(value = "true", about = "Compress messages for clients that ask for it (permessage-deflate).")
        boolean compression,

        @Setting(
                value = "4mb",
                range = "1kb..1gb",
                about = "Largest message of a client, also when expanded; beyond, it is closed with 1009.")
        long messageBytesMax,

        @Setting(
                value = "8mb",
                range = "64kb..4gb",
                about = "What a connection may leave unread; above half of it nothing more is read or sent, beyond it"
                        + " is closed with 4429.")
        long outputBytesMax,

        @Setting(
                value = "64mb",
                range = "1mb..64gb",
                about = "Messages in the buffers of all connections; beyond, the one that adds is closed with 4429.")
        long buffersBytesMax,

        @Setting(value = "10000", range = "1..1000000", about = "Subscriptions of one connection.")
        int subscriptionsMax,

        @Setting(
                value = "64",
                range = "1..100000",
                about = "Commands of one connection that may wait for their answers; beyond, no more are read.")
        int commandsMax,

        @Setting(value = "30", range = "0..86400", about = "Seconds between two pings; 0 is none.")
        int pingSeconds,

        @Setting(
                value = "90",
                range = "0..86400",
                about = "Seconds without any frame after which a connection is closed with 4408; 0 is never.")
        int idleTimeoutSeconds,

        @Setting(
                value = "120",
                range = "0..86400",
                about = "Seconds after which a connection that takes nothing of what waits for it is closed with 4429;"
                        + " 0 is never.")
        int stallSeconds) {}
