package io.synap.engine.session;

import io.synap.engine.Entry;
import io.synap.engine.ValueSink;
import io.synap.engine.stream.Event;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.SessionLimits;

/**
 * Keeps what an operation hands out, on its way to the operation's own sink. Confined to its shard's lock.
 *
 * <p>An entry is kept with its value; of events the ids, whose differences are small numbers; what else there is, or
 * is too large, counts as forgotten.
 */
final class HandedOut implements ValueSink {
    private static final int KEPT_BYTES_MAX = 4 * 1024;

    private final NativeBuffer buffer = new NativeBuffer(512);
    private ValueSink next = ValueSink.NONE;
    private boolean entries;
    private boolean events;
    private int kind;
    private int used;
    private long millis;
    private long number;

    /** Begins with an operation of that type. */
    HandedOut begin(byte type, ValueSink sink) {
        buffer.shrinkTo(KEPT_BYTES_MAX);
        entries = type < OperationType.ADVANCE;
        events = type == OperationType.ROOM_APPEND;
        kind = Result.NOTHING;
        used = 0;
        millis = 0;
        number = 0;
        next = sink;
        return this;
    }

    /** What it was, see {@link Result}. */
    int kind() {
        return kind;
    }

    /** What is kept of it. */
    long address() {
        return buffer.address();
    }

    int length() {
        return used;
    }

    @Override
    public void value(long handedOut) {
        if (entries) {
            keepEntry(handedOut);
        } else if (events && kind != Result.FORGOTTEN) {
            keepId(handedOut);
        } else {
            kind = Result.FORGOTTEN;
        }
        next.value(handedOut);
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }

    private void keepEntry(long entry) {
        int length = Entry.valueLength(entry);
        if (length > SessionLimits.VALUE_BYTES_MAX) {
            kind = Result.FORGOTTEN;
            return;
        }
        used = Entry.BARE_HEAD_BYTES + length;
        long target = buffer.ensure(used, 0);
        Entry.copyValue(entry, 0, length, Entry.putBare(target, Entry.version(entry), length));
        kind = Result.ENTRY;
    }

    private void keepId(long event) {
        if (used > SessionLimits.RESULT_BYTES_MAX) {
            kind = Result.FORGOTTEN;
            return;
        }
        long start = buffer.ensure(used + 2L * Varint.BYTES_MAX, used);
        long at = Varint.putSigned(start + used, Event.idMillis(event) - millis);
        at = Varint.putSigned(at, Event.idNumber(event) - number);
        used = (int) (at - start);
        millis = Event.idMillis(event);
        number = Event.idNumber(event);
        kind = Result.EVENT_IDS;
    }
}
