package io.synap.client.kv;

import io.synap.client.transport.Command;

/** The server's commands on keys, and which of them may be repeated. Stateless. */
final class KvCommands {
    static final Command GET = Command.repeatable("kv.get");
    static final Command GET_ALL = Command.repeatable("kv.mget");
    static final Command EXISTS = Command.repeatable("kv.exists");
    static final Command LENGTH = Command.repeatable("kv.strlen");
    static final Command GET_RANGE = Command.repeatable("kv.getrange");
    static final Command TTL = Command.repeatable("kv.pttl");
    static final Command TYPE = Command.repeatable("key.type");
    static final Command MEMORY = Command.repeatable("memory.usage");
    static final Command RANDOM = Command.repeatable("key.randomkey");
    static final Command SCAN = Command.repeatable("kv.scan");
    static final Command SIZE = Command.repeatable("kv.dbsize");
    static final Command STATS = Command.repeatable("kv.stats");
    static final Command WATCH = Command.repeatable("kv.watch");

    static final Command SET = Command.inSession("kv.set");
    static final Command DELETE = Command.inSession("kv.del");
    static final Command DELETE_ALL = Command.inSession("kv.mdel");
    static final Command SET_ALL = Command.inSession("kv.mset");
    static final Command SET_ALL_IF_ABSENT = Command.inSession("kv.msetnx");
    static final Command GET_SET = Command.inSession("kv.getset");
    static final Command INCREMENT = Command.inSession("kv.incr");
    static final Command DECREMENT = Command.inSession("kv.decr");
    static final Command INCREMENT_FLOAT = Command.inSession("kv.incrbyfloat");
    static final Command APPEND = Command.inSession("kv.append");
    static final Command SET_RANGE = Command.inSession("kv.setrange");
    static final Command EXPIRE = Command.inSession("kv.expire");
    static final Command PERSIST = Command.inSession("kv.persist");

    /** A value cannot be read a second time once it is removed. */
    static final Command GET_DELETE = Command.once("kv.getdel");
    /** Reads, and sets a deadline that a second time moves by what lies between. */
    static final Command GET_EXPIRE = Command.repeatable("kv.getex");
    /** These read one key to write another: the server takes no numbers for them. */
    static final Command RENAME = Command.once("key.rename");

    static final Command RENAME_IF_ABSENT = Command.once("key.renamenx");
    static final Command COPY = Command.once("key.copy");

    /** What is removed a second time may have been set in between. */
    static final Command FLUSH = Command.once("kv.flushall");

    private KvCommands() {}
}
