package io.synap.server.resp;

import io.synap.engine.Entry;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.OperationFlags;
import io.synap.server.kv.KvCommands.Move;
import io.synap.server.node.Access;
import io.synap.server.stream.StreamCommands;
import io.synap.server.topic.TopicCommands;

/** Commands on keys as such, and on their deadlines. Confined to one event loop. */
final class KeyCommands {
    private final StreamCommands rooms;
    private final TopicCommands topics;

    KeyCommands(StreamCommands rooms, TopicCommands topics) {
        this.rooms = rooms;
        this.topics = topics;
    }

    void register(CommandTable table) {
        table.add("DEL", this::delete);
        table.add("UNLINK", this::delete);
        table.add("EXISTS", call -> countPresent(call, false));
        table.add("TOUCH", call -> countPresent(call, true));
        table.add("TYPE", call -> call.reply().simple(KeyReader.type(call, 1)));
        table.add("RENAME", call -> rename(call, false));
        table.add("RENAMENX", call -> rename(call, true));
        table.add("COPY", KeyCommands::copy);
        table.add("EXPIRE", call -> expire(call, ExpiryOption.EX));
        table.add("PEXPIRE", call -> expire(call, ExpiryOption.PX));
        table.add("EXPIREAT", call -> expire(call, ExpiryOption.EXAT));
        table.add("PEXPIREAT", call -> expire(call, ExpiryOption.PXAT));
        table.add("EXPIRETIME", call -> replyDeadline(call, false, 1000));
        table.add("PEXPIRETIME", call -> replyDeadline(call, false, 1));
        table.add("TTL", call -> replyDeadline(call, true, 1000));
        table.add("PTTL", call -> replyDeadline(call, true, 1));
        table.add(
                "PERSIST",
                call -> call.reply()
                        .integer(call.kv().persist(call.key(1), call.length(1)).applied()));
    }

    /** Removes keys, and where there is none the room of that name. */
    private void delete(Call call) {
        int removed = 0;
        long bytes = 0;
        for (int i = 1; i < call.count(); i++) {
            if (isRoom(call, i)) {
                int groups = topics.roomReaderCount(name(call, i));
                bytes += groups == 0 ? 0 : TopicCommands.bytesMax(groups);
            }
        }
        if (bytes > 0 && !call.hasRoom(bytes)) {
            return;
        }
        for (int i = 1; i < call.count(); i++) {
            if (call.kv()
                            .delete(call.key(i), call.length(i), 0, 0, Access.noSink())
                            .applied()
                    || (isRoom(call, i) && topics.deleteRoom(name(call, i)))) {
                removed++;
            }
        }
        call.reply().integer(removed);
    }

    private boolean isRoom(Call call, int index) {
        boolean found = rooms.open(call.key(index), call.length(index)) != null;
        rooms.close();
        return found;
    }

    private static Bytes name(Call call, int index) {
        return Bytes.of(Memory.toArray(call.key(index), call.length(index)));
    }

    private static void countPresent(Call call, boolean use) {
        int present = 0;
        for (int i = 1; i < call.count(); i++) {
            if (KeyReader.exists(call, i, use)) {
                present++;
            }
        }
        call.reply().integer(present);
    }

    private static void rename(Call call, boolean onlyIfAbsent) {
        if (!hasRoomForCopy(call)) {
            return;
        }
        Move move = call.kv().rename(call.key(1), call.length(1), call.key(2), call.length(2), onlyIfAbsent);
        if (move == Move.SOURCE_ABSENT) {
            throw new SynapException(ErrorCode.KEY_NOT_FOUND);
        }
        if (onlyIfAbsent) {
            call.reply().integer(move == Move.DONE);
        } else {
            call.reply().ok();
        }
    }

    private static void copy(Call call) {
        boolean replace = false;
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, "REPLACE")) {
                replace = true;
            } else if (call.is(i, "DB") && i + 1 < call.count()) {
                if (call.smallInteger(++i) != 0) {
                    throw new SynapException(ErrorCode.DB_OUT_OF_RANGE);
                }
            } else {
                throw Call.syntax();
            }
        }
        if (call.same(1, 2)) {
            throw Call.error("source and destination objects are the same");
        }
        if (!hasRoomForCopy(call)) {
            return;
        }
        Move move = call.kv().copy(call.key(1), call.length(1), call.key(2), call.length(2), replace);
        call.reply().integer(move == Move.DONE);
    }

    /** The record of a move carries the value, whose length only the source tells. */
    private static boolean hasRoomForCopy(Call call) {
        Access access = call.access();
        long bytes = call.length(1) + (long) call.length(2);
        long entry = access.peekEntry(call.key(1), call.length(1));
        try {
            bytes += entry == 0 ? 0 : Entry.valueLength(entry);
        } finally {
            access.closeEntry();
        }
        return call.hasRoom(bytes);
    }

    private static void expire(Call call, ExpiryOption unit) {
        int rule = expireRule(call);
        long deadline = unit.anyDeadline(call, 2);
        call.reply()
                .integer(call.kv()
                        .expire(call.key(1), call.length(1), deadline, rule)
                        .number());
    }

    private static int expireRule(Call call) {
        int rule = 0;
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, "NX")) {
                rule |= OperationFlags.IF_ABSENT;
            } else if (call.is(i, "XX")) {
                rule |= OperationFlags.IF_PRESENT;
            } else if (call.is(i, "GT")) {
                rule |= OperationFlags.IF_LATER;
            } else if (call.is(i, "LT")) {
                rule |= OperationFlags.IF_EARLIER;
            } else {
                throw Call.error("Unsupported option " + call.text(i));
            }
        }
        boolean absent = (rule & OperationFlags.IF_ABSENT) != 0;
        if (absent && rule != OperationFlags.IF_ABSENT) {
            throw Call.error("NX and XX, GT or LT options at the same time are not compatible");
        }
        int both = OperationFlags.IF_LATER | OperationFlags.IF_EARLIER;
        if ((rule & both) == both) {
            throw Call.error("GT and LT options at the same time are not compatible");
        }
        return rule;
    }

    /** A deadline, or the time until then: in the unit, rounded as Redis rounds; -1 none, -2 no key. */
    private static void replyDeadline(Call call, boolean remaining, int unitMillis) {
        long deadline = KeyReader.deadline(call, 1);
        if (deadline < 0) {
            call.missed();
        }
        if (deadline <= 0) {
            call.reply().integer(deadline == 0 ? -1 : -2);
            return;
        }
        long millis = remaining ? Math.max(0, deadline - call.access().now()) : deadline;
        call.reply().integer(unitMillis == 1 ? millis : (millis + 500) / unitMillis);
    }
}
