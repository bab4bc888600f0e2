package io.synap.engine;

import static io.synap.protocol.operation.OperationFlags.HAS_DEADLINE;
import static io.synap.protocol.operation.OperationFlags.IF_ABSENT;
import static io.synap.protocol.operation.OperationFlags.IF_EARLIER;
import static io.synap.protocol.operation.OperationFlags.IF_LATER;
import static io.synap.protocol.operation.OperationFlags.IF_PRESENT;
import static io.synap.protocol.operation.OperationFlags.IF_VERSION;
import static io.synap.protocol.operation.OperationFlags.KEEP_DEADLINE;
import static io.synap.protocol.operation.OperationFlags.RETURN_OLD;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What each operation on keys means: Redis 7's semantics. Confined to its shard's lock.
 *
 * <p>A key is absent when it has no entry or an expired one. An operation either changes something, and
 * then everything it touches carries the new version, or changes nothing at all. No decision depends on
 * anything but the operation, its time and the state.
 */
final class KeyWriter {
    private final KeySpace keys;
    private final Content content = new Content();
    private final long scratch =
            Arena.global().allocate(DecimalText.INTEGER_BYTES_MAX).address();

    // Of the operation at hand.
    private long operation;
    private int flags;
    private long key;
    private int keyLength;
    private long hash;
    private long slot;
    /** The key's entry, or 0 when the key is absent. */
    private long present;

    private long now;
    private long version;
    private int valueBytesMax;

    KeyWriter(KeySpace keys) {
        this.keys = keys;
    }

    /** Executes an operation that would take the given sequence; the outcome says if it did. */
    void execute(long op, long sequence, long time, int limit, Outcome outcome, ValueSink sink) {
        operation = op;
        flags = EncodedOperation.flags(op);
        version = sequence;
        now = time;
        valueBytesMax = limit;
        outcome.clear();
        switch (EncodedOperation.type(op)) {
            case OperationType.SET -> set(located(outcome), sink);
            case OperationType.DELETE -> delete(located(outcome), sink);
            case OperationType.EXPIRE -> expire(located(outcome));
            case OperationType.INCREMENT -> increment(located(outcome));
            case OperationType.INCREMENT_FLOAT -> incrementFloat(located(outcome), sink);
            case OperationType.APPEND -> append(located(outcome));
            case OperationType.SET_RANGE -> setRange(located(outcome));
            case OperationType.FLUSH -> flush(outcome);
            default -> throw new IllegalArgumentException("unknown operation type " + EncodedOperation.type(op));
        }
    }

    private Outcome located(Outcome outcome) {
        key = EncodedOperation.key(operation);
        keyLength = EncodedOperation.keyLength(operation);
        hash = keys.table.hashOf(key, keyLength);
        slot = keys.table.slotOf(hash, key, keyLength);
        long entry = slot == 0 ? 0 : KeySpace.entryAt(slot);
        present = entry == 0 || Entry.isExpired(entry, now) ? 0 : entry;
        outcome.unchanged(presentVersion());
        return outcome;
    }

    private void set(Outcome outcome, ValueSink sink) {
        reportOld(sink);
        if (!conditionHolds(outcome)) {
            return;
        }
        int length = EncodedOperation.valueLength(operation);
        if (length > valueBytesMax) {
            outcome.rejected(ErrorCode.VALUE_TOO_LARGE, presentVersion());
            return;
        }
        long deadline = 0;
        if ((flags & HAS_DEADLINE) != 0) {
            deadline = deadline();
        } else if ((flags & KEEP_DEADLINE) != 0) {
            deadline = presentDeadline();
        }
        store(deadline, content.replacing(EncodedOperation.value(operation), length));
        outcome.applied(version);
    }

    private void delete(Outcome outcome, ValueSink sink) {
        reportOld(sink);
        if (conditionHolds(outcome) && present != 0) {
            remove(outcome);
        }
    }

    private void expire(Outcome outcome) {
        if (present == 0) {
            return;
        }
        long before = presentDeadline();
        if ((flags & HAS_DEADLINE) == 0) {
            if (before != 0) {
                change(outcome, 0, content.keeping(present));
                outcome.number(1);
            }
            return;
        }
        long deadline = deadline();
        if (!ruleAllows(before, deadline)) {
            return;
        }
        if (deadline <= now) {
            remove(outcome);
        } else {
            change(outcome, deadline, content.keeping(present));
            outcome.number(1);
        }
    }

    private boolean ruleAllows(long before, long deadline) {
        boolean none = before == 0;
        return ((flags & IF_ABSENT) == 0 || none)
                && ((flags & IF_PRESENT) == 0 || !none)
                && ((flags & IF_LATER) == 0 || (!none && deadline > before))
                && ((flags & IF_EARLIER) == 0 || none || deadline < before);
    }

