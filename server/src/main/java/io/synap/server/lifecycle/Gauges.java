package io.synap.server.lifecycle;

import io.synap.engine.Engine;
import io.synap.replication.Persistence;
import io.synap.replication.snapshot.SnapshotInfo;
import io.synap.server.telemetry.KvGauges;
import io.synap.server.telemetry.PersistenceGauges;
import io.synap.server.telemetry.Telemetry;
import java.util.List;

/** Shows the figures of state and log to telemetry. Thread-safe, no state. */
final class Gauges {
    private Gauges() {}

    static void watch(Telemetry telemetry, Storage storage) {
        telemetry.watch(new Keys(storage));
        telemetry.watch(new QueueWiring(storage.node()));
        Persistence persistence = storage.persistence();
        if (persistence != null) {
            telemetry.watch(new Log(persistence));
            persistence.log().onSyncDuration(nanos -> telemetry.fsyncs().record(nanos));
        }
    }

    private record Keys(Storage storage) implements KvGauges {
        private Engine engine() {
            return storage.engine();
        }

        @Override
        public long keys(int shard) {
            return engine().shard(shard).keyCount();
        }

        @Override
        public long usedBytes() {
            return engine().usedBytes();
        }

        @Override
        public long reservedBytes() {
            return engine().reservedBytes();
        }

        @Override
        public long maxBytes() {
            return storage.node().budget().maxBytes();
        }
    }

    private record Log(Persistence persistence) implements PersistenceGauges {
        @Override
        public long logBytesWritten() {
            return persistence.log().written();
        }

        @Override
        public long logBytesOnDisk() {
            return persistence.log().storedBytes();
        }

        @Override
        public long snapshotLastSuccessMillis() {
            List<SnapshotInfo> snapshots = persistence.manifest().manifest().snapshots();
            return snapshots.isEmpty() ? 0 : snapshots.getFirst().takenMillis();
        }

        @Override
        public long snapshotFailures() {
            return persistence.snapshots().failures();
        }
    }
}
