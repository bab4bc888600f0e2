package io.synap.server.resp;

import io.synap.engine.Entry;
import io.synap.server.node.Access;

/** Reads of one key for several commands. Stateless. */
final class KeyReader {
    private KeyReader() {}

    /** Replies with a key's value; false, and nothing is replied, when it is absent. */
    static boolean value(Call call, int argument) {
        Access access = call.access();
        long entry = access.openEntry(call.key(argument), call.length(argument));
        try {
            if (entry == 0) {
                access.missed(call.key(argument), call.length(argument));
            } else {
                call.reply().value(entry, access.openShard());
            }
        } finally {
            access.closeEntry();
        }
        return entry != 0;
    }

    /** Whether a key is there, or a room of that name; it counts as a use only if asked for. */
    static boolean exists(Call call, int argument, boolean use) {
        Access access = call.access();
        long key = call.key(argument);
        int length = call.length(argument);
        long entry = use ? access.openEntry(key, length) : access.peekEntry(key, length);
        try {
            boolean found = entry != 0 || access.openShard().streams().find(key, length) != null;
            if (!found) {
                access.missed(key, length);
            }
            return found;
        } finally {
            access.closeEntry();
        }
    }

    /** What bears the name, as TYPE says it: keys go before rooms. */
    static String type(Call call, int argument) {
        Access access = call.access();
        long key = call.key(argument);
        int length = call.length(argument);
        long entry = access.peekEntry(key, length);
        try {
            if (entry != 0) {
                return "string";
            }
            if (access.openShard().streams().find(key, length) != null) {
                return "stream";
            }
            access.missed(key, length);
            return "none";
        } finally {
            access.closeEntry();
        }
    }

    /** The length of a key's value, or -1 when it is absent. */
    static int valueLength(Call call, int argument) {
        Access access = call.access();
        long entry = access.openEntry(call.key(argument), call.length(argument));
        try {
            if (entry == 0) {
                access.missed(call.key(argument), call.length(argument));
            }
            return entry == 0 ? -1 : Entry.valueLength(entry);
        } finally {
            access.closeEntry();
        }
    }

    /** A key's deadline, milliseconds since 1970; 0 when it has none, -1 when it is absent. */
    static long deadline(Call call, int argument) {
        Access access = call.access();
        long entry = access.peekEntry(call.key(argument), call.length(argument));
        try {
            if (entry == 0) {
                access.missed(call.key(argument), call.length(argument));
            }
            return entry == 0 ? -1 : Entry.deadline(entry);
        } finally {
            access.closeEntry();
        }
    }
}