    private void increment(Outcome outcome) {
        long base = 0;
        if (present != 0) {
            int length = Entry.valueLength(present);
            if (Entry.isLarge(present) || !DecimalText.isInteger(Entry.value(present), length)) {
                outcome.rejected(ErrorCode.NOT_INTEGER, presentVersion());
                return;
            }
            base = DecimalText.integer(Entry.value(present), length);
        }
        long delta = EncodedOperation.argument(operation);
        long sum = base + delta;
        if (((base ^ sum) & (delta ^ sum)) < 0) {
            outcome.rejected(ErrorCode.OVERFLOW, presentVersion());
            return;
        }
        int length = DecimalText.putInteger(scratch, sum);
        change(outcome, presentDeadline(), content.replacing(scratch, length));
        outcome.number(sum);
    }

    private void incrementFloat(Outcome outcome, ValueSink sink) {
        String base = present == 0 ? "0" : text(Entry.value(present), Entry.valueLength(present));
        String delta = text(EncodedOperation.value(operation), EncodedOperation.valueLength(operation));
        BigDecimal left = DecimalText.decimal(base);
        BigDecimal right = DecimalText.decimal(delta);
        if (left == null || right == null) {
            boolean numbers =
                    (left != null || DecimalText.isInfinity(base)) && (right != null || DecimalText.isInfinity(delta));
            ErrorCode error = numbers ? ErrorCode.NAN_OR_INFINITY : ErrorCode.NOT_FLOAT;
            outcome.rejected(error, presentVersion());
            return;
        }
        byte @Nullable [] sum = DecimalText.sum(left, right);
        if (sum == null) {
            outcome.rejected(ErrorCode.NAN_OR_INFINITY, presentVersion());
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            long source = arena.allocate(sum.length).address();
            Memory.copy(sum, 0, source, sum.length);
            change(outcome, presentDeadline(), content.replacing(source, sum.length));
        }
        sink.value(present);
    }

    private static String text(long address, int length) {
        if (length > DecimalText.DECIMAL_BYTES_MAX) {
            return "";
        }
        return new String(Memory.toArray(address, length), StandardCharsets.ISO_8859_1);
    }

    private void append(Outcome outcome) {
        int before = present == 0 ? 0 : Entry.valueLength(present);
        int length = EncodedOperation.valueLength(operation);
        long source = EncodedOperation.value(operation);
        if ((long) before + length > valueBytesMax) {
            outcome.rejected(ErrorCode.VALUE_TOO_LARGE, presentVersion());
            return;
        }
        change(outcome, presentDeadline(), content.patching(present, before, source, length));
        outcome.number(before + length);
    }

    private void setRange(Outcome outcome) {
        long offset = EncodedOperation.argument(operation);
        int length = EncodedOperation.valueLength(operation);
        int before = present == 0 ? 0 : Entry.valueLength(present);
        if (offset < 0) {
            outcome.rejected(ErrorCode.OFFSET_OUT_OF_RANGE, presentVersion());
            return;
        }
        if (length == 0) {
            outcome.number(before);
            return;
        }
        if (offset > valueBytesMax - (long) length) {
            outcome.rejected(ErrorCode.VALUE_TOO_LARGE, presentVersion());
            return;
        }
        long source = EncodedOperation.value(operation);
        Content patched = content.patching(present, (int) offset, source, length);
        int total = patched.total();
        change(outcome, presentDeadline(), patched);
        outcome.number(total);
    }

    private void flush(Outcome outcome) {
        long removed = keys.keyCount.get();
        if (removed > 0) {
            keys.clear();
            outcome.applied(0);
            outcome.number(removed);
        }
    }

    /** Removes at most so many keys whose time has come, each after the sink has seen it; returns how many. */
    long advance(long most, long time, ValueSink sink) {
        long removed = 0;
        while (removed < most && !sink.isFull() && keys.deadlines.firstMajor() <= time) {
            long due = keys.deadlines.firstPayload();
            long dueSlot = keys.table.slotOfVersion(due, keys.deadlines.firstMinor());
            sink.value(KeySpace.entryAt(dueSlot));
            keys.remove(due, dueSlot);
            removed++;
        }
        return removed;
    }

    private void reportOld(ValueSink sink) {
        if ((flags & RETURN_OLD) != 0 && present != 0) {
            sink.value(present);
        }
    }

    private boolean conditionHolds(Outcome outcome) {
        if ((flags & IF_VERSION) != 0 && EncodedOperation.argument(operation) != presentVersion()) {
            outcome.rejected(ErrorCode.VERSION_MISMATCH, presentVersion());
            return false;
        }
        return ((flags & IF_ABSENT) == 0 || present == 0) && ((flags & IF_PRESENT) == 0 || present != 0);
    }

    private void change(Outcome outcome, long deadline, Content changed) {
        store(deadline, changed);
        outcome.applied(version);
    }

    private void store(long deadline, Content stored) {
        present = keys.store(hash, slot, key, keyLength, version, deadline, stored, now);
    }

    private void remove(Outcome outcome) {
        keys.remove(hash, slot);
        present = 0;
        outcome.applied(0);
        outcome.number(1);
    }

    private long presentVersion() {
        return present == 0 ? 0 : Entry.version(present);
    }

    private long presentDeadline() {
        return present == 0 ? 0 : Entry.deadline(present);
    }

    /** The operation's deadline. Zero stands for none in an entry; a time before 1970 is as past. */
    private long deadline() {
        return Math.max(1, EncodedOperation.deadline(operation));
    }
}
