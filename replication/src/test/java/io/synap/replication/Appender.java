package io.synap.replication;

import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.replication.files.NativeBuffer;
import io.synap.replication.log.OperationLog;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes to a node as an edge does. Confined to one thread; several may share a node. */
final class Appender implements Closeable {
    private final TestNode node;
    private final NativeBuffer buffer = new NativeBuffer(1 << 20);

    Appender(TestNode node) {
        this.node = node;
    }

    /** Sets a key; returns the log position that makes it durable. */
    long set(int shard, String key, byte[] value) throws IOException {
        OperationLog log = node.log();
        while (!log.hasRoom(value.length + 100)) {
            awaitRoom(log);
        }
        KvOperation.Set set = Operations.set(key, value);
        int length = OperationCodec.encode(set, buffer.address());
        synchronized (node.state().lock(shard)) {
            long sequence = node.state().sequence(shard) + 1;
            node.state().replay(shard, sequence, sequence, buffer.address());
            long position = log.append(shard, sequence, sequence, buffer.address(), length);
            log.nudge();
            return position;
        }
    }

    private static void awaitRoom(OperationLog log) throws IOException {
        if (log.failed()) {
            throw new IOException("the log failed", log.failure());
        }
        CountDownLatch room = new CountDownLatch(1);
        log.whenRoom(room::countDown);
        try {
            if (!room.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain for room");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        buffer.close();
    }
}
