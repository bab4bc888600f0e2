package io.synap.server.lifecycle;

import io.synap.server.command.CommandCatalogue;
import io.synap.server.command.CommandSpec;
import io.synap.server.telemetry.KvCommand;

/** Which figure a command of the catalogue is counted under. Thread-safe, immutable. */
final class CommandLabels {
    private static final KvCommand[] BY_INDEX =
            CommandCatalogue.ALL.stream().map(CommandLabels::labelOf).toArray(KvCommand[]::new);

    private CommandLabels() {}

    static KvCommand of(int catalogueIndex) {
        return BY_INDEX[catalogueIndex];
    }

    static KvCommand of(String name) {
        for (CommandSpec spec : CommandCatalogue.ALL) {
            if (spec.name().equals(name)) {
                return labelOf(spec);
            }
        }
        return KvCommand.OTHER;
    }

    /** Relatives share a label, so that a label has few values: SETEX counts as a SET. */
    private static KvCommand labelOf(CommandSpec spec) {
        return switch (spec.respNames().getFirst()) {
            case "GET" -> KvCommand.GET;
            case "SET", "SETNX", "SETEX", "PSETEX" -> KvCommand.SET;
            case "GETSET", "GETDEL", "GETEX" -> KvCommand.GETSET;
            case "DEL", "UNLINK" -> KvCommand.DELETE;
            case "EXISTS", "TOUCH" -> KvCommand.EXISTS;
            case "MGET" -> KvCommand.MGET;
            case "MSET", "MSETNX" -> KvCommand.MSET;
            case "INCR", "INCRBY", "DECR", "DECRBY" -> KvCommand.INCR;
            case "INCRBYFLOAT" -> KvCommand.INCRFLOAT;
            case "APPEND" -> KvCommand.APPEND;
            case "STRLEN" -> KvCommand.STRLEN;
            case "GETRANGE", "SUBSTR" -> KvCommand.GETRANGE;
            case "SETRANGE" -> KvCommand.SETRANGE;
            case "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT" -> KvCommand.EXPIRE;
            case "PERSIST" -> KvCommand.PERSIST;
            case "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME" -> KvCommand.TTL;
            case "TYPE" -> KvCommand.TYPE;
            case "RENAME", "RENAMENX" -> KvCommand.RENAME;
            case "COPY" -> KvCommand.COPY;
            case "SCAN" -> KvCommand.SCAN;
            case "KEYS" -> KvCommand.KEYS;
            case "RANDOMKEY" -> KvCommand.RANDOMKEY;
            case "DBSIZE" -> KvCommand.DBSIZE;
            case "FLUSHALL", "FLUSHDB" -> KvCommand.FLUSH;
            default -> KvCommand.OTHER;
        };
    }
}
