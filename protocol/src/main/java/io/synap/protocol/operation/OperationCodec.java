package io.synap.protocol.operation;

import static io.synap.protocol.operation.OperationFlags.EVICTED;
import static io.synap.protocol.operation.OperationFlags.HAS_ARGUMENT;
import static io.synap.protocol.operation.OperationFlags.HAS_DEADLINE;
import static io.synap.protocol.operation.OperationFlags.IF_ABSENT;
import static io.synap.protocol.operation.OperationFlags.IF_EARLIER;
import static io.synap.protocol.operation.OperationFlags.IF_LATER;
import static io.synap.protocol.operation.OperationFlags.IF_PRESENT;
import static io.synap.protocol.operation.OperationFlags.IF_VERSION;
import static io.synap.protocol.operation.OperationFlags.KEEP_DEADLINE;
import static io.synap.protocol.operation.OperationFlags.RETURN_OLD;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.KvOperation.Condition;
import io.synap.protocol.operation.KvOperation.ExpireRule;
import io.synap.protocol.operation.KvOperation.Expiry;
import java.util.ArrayList;
import java.util.List;

/** Between an operation's encoded form and its decoded view; each is the other's inverse. Thread-safe. */
public final class OperationCodec {
    private OperationCodec() {}

    /** An upper bound of what {@link #encode} writes for this operation, in bytes. */
    public static int encodedLengthMax(Operation operation) {
        int body = switch (operation) {
            case InSession within -> encodedLengthMax(within.operation());
            case StreamOperation stream -> StreamCodec.lengthMax(stream);
            case GroupOperation group -> GroupCodec.lengthMax(group);
            case KvOperation.Set set -> set.key().length() + set.value().length();
            case KvOperation.Delete delete -> delete.key().length();
            case KvOperation.Expire expire -> expire.key().length();
            case KvOperation.Persist persist -> persist.key().length();
            case KvOperation.Increment increment -> increment.key().length();
            case KvOperation.IncrementFloat increment ->
                increment.key().length() + increment.delta().length();
            case KvOperation.Append append ->
                append.key().length() + append.value().length();
            case KvOperation.SetRange range ->
                range.key().length() + range.value().length();
            case KvOperation.Flush ignored -> 0;
            case QueueOperation queue -> QueueCodec.lengthMax(queue);
            case TopicOperation topic -> encoded(topic).length();
            case SystemOperation.Advance advance ->
                advance.expired().stream().mapToInt(key -> 2 + key.length()).sum();
        };
        return EncodedOperation.PREFIX_BYTES_MAX + body;
    }

    /** Writes the canonical form at an address and returns its length in bytes. */
    public static int encode(Operation operation, long target) {
        return switch (operation) {
            case InSession within -> encode(within, target);
            case StreamOperation stream -> StreamCodec.encode(stream, target);
            case GroupOperation group -> GroupCodec.encode(group, target);
            case KvOperation.Set set -> encodeSet(set, target);
            case KvOperation.Delete delete -> encodeDelete(delete, target);
            case KvOperation.Expire expire ->
                put(
                        target,
                        OperationType.EXPIRE,
                        HAS_DEADLINE | flagsOf(expire.rule()),
                        expire.key(),
                        Bytes.EMPTY,
                        expire.deadlineMillis(),
                        0);
            case KvOperation.Persist persist -> put(target, OperationType.EXPIRE, 0, persist.key(), Bytes.EMPTY, 0, 0);
            case KvOperation.Increment add ->
                put(target, OperationType.INCREMENT, HAS_ARGUMENT, add.key(), Bytes.EMPTY, 0, add.delta());
            case KvOperation.IncrementFloat add ->
                put(target, OperationType.INCREMENT_FLOAT, 0, add.key(), add.delta(), 0, 0);
            case KvOperation.Append append -> put(target, OperationType.APPEND, 0, append.key(), append.value(), 0, 0);
            case KvOperation.SetRange range ->
                put(target, OperationType.SET_RANGE, HAS_ARGUMENT, range.key(), range.value(), 0, range.offset());
            case KvOperation.Flush ignored -> put(target, OperationType.FLUSH, 0, Bytes.EMPTY, Bytes.EMPTY, 0, 0);
            case QueueOperation queue -> QueueCodec.encode(queue, target);
            case TopicOperation topic -> encoded(topic).copyTo(target);
            case SystemOperation.Advance advance -> encodeAdvance(advance, target);
        };
    }

