package io.synap.server.config;

/** The section {@code resp}: the Redis protocol. */
@Section("The Redis protocol.")
public record RespConfig(
        @Setting(value = "true", about = "Serve the Redis protocol.")
        boolean enabled,

        @Setting(value = "127.0.0.1", about = "Address to listen on; a loopback one, since there is no authentication.")
        String host,

        @Setting(value = "6380", range = "0..65535", about = "Port; 0 takes any free one.")
        int port,

        @Setting(
                value = "10000",
                range = "1..1000000",
                live = true,
                about = "Connections at once; further ones get an error and are closed.")
        int connectionsMax,

        @Setting(
                value = "64mb",
                range = "64kb..4gb",
                about = "Replies a connection may leave unread; beyond it is closed.")
        long outputBufferBytesMax,

        @Setting(
                value = "64mb",
                range = "64kb..1gb",
                about = "Bytes of one unfinished command; beyond the connection is closed.")
        long queryBufferBytesMax,

        @Setting(
                value = "0",
                range = "0..2147483647",
                live = true,
                about = "Seconds after which a silent connection is closed; 0 is never.")
        int idleTimeoutSeconds) {}
