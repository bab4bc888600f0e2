package io.synap.server.config;

/** The section {@code limits}: what one request may be and hold. */
@Section("What one request may hold. Beyond, it is refused with an error that names the limit.")
public record LimitsConfig(
        @Setting(value = "16mb", range = "1kb..64mb", about = "Largest value.")
        long valueBytesMax,

        @Setting(value = "1048576", range = "16..1048576", about = "Arguments of one command of the Redis protocol.")
        int argumentsMax,

        @Setting(
                value = "64kb",
                range = "64..1mb",
                about = "Longest inline command and longest header line of the Redis protocol.")
        long inlineBytesMax,

        @Setting(value = "1000", range = "1..100000", about = "Keys or commands in one batch over HTTP or WebSocket.")
        int commandBatchMax,

        @Setting(value = "10000", range = "10..1000000", about = "Keys that one step of a scan looks at.")
        int scanCountMax) {}
