package io.synap.server.resp;

import io.synap.engine.Entry;
import io.synap.engine.EntryVisitor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.resp.Glob;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Commands over all keys. Confined to one event loop. */
final class KeyspaceCommands {
    private static final int SCAN_COUNT = 10;
    /** So many keys SCAN looks at by itself at most, whatever COUNT says. */
    private static final int SCAN_COUNT_MAX = 10_000;

    private final RandomGenerator random;

    KeyspaceCommands(RandomGenerator random) {
        this.random = random;
    }

    void register(CommandTable table) {
        table.add("SCAN", KeyspaceCommands::scan);
        table.add("KEYS", KeysCommand::execute);
        table.add("RANDOMKEY", this::randomKey);
        table.add(
                "DBSIZE",
                call -> call.reply().integer(call.loop().node().engine().keyCount()));
        table.add("FLUSHALL", KeyspaceCommands::flush);
        table.add("FLUSHDB", KeyspaceCommands::flush);
    }

    private static void scan(Call call) {
        long cursor = cursor(call.text(1));
        int count = SCAN_COUNT;
        @Nullable Glob match = null;
        boolean otherType = false;
        for (int i = 2; i < call.count(); i += 2) {
            if (i + 1 == call.count()) {
                throw Call.syntax();
            }
            if (call.is(i, "COUNT")) {
                long wanted = call.integer(i + 1);
                if (wanted < 1) {
                    throw Call.syntax();
                }
                count = (int) Math.min(SCAN_COUNT_MAX, wanted);
            } else if (call.is(i, "MATCH")) {
                match = new Glob(call.arguments().bytes(i + 1));
            } else if (call.is(i, "TYPE")) {
                otherType = !call.is(i + 1, "STRING");
            } else {
                throw Call.syntax();
            }
        }
        Reply keys = call.loop().newReply(call.reply().isResp3());
        try {
            KeyCollector collector = new KeyCollector(keys, match, otherType);
            do {
                cursor = call.access().scan(cursor, count - collector.visited, collector);
            } while (cursor != 0 && collector.visited < count);
            call.reply().array(2);
            call.reply().bulk(Long.toUnsignedString(cursor));
            call.reply().array(collector.taken);
            call.reply().append(keys);
        } catch (Throwable failed) {
            keys.discard();
            throw failed;
        }
    }

    private static long cursor(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException none) {
            throw new SynapException(ErrorCode.INVALID_CURSOR);
        }
    }

    private void randomKey(Call call) {
        Reply reply = call.reply();
        KeyCollector one = new KeyCollector(reply, null, false);
        call.access().randomEntry(random.nextLong(), one);
        if (one.taken == 0) {
            reply.nullBulk();
        }
    }

    private static void flush(Call call) {
        if (call.count() > 2 || (call.count() == 2 && !call.is(1, "SYNC") && !call.is(1, "ASYNC"))) {
            throw Call.syntax();
        }
        call.kv().flushAll();
        call.reply().ok();
    }

    /** Writes the keys that it visits and that are wanted, as bulk strings. */
    static final class KeyCollector implements EntryVisitor {
        private final Reply into;
        private final @Nullable Glob match;
        private final boolean none;
        private int visited;
        private int taken;

        KeyCollector(Reply into, @Nullable Glob match, boolean none) {
            this.into = into;
            this.match = match;
            this.none = none;
        }

        @Override
        public void entry(long entry) {
            visited++;
            long key = Entry.key(entry);
            int length = Entry.keyLength(entry);
            if (!none && (match == null || match.matches(key, length))) {
                taken++;
                into.bulk(key, length);
            }
        }

        int visited() {
            return visited;
        }

        int taken() {
            return taken;
        }
    }
}
