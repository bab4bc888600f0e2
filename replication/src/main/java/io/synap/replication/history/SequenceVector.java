package io.synap.replication.history;

import io.synap.protocol.Slots;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One sequence for each shard: a position in a history. Immutable. */
public final class SequenceVector {
    public static final SequenceVector ZERO = new SequenceVector(new long[Slots.SHARDS]);

    private final long[] sequences;

    private SequenceVector(long[] sequences) {
        this.sequences = sequences;
    }

    public static SequenceVector of(long[] sequences) {
        if (sequences.length != Slots.SHARDS) {
            throw new IllegalArgumentException("not one sequence for each shard");
        }
        return new SequenceVector(sequences.clone());
    }

    /** Reads what {@link #toString} wrote. */
    public static SequenceVector parse(String text) {
        return of(Arrays.stream(text.split(",", -1)).mapToLong(Long::parseLong).toArray());
    }

    public long get(int shard) {
        return sequences[shard];
    }

    public long[] toArray() {
        return sequences.clone();
    }

    /** The number of operations behind this position, over all shards. */
    public long total() {
        return Arrays.stream(sequences).sum();
    }

    /** Whether this position is at or behind another one, in every shard. */
    public boolean isWithin(SequenceVector other) {
        for (int shard = 0; shard < sequences.length; shard++) {
            if (sequences[shard] > other.sequences[shard]) {
                return false;
            }
        }
        return true;
    }

    /** The farther of the two positions, shard by shard. */
    public SequenceVector max(SequenceVector other) {
        long[] result = sequences.clone();
        for (int shard = 0; shard < result.length; shard++) {
            result[shard] = Math.max(result[shard], other.sequences[shard]);
        }
        return new SequenceVector(result);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceVector that && Arrays.equals(sequences, that.sequences);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sequences);
    }

    /** The sequences in shard order, separated by commas. */
    @Override
    public String toString() {
        return Arrays.stream(sequences).mapToObj(Long::toString).collect(Collectors.joining(","));
    }
}
