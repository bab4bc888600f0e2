package io.synap.server.feed;

import io.synap.engine.Entry;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.AppendedEvents;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.QueueCodec;
import io.synap.replication.history.HistoryId;
import io.synap.replication.log.LogFollower;
import io.synap.server.feed.Change.Detail;
import io.synap.server.node.Access;
import org.jspecify.annotations.Nullable;

/**
 * What happened by one logged operation: as a rule one thing, but each key that expired is one of its own.
 * Confined to the feed's thread; reused. An object is made only of what somebody wants.
 */
final class Occurrences {
    /** Longer values are not told with the change. */
    static final int VALUE_BYTES_MAX = 64 * 1024;

    private static final int RECEIPT_BYTES = Long.BYTES + Integer.BYTES;

    private final Access access;
    private final HistoryId history;
    private final BodyReader body = new BodyReader();
    private final AppendedEvents events = new AppendedEvents();

    // The operation.
    private LogFollower at;
    private boolean withCursors;
    private long operation;
    private byte type;
    private boolean expiring;
    private boolean over;

    // What happened.
    private ChangeFamily family = ChangeFamily.SYSTEM;
    private long name;
    private int nameLength;
    private boolean last;
    private @Nullable Change made;

    Occurrences(Access access, HistoryId history, LogFollower first) {
        this.access = access;
        this.history = history;
        this.at = first;
    }

    /** Begins before the first thing that happened by the follower's operation. */
    void of(LogFollower follower, boolean cursors) {
        at = follower;
        withCursors = cursors;
        operation = follower.operation();
        type = EncodedOperation.type(operation);
        expiring = type == OperationType.ADVANCE && EncodedOperation.valueLength(operation) > 0;
        if (expiring) {
            body.of(operation);
        }
        // All shards are flushed as one, so that it is one thing that happens.
        over = type == OperationType.FLUSH && follower.part() + 1 < follower.parts();
    }

    /** Goes on to the next thing; false when there is none. */
    boolean next() {
        made = null;
        if (over) {
            return false;
        }
        if (expiring) {
            family = ChangeFamily.KV;
            name = body.shortBytes();
            nameLength = body.bytesLength();
            over = !body.hasMore();
        } else {
            family = OperationWords.family(type);
            name = EncodedOperation.key(operation);
            nameLength = EncodedOperation.keyLength(operation);
            over = true;
        }
        last = over;
        return true;
    }

    ChangeFamily family() {
        return family;
    }

    /** Whether it is about something with a name, and not about all there is. */
    boolean named() {
        return expiring || (type != OperationType.FLUSH && family != ChangeFamily.SYSTEM);
    }

    long name() {
        return name;
    }

    int nameLength() {
        return nameLength;
    }

    /** It as an object, which all who want it share. */
    Change change() {
        Change present = made;
        if (present == null) {
            present = new Change(
                    family,
                    word(),
                    Bytes.of(Memory.toArray(name, nameLength)),
                    at.shard(),
                    at.sequence(),
                    at.time(),
                    detail(),
                    withCursors && last ? new FeedPosition(history, at.position()).cursor() : "");
            made = present;
        }
        return present;
    }

    private String word() {
        return switch (type) {
            case OperationType.ADVANCE -> expiring ? OperationWords.EXPIRED : OperationWords.of(type);
            case OperationType.DELETE -> {
                if (EncodedOperation.has(operation, OperationFlags.EVICTED)) {
                    yield OperationWords.EVICTED;
                }
                yield isRename() ? OperationWords.RENAMED : OperationWords.of(type);
            }
            case OperationType.EXPIRE -> {
                if (!EncodedOperation.has(operation, OperationFlags.HAS_DEADLINE)) {
                    yield OperationWords.PERSISTED;
                }
                yield removesAtOnce() ? OperationWords.DELETED : OperationWords.of(type);
            }
            default -> OperationWords.of(type);
        };
    }

    /** A deadline that is past removes the key. */
    private boolean removesAtOnce() {
        return type == OperationType.EXPIRE
                && EncodedOperation.has(operation, OperationFlags.HAS_DEADLINE)
                && EncodedOperation.deadline(operation) <= at.time();
    }

    /** Renaming is done as one: the new key is set, the old one is deleted. Nothing else is logged so. */
    private boolean isRename() {
        return at.parts() == 2
                && EncodedOperation.type(at.operation(0)) == OperationType.SET
                && EncodedOperation.type(at.operation(1)) == OperationType.DELETE;
    }

    private Detail detail() {
        return switch (type) {
            case OperationType.SET -> ofSet();
            case OperationType.DELETE -> isRename() ? new Detail.RenamedTo(key(at.operation(0))) : new Detail.None();
            case OperationType.EXPIRE -> removesAtOnce() ? new Detail.None() : present();
            case OperationType.INCREMENT,
                    OperationType.INCREMENT_FLOAT,
                    OperationType.APPEND,
                    OperationType.SET_RANGE -> present();
            case OperationType.QUEUE_PUBLISH -> new Detail.Count(QueueCodec.messageCount(operation));
            case OperationType.QUEUE_ACK -> new Detail.Count(EncodedOperation.valueLength(operation) / RECEIPT_BYTES);
            case OperationType.ROOM_APPEND -> new Detail.Count(eventCount());
            default -> {
                if (type >= OperationType.SHARED_FIRST && type < OperationType.TOPIC_FIRST) {
                    yield new Detail.InGroup(Bytes.of(body.of(operation).array()));
                }
                yield new Detail.None();
            }
        };
    }

    private Detail ofSet() {
        Detail value = EncodedOperation.has(operation, OperationFlags.KEEP_DEADLINE) ? present() : new Detail.None();
        if (!(value instanceof Detail.Value) && !(value instanceof Detail.LongValue)) {
            long deadline = EncodedOperation.deadline(operation);
            int length = EncodedOperation.valueLength(operation);
            value = length > VALUE_BYTES_MAX
                    ? new Detail.LongValue(length, deadline)
                    : new Detail.Value(Bytes.of(Memory.toArray(EncodedOperation.value(operation), length)), deadline);
        }
        return isRename() ? new Detail.RenamedFrom(key(at.operation(1)), value) : value;
    }

    /** The key's value as it is now, if it is still the one that this operation made. */
    private Detail present() {
        long entry = access.peekEntry(name, nameLength);
        try {
            if (entry == 0 || Entry.version(entry) != at.sequence()) {
                return new Detail.Superseded();
            }
            int length = Entry.valueLength(entry);
            if (length > VALUE_BYTES_MAX) {
                return new Detail.LongValue(length, Entry.deadline(entry));
            }
            long copy = access.scratch(length);
            Entry.copyValue(entry, 0, length, copy);
            return new Detail.Value(Bytes.of(Memory.toArray(copy, length)), Entry.deadline(entry));
        } finally {
            access.closeEntry();
        }
    }

    private int eventCount() {
        int count = 0;
        events.of(operation);
        while (events.next()) {
            count++;
        }
        return count;
    }

    private static Bytes key(long of) {
        return Bytes.of(Memory.toArray(EncodedOperation.key(of), EncodedOperation.keyLength(of)));
    }
}
