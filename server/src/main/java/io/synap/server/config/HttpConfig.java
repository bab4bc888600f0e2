package io.synap.server.config;

/** The section {@code http}: HTTP and WebSocket. */
@Section("HTTP and WebSocket.")
public record HttpConfig(
        @Setting(value = "true", about = "Serve HTTP and WebSocket.")
        boolean enabled,

        @Setting(value = "127.0.0.1", about = "Address to listen on; a loopback one, since there is no authentication.")
        String host,

        @Setting(value = "15500", range = "0..65535", about = "Port; 0 takes any free one.")
        int port,

        @Setting(value = "10000", range = "1..1000000", about = "Connections at once; further ones are closed.")
        int connectionsMax,

        @Setting(value = "10mb", range = "1kb..1gb", about = "Largest request body; a larger one is answered 413.")
        long bodyBytesMax,

        @Setting(
                value = "16kb",
                range = "1kb..1mb",
                about = "Largest set of request headers; a larger one is answered 431.")
        long headerBytesMax,

        @Setting(
                value = "60",
                range = "0..86400",
                about = "Seconds after which a silent connection is closed; 0 is never.")
        int idleTimeoutSeconds) {}
