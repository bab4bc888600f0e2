package io.synap.server.http.kv;

import io.synap.protocol.operation.OperationFlags;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;

/**
 * How a key is set.
 *
 * @param flags of {@link OperationFlags}
 * @param deadline milliseconds since 1970, 0 for none
 * @param version what the key's version must be, with IF_VERSION
 */
record SetOptions(int flags, long deadline, long version) {
    private static final String[] NAMES = {
        "ttl", "ttl_ms", "expire_at_ms", "nx", "xx", "keep_ttl", "keepttl", "get", "if_version"
    };

    static final SetOptions PLAIN = new SetOptions(0, 0, 0);

    /** Reads nx, xx, keep_ttl (or keepttl), get, if_version and the deadline. */
    static SetOptions of(Parameters given, long now) {
        long deadline = Deadlines.read(given, now);
        int flags = 0;
        if (given.flag("nx")) {
            flags |= OperationFlags.IF_ABSENT;
        }
        if (given.flag("xx")) {
            flags |= OperationFlags.IF_PRESENT;
        }
        if (given.flag("keep_ttl") || given.flag("keepttl")) {
            flags |= OperationFlags.KEEP_DEADLINE;
        }
        if (given.flag("get")) {
            flags |= OperationFlags.RETURN_OLD;
        }
        SetOptions options = new SetOptions(flags, deadline, 0);
        return given.has("if_version") ? options.ifVersion(given.integer("if_version")) : options;
    }

    /** Whether any option stands among these parameters. */
    static boolean areIn(Parameters given) {
        for (String name : NAMES) {
            if (given.has(name)) {
                return true;
            }
        }
        return false;
    }

    SetOptions with(int more) {
        return new SetOptions(flags | more, deadline, version);
    }

    SetOptions until(long newDeadline) {
        return newDeadline == 0 ? this : new SetOptions(flags, newDeadline, version);
    }

    SetOptions ifVersion(long expected) {
        if (expected < 0) {
            throw Fields.invalid("a version is not negative; 0 means that the key is absent");
        }
        return new SetOptions(flags | OperationFlags.IF_VERSION, deadline, expected);
    }

    /** What makes sense together; a deadline goes before keeping the old one, as it does there. */
    SetOptions checked() {
        boolean both = (flags & OperationFlags.IF_ABSENT) != 0 && (flags & OperationFlags.IF_PRESENT) != 0;
        if (both) {
            throw Fields.invalid("'nx' and 'xx' exclude each other");
        }
        if (deadline != 0 && (flags & OperationFlags.KEEP_DEADLINE) != 0) {
            throw Fields.invalid("keeping the deadline and setting one exclude each other");
        }
        return this;
    }

    boolean returnsOld() {
        return (flags & OperationFlags.RETURN_OLD) != 0;
    }
}
