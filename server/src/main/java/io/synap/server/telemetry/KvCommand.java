package io.synap.server.telemetry;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values of the label {@code operation}. What has no constant is counted as {@link #OTHER}. */
public enum KvCommand {
    GET,
    SET,
    DELETE,
    EXISTS,
    MGET,
    MSET,
    MDEL,
    INCR,
    INCRFLOAT,
    APPEND,
    STRLEN,
    GETRANGE,
    SETRANGE,
    GETSET,
    EXPIRE,
    PERSIST,
    TTL,
    TYPE,
    RENAME,
    COPY,
    SCAN,
    KEYS,
    RANDOMKEY,
    DBSIZE,
    FLUSH,
    OTHER;

    private static final Map<String, KvCommand> BY_LABEL =
            Stream.of(values()).collect(Collectors.toMap(KvCommand::label, Function.identity()));

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The constant with this label, or {@link #OTHER}; case matters. */
    public static KvCommand ofLabel(String label) {
        return BY_LABEL.getOrDefault(label, OTHER);
    }

    String label() {
        return label;
    }
}
