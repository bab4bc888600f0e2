package io.synap.engine.stream;

import io.synap.engine.image.ItemWriter;
import io.synap.engine.memory.KeyHash;
import io.synap.protocol.operation.BodyReader;

/** What happened in a group since it was made. Confined to its shard's lock. */
public final class GroupCounts {
    static final int BYTES = 9 * 8;

    long delivered;
    long redelivered;
    long acked;
    long nacked;
    long rejected;
    long expired;
    long died;
    long redriven;
    long dropped;

    GroupCounts() {}

    /** Events handed out, each time counted. */
    public long delivered() {
        return delivered;
    }

    /** Those of them that had been handed out before. */
    public long redelivered() {
        return redelivered;
    }

    public long acked() {
        return acked;
    }

    /** Given back by a consumer. */
    public long nacked() {
        return nacked;
    }

    public long rejected() {
        return rejected;
    }

    /** Leases that ran out. */
    public long expired() {
        return expired;
    }

    /** Events that became dead letters. */
    public long died() {
        return died;
    }

    /** Dead letters that were given another try. */
    public long redriven() {
        return redriven;
    }

    /** Dead letters that were not kept, as there were too many. */
    public long dropped() {
        return dropped;
    }

    void write(ItemWriter body) {
        body.putLongs(fields());
    }

    void read(BodyReader body) {
        delivered = body.getLong();
        redelivered = body.getLong();
        acked = body.getLong();
        nacked = body.getLong();
        rejected = body.getLong();
        expired = body.getLong();
        died = body.getLong();
        redriven = body.getLong();
        dropped = body.getLong();
    }

    long digest() {
        long digest = 0;
        for (long each : fields()) {
            digest = KeyHash.mix(digest, each);
        }
        return digest;
    }

    private long[] fields() {
        return new long[] {delivered, redelivered, acked, nacked, rejected, expired, died, redriven, dropped};
    }
}
