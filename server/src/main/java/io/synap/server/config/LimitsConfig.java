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
        int scanCountMax,

        @Setting(
                value = "300000",
                range = "1000..3600000",
                about = "Milliseconds that a request over HTTP may wait for a message or an event.")
        int waitMillisMax,

        @Setting(
                value = "1mb",
                range = "1kb..64mb",
                about = "Largest message of a queue and largest event of a room, with all that belongs to it.")
        long messageBytesMax,

        @Setting(value = "10000", range = "1..1000000", about = "Queues.")
        int queuesMax,

        @Setting(value = "100000", range = "1..10000000", about = "Rooms, partitions of topics among them.")
        int roomsMax,

        @Setting(value = "10000", range = "1..1000000", about = "Consumer groups.")
        int groupsMax,

        @Setting(value = "1000", range = "1..100000", about = "Partitions of one topic.")
        int partitionsMax,

        @Setting(value = "1000", range = "1..100000", about = "Members of one exclusive consumer group.")
        int groupMembersMax) {}
