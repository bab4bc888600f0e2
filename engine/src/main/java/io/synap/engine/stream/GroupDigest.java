package io.synap.engine.stream;

import io.synap.engine.memory.KeyHash;
import io.synap.engine.retry.RedriveJob;
import java.util.Arrays;

/** Digests of groups, the same on every copy. Stateless. */
final class GroupDigest {
    private GroupDigest() {}

    static long of(Group group) {
        long digest = KeyHash.mix(Arrays.hashCode(group.room.name()), Arrays.hashCode(group.name()));
        digest = KeyHash.mix(digest, group.config.hashCode());
        for (long each : new long[] {
            group.cursor, group.lastMillis, group.lastNumber, group.entriesRead, group.handOuts, group.lastConsumer
        }) {
            digest = KeyHash.mix(digest, each);
        }
        digest = KeyHash.mix(digest, group.counts.digest());
        RedriveJob job = group.redrive;
        digest = KeyHash.mix(digest, job == null ? 0 : job.digest());
        for (GroupConsumer consumer : group.consumers()) {
            digest = KeyHash.mix(digest, Arrays.hashCode(consumer.name()));
            digest = KeyHash.mix(digest, consumer.number);
            digest = KeyHash.mix(digest, consumer.createdMillis);
            digest = KeyHash.mix(digest, consumer.activeMillis);
            digest = KeyHash.mix(digest, consumer.pending);
        }
        Entries entries = new Entries(group, digest);
        var _ = group.visitPending(null, 0, Integer.MAX_VALUE, entries);
        var _ = group.visitDead(0, Integer.MAX_VALUE, entries);
        return entries.digest;
    }

    private static final class Entries implements Group.PendingVisitor {
        private final Group group;
        private long digest;

        Entries(Group group, long digest) {
            this.group = group;
            this.digest = digest;
        }

        @Override
        public boolean pending(long pending) {
            GroupConsumer holder = group.holder(pending);
            for (long each : new long[] {
                Pending.offset(pending),
                Pending.idMillis(pending),
                Pending.idNumber(pending),
                Pending.handedOutAt(pending),
                Pending.firstHandedOutAt(pending),
                Pending.deadline(pending),
                Pending.handOut(pending),
                Pending.deliveries(pending),
                Pending.state(pending),
                Pending.reasonCode(pending),
                Pending.redrive(pending),
                holder == null ? 0 : holder.number
            }) {
                digest = KeyHash.mix(digest, each);
            }
            long failures = Pending.failures(pending);
            if (failures != 0) {
                digest = KeyHash.mix(digest, KeyHash.hash(failures, Failures.bytes(failures), 0));
            }
            return true;
        }
    }
}
