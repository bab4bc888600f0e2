package io.synap.server.config;

import io.synap.replication.log.FsyncPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One parameter of Redis' configuration, in terms of ours. Immutable. */
sealed interface RedisParameter {
    String name();

    /** The value as Redis would write it. */
    String value(SynapConfig config);

    /** A parameter that can be read only. */
    record Fixed(String name, Function<SynapConfig, String> reader) implements RedisParameter {
        @Override
        public String value(SynapConfig config) {
            return reader.apply(config);
        }
    }

    /**
     * A parameter that can be set.
     *
     * @param path our setting
     * @param writer from Redis' value to ours
     * @param complaint what is said about a value that we do not take
     */
    record Live(
            String name,
            String path,
            Function<SynapConfig, String> reader,
            UnaryOperator<String> writer,
            String complaint)
            implements RedisParameter {
        @Override
        public String value(SynapConfig config) {
            return reader.apply(config);
        }

        /** Our value, or empty if it is not one. */
        Optional<String> translated(String value) {
            String ours = writer.apply(value);
            return setting().type().read(ours).map(_ -> ours);
        }

        private Definition setting() {
            return Catalogue.OF_SYNAP.required(path);
        }
    }

    /** Every parameter that we know, by name. */
    static SequencedMap<String, RedisParameter> all() {
        SequencedMap<String, RedisParameter> all = new LinkedHashMap<>();
        for (RedisParameter parameter : list()) {
            all.put(parameter.name(), parameter);
        }
        return all;
    }

    private static List<RedisParameter> list() {
        return List.of(
                memory(),
                new Live(
                        "maxmemory-policy",
                        "memory.policy",
                        config -> config.memory().policy().toString(),
                        value -> value.toLowerCase(Locale.ROOT),
                        oneOf(Catalogue.OF_SYNAP
                                .required("memory.policy")
                                .type()
                                .words())),
                new Fixed("appendonly", config -> config.persistence().enabled() ? "yes" : "no"),
                new Fixed(
                        "appendfsync", config -> fsyncName(config.persistence().fsync())),
                new Live(
                        "save",
                        "persistence.snapshot.interval_seconds",
                        config -> saveText(config.persistence().snapshot().intervalSeconds()),
                        RedisParameter::saveSeconds,
                        "Invalid save parameters"),
                number(
                        "timeout",
                        "resp.idle_timeout_seconds",
                        config -> config.resp().idleTimeoutSeconds()),
                number(
                        "maxclients",
                        "resp.connections_max",
                        config -> config.resp().connectionsMax()),
                number(
                        "slowlog-log-slower-than",
                        "resp.slowlog_slower_than_micros",
                        config -> config.resp().slowlogSlowerThanMicros()),
                number(
                        "slowlog-max-len",
                        "resp.slowlog_entries_max",
                        config -> config.resp().slowlogEntriesMax()),
                new Fixed("client-output-buffer-limit", config -> bufferLimits(config.resp())),
                notices(),
                new Fixed("latency-monitor-threshold", _ -> "0"),
                new Fixed("latency-tracking", _ -> "no"),
                logLevel(),
                new Fixed("databases", _ -> "1"),
                new Fixed("port", config -> Integer.toString(config.resp().port())),
                new Fixed("bind", config -> config.resp().host()),
                new Fixed(
                        "dir",
                        config -> config.persistence().dir().toAbsolutePath().toString()),
                new Fixed(
                        "proto-max-bulk-len",
                        config -> Long.toString(config.limits().valueBytesMax())),
                new Fixed(
                        "client-query-buffer-limit",
                        config -> Long.toString(config.resp().queryBufferBytesMax())));
    }

    private static String bufferLimits(RespConfig resp) {
        return "normal " + resp.outputBufferBytesMax() + " " + resp.outputWaitBytes() + " "
                + resp.outputStallSeconds() + " slave 0 0 0 pubsub " + resp.pubsubBufferBytesMax() + " "
                + resp.pubsubBufferBytesMax() / 4 + " 60";
    }

    private static Live memory() {
        return new Live(
                "maxmemory",
                "memory.max",
                config -> Long.toString(config.memory().limitBytes()),
                RedisParameter::memoryText,
                "argument must be 0, or a memory value of at least " + ByteSize.format(ContainerMemory.LEAST_BYTES));
    }

    private static Live notices() {
        return new Live(
                "notify-keyspace-events",
                "pubsub.notify_keyspace_events",
                config -> config.pubsub().notices().text(),
                value -> value.isEmpty() ? PubSubConfig.OFF : value.equals(PubSubConfig.OFF) ? "" : value,
                "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    }

    private static Live logLevel() {
        return new Live(
                "loglevel",
                "logging.level",
                config -> logLevelName(config.logging().level()),
                RedisParameter::logLevelText,
                oneOf(Stream.of(LogLevel.values())
                        .map(RedisParameter::logLevelName)
                        .toList()));
    }

    private static Live number(String name, String path, Function<SynapConfig, Integer> reader) {
        return new Live(
                name,
                path,
                config -> reader.apply(config).toString(),
                UnaryOperator.identity(),
                "argument must be " + Catalogue.OF_SYNAP.required(path).type().allowed());
    }

    private static String oneOf(List<String> words) {
        return "argument(s) must be one of the following: " + String.join(", ", words);
    }

    /** Redis counts {@code k}, {@code m} and {@code g} by 1000; its 0, no limit, is our auto. */
    private static String memoryText(String value) {
        String text = value.toLowerCase(Locale.ROOT);
        if (text.equals("0")) {
            return "auto";
        }
        if (!text.matches("[0-9]{1,9}[kmg]")) {
            return text.equals("auto") ? "" : text;
        }
        long bytes = Long.parseLong(text.substring(0, text.length() - 1));
        for (int power = "kmg".indexOf(text.charAt(text.length() - 1)); power >= 0; power--) {
            bytes *= 1000;
        }
        return Long.toString(bytes);
    }

    private static String fsyncName(FsyncPolicy fsync) {
        return fsync == FsyncPolicy.OS ? "no" : fsync.name().toLowerCase(Locale.ROOT);
    }

    private static String saveText(int intervalSeconds) {
        return intervalSeconds == 0 ? "" : intervalSeconds + " 1";
    }

    /** The shortest of Redis' pairs of seconds and changes; we snapshot after any change. */
    private static String saveSeconds(String value) {
        if (value.isBlank()) {
            return "0";
        }
        String[] numbers = value.trim().split("\\s+", -1);
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers.length % 2 != 0 || !numbers[i].matches("[1-9][0-9]{0,8}")) {
                return "";
            }
            shortest = i % 2 == 0 ? Math.min(shortest, Integer.parseInt(numbers[i])) : shortest;
        }
        return Integer.toString(shortest);
    }

    private static String logLevelName(LogLevel level) {
        return switch (level) {
            case ERROR -> "nothing";
            case WARN -> "warning";
            case INFO -> "notice";
            case DEBUG -> "verbose";
            case TRACE -> "debug";
        };
    }

    private static String logLevelText(String name) {
        for (LogLevel level : LogLevel.values()) {
            if (logLevelName(level).equalsIgnoreCase(name)) {
                return level.name().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }
}
