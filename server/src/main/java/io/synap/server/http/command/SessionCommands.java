package io.synap.server.http.command;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.util.Set;

/**
 * Which commands a request with a number may be. Stateless.
 *
 * <p>They write in an order that follows from the request alone, so that a repeat writes the same, part by part, and is
 * answered from what is remembered. What only reads needs no session. What reads first and then writes what it has read
 * ({@code key.rename}), what hands out messages, and what anybody may safely do twice is not among them.
 */
public final class SessionCommands {
    private static final Set<String> NAMES = Set.of(
            "kv.set",
            "kv.setnx",
            "kv.setex",
            "kv.psetex",
            "kv.getset",
            "kv.getdel",
            "kv.mset",
            "kv.msetnx",
            "kv.append",
            "kv.setrange",
            "kv.incr",
            "kv.incrby",
            "kv.decr",
            "kv.decrby",
            "kv.incrbyfloat",
            "kv.del",
            "kv.unlink",
            "kv.mdel",
            "kv.expire",
            "kv.expireat",
            "kv.pexpire",
            "kv.pexpireat",
            "kv.persist",
            "queue.publish",
            "queue.mpublish",
            "queue.ack",
            "queue.nack",
            "queue.reject",
            "queue.extend",
            "stream.publish",
            "stream.mpublish",
            "stream.ack",
            "stream.nack",
            "stream.reject",
            "stream.extend",
            "group.commit");

    private SessionCommands() {}

    /** Their names. */
    public static Set<String> names() {
        return NAMES;
    }

    static boolean contains(String command) {
        return NAMES.contains(command);
    }

    /** The error for a request with a number that is another command. */
    public static SynapException refused(String command) {
        return new SynapException(
                ErrorCode.NOT_SUPPORTED, "'" + command + "' is not executed in sessions; send it without a number");
    }
}
