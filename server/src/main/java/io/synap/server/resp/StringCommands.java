package io.synap.server.resp;

import io.synap.engine.Entry;
import io.synap.engine.Outcome;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;

/** Reads and changes of values other than by SET. Confined to one event loop. */
final class StringCommands {
    /** Up to so many keys MGET reads as of one moment; beyond, it would hold too many locks too long. */
    private static final int ATOMIC_KEYS_MAX = 1024;

    private final OldValue result;

    StringCommands(Reply reply) {
        this.result = new OldValue(reply);
    }

    void register(CommandTable table) {
        table.add("GET", StringCommands::get);
        table.add("MGET", StringCommands::getAll);
        table.add("MSET", call -> setAll(call, false));
        table.add("MSETNX", call -> setAll(call, true));
        table.add("APPEND", StringCommands::append);
        table.add("STRLEN", StringCommands::strlen);
        table.add("GETRANGE", StringCommands::getRange);
        table.add("SUBSTR", StringCommands::getRange);
        table.add("SETRANGE", StringCommands::setRange);
        table.add("INCR", call -> increment(call, 1));
        table.add("DECR", call -> increment(call, -1));
        table.add("INCRBY", call -> increment(call, call.integer(2)));
        table.add("DECRBY", StringCommands::decrementBy);
        table.add("INCRBYFLOAT", this::incrementFloat);
    }

    private static void get(Call call) {
        if (!KeyReader.value(call, 1)) {
            call.missed();
            call.reply().nullBulk();
        }
    }

    private static void strlen(Call call) {
        int length = KeyReader.valueLength(call, 1);
        if (length < 0) {
            call.missed();
        }
        call.reply().integer(Math.max(0, length));
    }

    private static void getAll(Call call) {
        int keys = call.count() - 1;
        call.reply().array(keys);
        if (keys > ATOMIC_KEYS_MAX) {
            for (int i = 1; i <= keys; i++) {
                if (!KeyReader.value(call, i)) {
                    call.reply().nullBulk();
                }
            }
            return;
        }
        long shards = 0;
        for (int i = 1; i <= keys; i++) {
            shards |= 1L << Slots.shardOf(call.key(i), call.length(i));
        }
        Access access = call.access();
        access.lock(shards);
        try {
            for (int i = 1; i <= keys; i++) {
                replyLocked(call, i);
            }
        } finally {
            access.unlock(shards);
        }
    }

    private static void replyLocked(Call call, int argument) {
        long key = call.key(argument);
        int length = call.length(argument);
        long entry = call.access().findLocked(key, length);
        if (entry == 0) {
            call.access().missed(key, length);
            call.reply().nullBulk();
        } else {
            int shard = Slots.shardOf(key, length);
            call.reply().value(entry, call.loop().node().engine().shard(shard));
        }
    }

    private static void setAll(Call call, boolean onlyIfAllAbsent) {
        if (call.count() % 2 == 0) {
            throw call.arity();
        }
        KvCommands kv = call.kv();
        kv.beginSetAll();
        for (int i = 1; i < call.count(); i += 2) {
            kv.addToSetAll(call.key(i), call.length(i), call.address(i + 1), call.length(i + 1), 0);
        }
        boolean done = kv.setAll(onlyIfAllAbsent);
        if (onlyIfAllAbsent) {
            call.reply().integer(done);
        } else {
            call.reply().ok();
        }
    }

    private static void append(Call call) {
        number(call, call.kv().append(call.key(1), call.length(1), call.address(2), call.length(2)));
    }

    private static void getRange(Call call) {
        long start = call.integer(2);
        long end = call.integer(3);
        Access access = call.access();
        long entry = access.openEntry(call.key(1), call.length(1));
        try {
            if (entry == 0) {
                access.missed(call.key(1), call.length(1));
                call.missed();
            }
            long total = entry == 0 ? 0 : Entry.valueLength(entry);
            if (start < 0 && end < 0 && start > end) {
                call.reply().bulk("");
                return;
            }
            long from = Math.max(0, start < 0 ? total + start : start);
            long to = Math.min(total - 1, Math.max(0, end < 0 ? total + end : end));
            if (from > to || total == 0) {
                call.reply().bulk("");
            } else {
                call.reply().range(entry, access.openShard(), (int) from, (int) (to - from + 1));
            }
        } finally {
            access.closeEntry();
        }
    }

    private static void setRange(Call call) {
        long offset = call.integer(2);
        if (offset < 0) {
            throw new SynapException(ErrorCode.OFFSET_OUT_OF_RANGE);
        }
        long grows = call.length(3) == 0 ? 0 : Math.min(offset, Integer.MAX_VALUE);
        if (!call.hasRoom(call.length(1) + grows + call.length(3))) {
            return;
        }
        number(call, call.kv().setRange(call.key(1), call.length(1), offset, call.address(3), call.length(3)));
    }

    private static void increment(Call call, long delta) {
        number(call, call.kv().increment(call.key(1), call.length(1), delta));
    }

    private static void decrementBy(Call call) {
        long delta = call.integer(2);
        if (delta == Long.MIN_VALUE) {
            throw Call.error("decrement would overflow");
        }
        increment(call, -delta);
    }

    private static void number(Call call, Outcome outcome) {
        if (!call.rejected(outcome)) {
            call.reply().integer(outcome.number());
        }
    }

    private void incrementFloat(Call call) {
        int shard = Slots.shardOf(call.key(1), call.length(1));
        OldValue sink = result.in(call.loop().node().engine().shard(shard));
        Outcome outcome = call.kv().incrementFloat(call.key(1), call.length(1), call.address(2), call.length(2), sink);
        if (!call.rejected(outcome)) {
            sink.finish();
        }
    }
}
