package io.synap.server.command;

import static io.synap.server.command.CommandFlag.ADMIN;
import static io.synap.server.command.CommandFlag.BLOCKING;
import static io.synap.server.command.CommandFlag.DENYOOM;
import static io.synap.server.command.CommandFlag.FAST;
import static io.synap.server.command.CommandFlag.LOADING;
import static io.synap.server.command.CommandFlag.NOSCRIPT;
import static io.synap.server.command.CommandFlag.NO_AUTH;
import static io.synap.server.command.CommandFlag.READONLY;
import static io.synap.server.command.CommandFlag.STALE;
import static io.synap.server.command.CommandFlag.WRITE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Every command of every transport, described once. Thread-safe, immutable. A command's index is its
 * place in {@link #ALL}: stable while the process lives, for counters in plain arrays.
 */
public final class CommandCatalogue {
    public static final List<CommandSpec> ALL = all();

    private CommandCatalogue() {}

    /** The index of the command that RESP calls so; the name must be one of the catalogue. */
    public static int indexOf(String respName) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).respNames().contains(respName)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such command: " + respName);
    }

    private static List<CommandSpec> all() {
        List<CommandSpec> all = new ArrayList<>();
        strings(all);
        counters(all);
        keys(all);
        deadlines(all);
        keyspace(all);
        StreamCatalogue.addTo(all);
        QueueCatalogue.addTo(all);
        PubSubCatalogue.addTo(all);
        connection(all);
        server(all);
        persistence(all);
        return List.copyOf(all);
    }

    private static void strings(List<CommandSpec> all) {
        kv(all, "GET", 2, KeySpec.ONE, "Returns the value of a key.", READONLY, FAST);
        kv(all, "SET", -3, KeySpec.ONE, "Sets a key, if its condition holds.", WRITE, DENYOOM);
        kv(all, "SETNX", 3, KeySpec.ONE, "Sets a key that is absent.", WRITE, DENYOOM, FAST);
        kv(all, "SETEX", 4, KeySpec.ONE, "Sets a key for some seconds.", WRITE, DENYOOM);
        kv(all, "PSETEX", 4, KeySpec.ONE, "Sets a key for some milliseconds.", WRITE, DENYOOM);
        kv(all, "GETSET", 3, KeySpec.ONE, "Sets a key and returns its old value.", WRITE, DENYOOM, FAST);
        kv(all, "GETDEL", 2, KeySpec.ONE, "Returns a value and removes the key.", WRITE, FAST);
        kv(all, "GETEX", -2, KeySpec.ONE, "Returns a value and changes its deadline.", WRITE, FAST);
        kv(all, "MGET", -2, KeySpec.ALL, "Returns the values of several keys.", READONLY, FAST);
        kv(all, "MSET", -3, KeySpec.EVERY_SECOND, "Sets several keys as one.", WRITE, DENYOOM);
        kv(all, "MSETNX", -3, KeySpec.EVERY_SECOND, "Sets several keys if all are absent.", WRITE, DENYOOM);
        kv(all, "APPEND", 3, KeySpec.ONE, "Appends to a value.", WRITE, DENYOOM, FAST);
        kv(all, "STRLEN", 2, KeySpec.ONE, "Returns the length of a value.", READONLY, FAST);
        kv(all, "GETRANGE", 4, KeySpec.ONE, "Returns a part of a value.", READONLY);
        kv(all, "SUBSTR", 4, KeySpec.ONE, "Returns a part of a value; an older name.", READONLY);
        kv(all, "SETRANGE", 4, KeySpec.ONE, "Overwrites a part of a value.", WRITE, DENYOOM);
    }

    private static void counters(List<CommandSpec> all) {
        kv(all, "INCR", 2, KeySpec.ONE, "Adds one to an integer.", WRITE, DENYOOM, FAST);
        kv(all, "DECR", 2, KeySpec.ONE, "Takes one from an integer.", WRITE, DENYOOM, FAST);
        kv(all, "INCRBY", 3, KeySpec.ONE, "Adds to an integer.", WRITE, DENYOOM, FAST);
        kv(all, "DECRBY", 3, KeySpec.ONE, "Takes from an integer.", WRITE, DENYOOM, FAST);
        kv(all, "INCRBYFLOAT", 3, KeySpec.ONE, "Adds to a decimal number.", WRITE, DENYOOM, FAST);
    }

    private static void keys(List<CommandSpec> all) {
        kv(all, "DEL", -2, KeySpec.ALL, "Removes keys.", WRITE);
        kv(all, "UNLINK", -2, KeySpec.ALL, "Removes keys.", WRITE, FAST);
        kv(all, "EXISTS", -2, KeySpec.ALL, "Counts the keys that are present.", READONLY, FAST);
        kv(all, "TOUCH", -2, KeySpec.ALL, "Counts present keys and marks them as used.", READONLY, FAST);
        key(all, "RENAME", 3, KeySpec.TWO, "Gives a value another name.", WRITE);
        key(all, "RENAMENX", 3, KeySpec.TWO, "Gives a value another name that is free.", WRITE, FAST);
        key(all, "COPY", -3, KeySpec.TWO, "Copies a value to another name.", WRITE, DENYOOM);
        key(all, "TYPE", 2, KeySpec.ONE, "Returns the type of a value.", READONLY, FAST);
        key(all, "RANDOMKEY", 1, KeySpec.NONE, "Returns some key.", READONLY);
        key(all, "OBJECT", -2, KeySpec.NONE, "Looks into how a value is kept.");
    }

    private static void deadlines(List<CommandSpec> all) {
        kv(all, "EXPIRE", -3, KeySpec.ONE, "Lets a key expire in seconds.", WRITE, FAST);
        kv(all, "PEXPIRE", -3, KeySpec.ONE, "Lets a key expire in milliseconds.", WRITE, FAST);
        kv(all, "EXPIREAT", -3, KeySpec.ONE, "Lets a key expire at a time in seconds.", WRITE, FAST);
        kv(all, "PEXPIREAT", -3, KeySpec.ONE, "Lets a key expire at a time in milliseconds.", WRITE, FAST);
        kv(all, "EXPIRETIME", 2, KeySpec.ONE, "Returns when a key expires, in seconds.", READONLY, FAST);
        kv(all, "PEXPIRETIME", 2, KeySpec.ONE, "Returns when a key expires, in milliseconds.", READONLY, FAST);
        kv(all, "TTL", 2, KeySpec.ONE, "Returns how long a key lives, in seconds.", READONLY, FAST);
        kv(all, "PTTL", 2, KeySpec.ONE, "Returns how long a key lives, in milliseconds.", READONLY, FAST);
        kv(all, "PERSIST", 2, KeySpec.ONE, "Takes a key's deadline away.", WRITE, FAST);
    }

    private static void keyspace(List<CommandSpec> all) {
        kv(all, "SCAN", -2, KeySpec.NONE, "Visits keys in slices.", READONLY);
        kv(all, "KEYS", 2, KeySpec.NONE, "Returns the keys that match a pattern.", READONLY);
        kv(all, "DBSIZE", 1, KeySpec.NONE, "Returns how many keys there are.", READONLY, FAST);
        kv(all, "FLUSHALL", -1, KeySpec.NONE, "Removes every key.", WRITE);
        kv(all, "FLUSHDB", -1, KeySpec.NONE, "Removes every key.", WRITE);
    }

    private static void connection(List<CommandSpec> all) {
        connection(all, "HELLO", -1, "Agrees on the protocol version.", NOSCRIPT, LOADING, STALE, FAST, NO_AUTH);
        connection(all, "AUTH", -2, "Authenticates the connection.", NOSCRIPT, LOADING, STALE, FAST, NO_AUTH);
        connection(all, "PING", -1, "Answers, to show that the server is there.", FAST);
        connection(all, "ECHO", 2, "Returns its argument.", LOADING, STALE, FAST);
        connection(all, "SELECT", 2, "Chooses the database; there is only 0.", LOADING, STALE, FAST);
        connection(all, "QUIT", -1, "Closes the connection.", NOSCRIPT, LOADING, STALE, FAST, NO_AUTH);
        connection(
                all,
                "RESET",
                1,
                "Puts the connection back as it was at first.",
                NOSCRIPT,
                LOADING,
                STALE,
                FAST,
                NO_AUTH);
        connection(all, "CLIENT", -2, "Looks at connections and changes them.");
    }

    private static void server(List<CommandSpec> all) {
        server(all, "COMMAND", -1, "Describes the commands.", LOADING, STALE);
        server(all, "INFO", -1, "Reports on the server.", LOADING, STALE);
        server(all, "CONFIG", -2, "Reads and changes settings.");
        server(all, "TIME", 1, "Returns the server's time.", LOADING, STALE, FAST);
        server(all, "LOLWUT", -1, "Shows some computer art and the version.", READONLY, FAST);
        server(all, "MEMORY", -2, "Looks into the use of memory.");
        server(all, "SLOWLOG", -2, "Lists slow commands.");
        server(all, "LATENCY", -2, "Reports latency events.");
        server(all, "ROLE", 1, "Returns the role in replication.", NOSCRIPT, LOADING, STALE, FAST);
        server(all, "REPLICAOF", 3, "Refused: replicas are set up in the configuration.", ADMIN, NOSCRIPT, STALE);
        server(all, "SLAVEOF", 3, "Refused: replicas are set up in the configuration.", ADMIN, NOSCRIPT, STALE);
        server(all, "FAILOVER", -1, "Refused: promotion goes through the launcher.", ADMIN, NOSCRIPT, STALE);
        server(all, "CLUSTER", -2, "Looks into the cluster.");
        server(all, "DEBUG", -2, "Refused, except for what is harmless.", ADMIN, NOSCRIPT, LOADING, STALE);
    }

    private static void persistence(List<CommandSpec> all) {
        server(all, "WAIT", 3, "Waits until replicas have the last write.", NOSCRIPT, BLOCKING);
        server(all, "WAITAOF", 4, "Waits until the last write is on disk.", NOSCRIPT, BLOCKING);
        server(all, "SAVE", 1, "Takes a snapshot and waits for it.", ADMIN, NOSCRIPT);
        server(all, "BGSAVE", -1, "Takes a snapshot in the background.", ADMIN, NOSCRIPT);
        server(all, "BGREWRITEAOF", 1, "Trims the log behind a new snapshot.", ADMIN, NOSCRIPT);
        server(all, "LASTSAVE", 1, "Returns the time of the last snapshot.", LOADING, STALE, FAST);
        server(all, "SHUTDOWN", -1, "Stops the server cleanly.", ADMIN, NOSCRIPT, LOADING, STALE);
    }

    private static void kv(
            List<CommandSpec> all, String name, int arity, KeySpec keys, String summary, CommandFlag... flags) {
        add(all, Family.KV, name, arity, keys, summary, flags);
    }

    private static void key(
            List<CommandSpec> all, String name, int arity, KeySpec keys, String summary, CommandFlag... flags) {
        add(all, Family.KEY, name, arity, keys, summary, flags);
    }

    private static void connection(
            List<CommandSpec> all, String name, int arity, String summary, CommandFlag... flags) {
        add(all, Family.CONNECTION, name, arity, KeySpec.NONE, summary, flags);
    }

    private static void server(List<CommandSpec> all, String name, int arity, String summary, CommandFlag... flags) {
        add(all, Family.SERVER, name, arity, KeySpec.NONE, summary, flags);
    }

    static void add(
            List<CommandSpec> all,
            Family family,
            String respName,
            int arity,
            KeySpec keys,
            String summary,
            CommandFlag... flags) {
        String prefix = family.name().toLowerCase(Locale.ROOT);
        Set<CommandFlag> set = EnumSet.noneOf(CommandFlag.class);
        Collections.addAll(set, flags);
        all.add(new CommandSpec(
                prefix + "." + respName.toLowerCase(Locale.ROOT),
                List.of(respName),
                family,
                arity,
                Collections.unmodifiableSet(set),
                keys,
                summary));
    }
}
