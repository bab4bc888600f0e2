package io.synap.replication.log;

import io.synap.protocol.memory.Memory;
import java.util.Arrays;

/**
 * Gathers operations on several shards that become one record: after a crash all of them are there,
 * or none. Confined to one thread; to be used again and again. The operations' memory must stay valid
 * until the append.
 */
public final class RecordBuilder {
    private long time;
    private int count;
    private long bytes;
    private long[] parts = new long[8];
    private long[] operations = new long[8];
    private int[] lengths = new int[8];

    /** Forgets everything and begins a record. */
    public RecordBuilder begin(long timeMillis) {
        time = timeMillis;
        count = 0;
        bytes = RecordFormat.HEADER_BYTES;
        return this;
    }

    /** Adds an encoded operation that took the sequence in the shard. */
    public RecordBuilder add(int shard, long sequence, long operation, int length) {
        if (count == parts.length) {
            int capacity = count * 2;
            parts = Arrays.copyOf(parts, capacity);
            operations = Arrays.copyOf(operations, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
        parts[count] = RecordFormat.part(shard, sequence);
        operations[count] = operation;
        lengths[count] = length;
        count++;
        bytes += RecordFormat.PART_BYTES + length;
        return this;
    }

    public int count() {
        return count;
    }

    /** The bytes that the record will take in the log. */
    public long bytes() {
        return RecordFormat.align(bytes);
    }

    /** Writes everything behind the length word. */
    void writeTo(long record) {
        Memory.putLong(record + RecordFormat.TIME, time);
        Memory.putInt(record + RecordFormat.TYPE_AND_COUNT, RecordFormat.typeAndCount(RecordFormat.OPERATIONS, count));
        long at = record + RecordFormat.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            Memory.putLong(at, parts[i]);
            at += RecordFormat.PART_BYTES;
            Memory.copy(operations[i], at, lengths[i]);
            at += lengths[i];
        }
    }
}