    /** Reads a well-formed operation ({@link EncodedOperation#isWellFormed}). */
    public static Operation decode(long operation) {
        Operation decoded = decodeItself(operation);
        return EncodedOperation.has(operation, OperationFlags.IN_SESSION)
                ? new InSession(decoded, SessionPrefix.stamp(operation))
                : decoded;
    }

    private static Operation decodeItself(long operation) {
        byte type = EncodedOperation.type(operation);
        if (OperationType.isOfQueues(type)) {
            return QueueCodec.decode(operation);
        }
        if (GroupCodec.isGroup(type)) {
            return GroupCodec.decode(operation);
        }
        if (OperationType.isOfStreams(type)) {
            return StreamCodec.decode(operation);
        }
        return OperationType.isOfTopics(type) ? TopicCodec.decode(operation) : decodeKeys(operation);
    }

    private static Operation decodeKeys(long operation) {
        int flags = EncodedOperation.flags(operation);
        Bytes key = bytes(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
        Bytes value = bytes(EncodedOperation.value(operation), EncodedOperation.valueLength(operation));
        long argument = EncodedOperation.argument(operation);
        return switch (EncodedOperation.type(operation)) {
            case OperationType.SET ->
                new KvOperation.Set(
                        key,
                        value,
                        expiryOf(flags, EncodedOperation.deadline(operation)),
                        conditionOf(flags, argument),
                        (flags & RETURN_OLD) != 0);
            case OperationType.DELETE ->
                new KvOperation.Delete(
                        key, conditionOf(flags, argument), (flags & EVICTED) != 0, (flags & RETURN_OLD) != 0);
            case OperationType.EXPIRE ->
                (flags & HAS_DEADLINE) == 0
                        ? new KvOperation.Persist(key)
                        : new KvOperation.Expire(key, EncodedOperation.deadline(operation), ruleOf(flags));
            case OperationType.INCREMENT -> new KvOperation.Increment(key, argument);
            case OperationType.INCREMENT_FLOAT -> new KvOperation.IncrementFloat(key, value);
            case OperationType.APPEND -> new KvOperation.Append(key, value);
            case OperationType.SET_RANGE -> new KvOperation.SetRange(key, argument, value);
            case OperationType.FLUSH -> new KvOperation.Flush();
            case OperationType.ADVANCE -> new SystemOperation.Advance(argument, expired(operation));
            default -> throw new IllegalArgumentException("unknown operation type " + EncodedOperation.type(operation));
        };
    }

    private static int encode(InSession within, long target) {
        // Behind its own place, so that only what stands before the key has to be moved.
        long itself = target + SessionPrefix.BYTES;
        var _ = encode(within.operation(), itself);
        SessionStamp stamp = within.stamp();
        SessionPrefix.copy(
                itself,
                target,
                stamp.session().high(),
                stamp.session().low(),
                stamp.number(),
                stamp.answeredBelow(),
                stamp.part());
        return EncodedOperation.length(target);
    }

    private static OperationWriter encoded(TopicOperation operation) {
        OperationWriter writer = new OperationWriter();
        var _ = TopicCodec.encode(operation, writer);
        return writer;
    }

    private static int encodeSet(KvOperation.Set set, long target) {
        int flags = flagsOf(set.condition()) | (set.returnOld() ? RETURN_OLD : 0);
        long deadline = 0;
        switch (set.expiry()) {
            case Expiry.None ignored -> {}
            case Expiry.Keep ignored -> flags |= KEEP_DEADLINE;
            case Expiry.At at -> {
                flags |= HAS_DEADLINE;
                deadline = at.deadlineMillis();
            }
        }
        return put(target, OperationType.SET, flags, set.key(), set.value(), deadline, argumentOf(set.condition()));
    }

    private static int encodeDelete(KvOperation.Delete delete, long target) {
        int flags =
                flagsOf(delete.condition()) | (delete.evicted() ? EVICTED : 0) | (delete.returnOld() ? RETURN_OLD : 0);
        return put(target, OperationType.DELETE, flags, delete.key(), Bytes.EMPTY, 0, argumentOf(delete.condition()));
    }

    private static int encodeAdvance(SystemOperation.Advance advance, long target) {
        OperationWriter writer = new OperationWriter();
        writer.begin(OperationType.ADVANCE, HAS_ARGUMENT, 0, 0, 0, advance.itemsMax());
        advance.expired().forEach(writer::putShortBytes);
        var _ = writer.end();
        return writer.copyTo(target);
    }

    private static List<Bytes> expired(long advance) {
        List<Bytes> keys = new ArrayList<>();
        BodyReader body = new BodyReader().of(advance);
        while (body.hasMore()) {
            long key = body.shortBytes();
            keys.add(bytes(key, body.bytesLength()));
        }
        return List.copyOf(keys);
    }

    private static int put(long target, byte type, int flags, Bytes key, Bytes value, long deadline, long argument) {
        long at = EncodedOperation.putPrefix(target, type, flags, key.length(), value.length(), deadline, argument);
        key.copyTo(at);
        value.copyTo(at + key.length());
        return EncodedOperation.length(target);
    }

    private static Bytes bytes(long address, int length) {
        return Bytes.of(Memory.toArray(address, length));
    }

    private static int flagsOf(Condition condition) {
        return switch (condition) {
            case Condition.Always ignored -> 0;
            case Condition.IfAbsent ignored -> IF_ABSENT;
            case Condition.IfPresent ignored -> IF_PRESENT;
            case Condition.IfVersion ignored -> IF_VERSION | HAS_ARGUMENT;
        };
    }

    private static long argumentOf(Condition condition) {
        return condition instanceof Condition.IfVersion ifVersion ? ifVersion.version() : 0;
    }

    private static Condition conditionOf(int flags, long argument) {
        if ((flags & IF_ABSENT) != 0) {
            return new Condition.IfAbsent();
        }
        if ((flags & IF_PRESENT) != 0) {
            return new Condition.IfPresent();
        }
        return (flags & IF_VERSION) != 0 ? new Condition.IfVersion(argument) : new Condition.Always();
    }

    private static Expiry expiryOf(int flags, long deadline) {
        if ((flags & HAS_DEADLINE) != 0) {
            return new Expiry.At(deadline);
        }
        return (flags & KEEP_DEADLINE) != 0 ? new Expiry.Keep() : new Expiry.None();
    }

    private static int flagsOf(ExpireRule rule) {
        return switch (rule) {
            case ALWAYS -> 0;
            case IF_NONE -> IF_ABSENT;
            case IF_ANY -> IF_PRESENT;
            case IF_LATER -> IF_LATER;
            case IF_EARLIER -> IF_EARLIER;
        };
    }

    private static ExpireRule ruleOf(int flags) {
        if ((flags & IF_ABSENT) != 0) {
            return ExpireRule.IF_NONE;
        }
        if ((flags & IF_PRESENT) != 0) {
            return ExpireRule.IF_ANY;
        }
        if ((flags & IF_LATER) != 0) {
            return ExpireRule.IF_LATER;
        }
        return (flags & IF_EARLIER) != 0 ? ExpireRule.IF_EARLIER : ExpireRule.ALWAYS;
    }
}
