package io.synap.server.command;

/** What a command is about. */
public enum Family {
    /** Values under keys. */
    KV,
    /** Keys as such: names, types, copies. */
    KEY,
    /** Rooms: streams of events, and their groups. */
    STREAM,
    /** Queues, their messages and their dead letters. */
    QUEUE,
    /** Channels that keep nothing. */
    PUBSUB,
    /** The connection that asks. */
    CONNECTION,
    /** The server as a whole. */
    SERVER
}
