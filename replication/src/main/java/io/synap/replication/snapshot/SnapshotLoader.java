package io.synap.replication.snapshot;

import io.synap.protocol.Slots;
import io.synap.protocol.state.StateMachine;
import io.synap.replication.files.NativeBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts a snapshot into an empty state machine, several shards at a time. Thread-safe, no state. */
public final class SnapshotLoader {
    private SnapshotLoader() {}

    /** Loads all shards; after an exception the state machine is not usable. */
    public static void load(SnapshotReader reader, StateMachine machine, int threads) throws IOException {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("synap-load-", 0).factory())) {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                loads.add(executor.submit(() -> {
                    loadShards(reader, machine, next);
                    return null;
                }));
            }
            for (Future<?> load : loads) {
                await(load);
            }
        }
    }

    private static void loadShards(SnapshotReader reader, StateMachine machine, AtomicInteger next) throws IOException {
        try (NativeBuffer buffer = SnapshotReader.newBuffer()) {
            for (int i = next.getAndIncrement(); i < Slots.SHARDS; i = next.getAndIncrement()) {
                int shard = i;
                reader.readShard(shard, buffer, (address, length) -> machine.restoreItems(shard, address, length));
                machine.restoreEnd(shard, reader.info().sequences().get(shard), reader.time(shard));
            }
        }
    }

    private static void await(Future<?> load) throws IOException {
        try {
            load.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while loading a snapshot", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IOException("the snapshot was refused", e.getCause());
            }
        }
    }
}
