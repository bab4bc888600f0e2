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
                value = "16mb",
                range = "64kb..4gb",
                about = "Replies a connection may leave unread before its further requests wait.")
        long outputWaitBytes,

        @Setting(
                value = "60",
                range = "0..86400",
                about = "Seconds after which a connection is closed that takes none of its replies; 0 is never.")
        int outputStallSeconds,

        @Setting(
                value = "32mb",
                range = "64kb..4gb",
                about = "Published messages a subscriber may leave unread; beyond it, or for a minute beyond a quarter,"
                        + " it is closed.")
        long pubsubBufferBytesMax,

        @Setting(
                value = "128mb",
                range = "1mb..64gb",
                about = "Requests and replies in the buffers of all connections; beyond, the one that adds is closed.")
        long buffersBytesMax,

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
        int idleTimeoutSeconds,

        @Setting(
                value = "10000",
                range = "-1..2147483647",
                live = true,
                about = "A command that takes so long goes to the slow log; 0 is every command, -1 is none.")
        int slowlogSlowerThanMicros,

        @Setting(
                value = "128",
                range = "0..4096",
                live = true,
                about = "Entries that the slow log keeps; the oldest give way.")
        int slowlogEntriesMax) {}
