package io.synap.server.resp;

import io.synap.protocol.resp.Glob;
import io.synap.server.node.Access;
import io.synap.server.resp.KeyspaceCommands.KeyCollector;
import java.util.List;

/**
 * KEYS, in slices: other connections' work goes on between them, and the one that asked gets a single
 * reply in the end. Confined to one event loop.
 */
final class KeysCommand {
    private static final int SLICE_KEYS = 4096;
    private static final int STEP_KEYS = 256;

    private final RespLoop loop;
    private final RespConnection connection;
    private final Reply gathered;
    private final KeyCollector collector;
    private final Suspension suspension;
    private final List<byte[]> arguments;
    private long nanos;
    private long cursor;
    /** What must be synced before the keys seen may be shown. */
    private long awaited;

    private KeysCommand(Call call) {
        this.loop = call.loop();
        this.connection = call.connection();
        this.gathered = loop.newReply(call.reply().isResp3());
        this.suspension = connection.suspend();
        this.arguments = SlowLog.cut(call.arguments());
        this.collector = new KeyCollector(gathered, new Glob(call.arguments().bytes(1)), false);
    }

    static void execute(Call call) {
        KeysCommand keys = new KeysCommand(call);
        keys.loop.eventLoop().execute(keys::slice);
    }

    private void slice() {
        if (connection.isClosing()) {
            gathered.discard();
            return;
        }
        long began = System.nanoTime();
        try {
            visit();
            connection.gathered(cursor == 0 ? 0 : gathered.bytes());
        } catch (Throwable fault) {
            gathered.discard();
            connection.failed(fault);
            return;
        }
        nanos += System.nanoTime() - began;
        if (cursor != 0) {
            loop.eventLoop().execute(this::slice);
            return;
        }
        loop.slow().ended(connection, nanos, arguments);
        suspension.complete(awaited, reply -> {
            reply.array(collector.taken());
            reply.append(gathered);
        });
    }

    private void visit() {
        Access access = loop.access();
        access.tick();
        int until = collector.visited() + SLICE_KEYS;
        int steps = 0;
        do {
            cursor = access.scan(cursor, STEP_KEYS, collector);
            steps++;
        } while (cursor != 0 && collector.visited() < until && steps < SLICE_KEYS);
        awaited = Math.max(awaited, access.takeAwaited());
    }
}
