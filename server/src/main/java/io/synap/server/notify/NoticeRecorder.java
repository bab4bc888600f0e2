package io.synap.server.notify;

import io.synap.engine.Entry;
import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.engine.ValueSink;
import io.synap.engine.stream.Group;
import io.synap.engine.stream.Room;
import io.synap.engine.stream.RoomGroups;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.protocol.operation.OperationType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies operations and notes what they mean to those who watch keys. Confined to its access' thread; used while the
 * shards in question are locked. While nothing is told, it applies and does nothing else.
 *
 * <p>Events, their names and their order are those of Redis 7.0; an operation on many events of a room is one event.
 */
public final class NoticeRecorder {
    private static final byte[] NO_KEY = {};

    private final Notices notices;
    private final List<Notice> gathered = new ArrayList<>();
    private final BodyReader body = new BodyReader();
    private final ExpiredKeys expired = new ExpiredKeys();
    private boolean offered;

    // Of the operation at hand.
    private int wanted;
    private Meaning meaning = Meaning.EACH;
    private long key;
    private int keyLength;
    /** The key's copy; null until it is needed. */
    private byte @Nullable [] copy;
    /** Whether the key or the room was there before, and whether a key was that is past its deadline. */
    private boolean present;

    private boolean due;
    private int consumers;
    private boolean readsOld;
    /** To which name a RENAME leads. */
    private byte[] target = NO_KEY;

    public NoticeRecorder(Notices notices) {
        this.notices = notices;
    }

    /** Begins operations that happen as one: {@link #applyNext} follows for each, then {@link #commit}. */
    public void begin(Meaning together) {
        meaning = together;
        gathered.clear();
    }

    /** As {@link Shard#apply}; {@link #commit} follows. */
    public void apply(Shard shard, long operation, long now, Outcome outcome, ValueSink sink) {
        wanted = notices.wanted();
        if (wanted == 0) {
            shard.apply(operation, now, outcome, sink);
        } else {
            begin(Meaning.EACH);
            applyAndNote(shard, operation, now, outcome, sink);
        }
    }

    /** As {@link Shard#apply}, for one of several operations. */
    public void applyNext(Shard shard, long operation, long now, Outcome outcome, ValueSink sink) {
        wanted = notices.wanted();
        if (wanted == 0) {
            shard.apply(operation, now, outcome, sink);
        } else {
            applyAndNote(shard, operation, now, outcome, sink);
        }
    }

    /**
     * Offers what was noted, before the shards are unlocked.
     *
     * @param position the log position that must be synced before anybody may know, 0 for none
     */
    public void commit(long position) {
        if (gathered.isEmpty()) {
            return;
        }
        for (Notice notice : gathered) {
            notice.position(position);
            notices.offer(notice);
        }
        gathered.clear();
        offered = true;
    }

    /** Whether misses are told. */
    public boolean wantsMisses() {
        return (notices.wanted() & EventClasses.KEY_MISS) != 0;
    }

    /** The next operation with RETURN_OLD reads a key for a client: that it is not there is a miss. */
    public void readsOld() {
        readsOld = wantsMisses();
    }

    /** Notes that a reader has found no such key, unless there is a room of that name; {@link #commit} follows. */
    public void missed(Shard shard, long name, int length, long now) {
        begin(Meaning.EACH);
        wanted = notices.wanted();
        at(name, length);
        if (shard.peek(name, length, now) == 0) {
            noteMiss(shard);
        }
    }

    /** Lets what was offered be published; at the end of a batch. */
    public void endBatch() {
        if (offered) {
            offered = false;
            notices.wake();
        }
    }

    private void at(long name, int length) {
        key = name;
        keyLength = length;
        copy = null;
    }

    private void applyAndNote(Shard shard, long operation, long now, Outcome outcome, ValueSink sink) {
        at(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
        byte type = EncodedOperation.type(operation);
        look(shard, type, operation, now);
        if (type == OperationType.ADVANCE) {
            shard.apply(operation, now, outcome, expired.before(sink));
        } else {
            shard.apply(operation, now, outcome, sink);
            note(shard, type, operation, outcome);
        }
    }

    private void look(Shard shard, byte type, long operation, long now) {
        switch (type) {
            case OperationType.SET,
                    OperationType.DELETE,
                    OperationType.INCREMENT,
                    OperationType.INCREMENT_FLOAT,
                    OperationType.APPEND,
                    OperationType.SET_RANGE -> {
                present = shard.peek(key, keyLength, now) != 0;
                due = !present && shard.isDue(key, keyLength, now);
            }
            case OperationType.ROOM_APPEND, OperationType.ROOM_CONFIGURE, OperationType.SHARED_CREATE ->
                present = room(shard) != null;
            case OperationType.SHARED_READ,
                    OperationType.SHARED_REREAD,
                    OperationType.SHARED_CLAIM,
                    OperationType.SHARED_AUTO_CLAIM -> consumers = consumerCount(shard, operation);
            default -> {}
        }
    }

    private @Nullable Room room(Shard shard) {
        return shard.streams().find(key, keyLength);
    }

    private int consumerCount(Shard shard, long operation) {
        Room room = room(shard);
        RoomGroups groups = room == null ? null : room.groups();
        if (groups == null) {
            return 0;
        }
        long name = body.of(operation).bytes();
        Group group = groups.find(name, body.bytesLength());
        return group == null ? 0 : group.consumerCount();
    }

    private void note(Shard shard, byte type, long operation, Outcome outcome) {
        if (OperationType.isOfStreams(type)) {
            noteRoom(shard, type, operation, outcome);
            return;
        }
        if (readsOld && EncodedOperation.has(operation, OperationFlags.RETURN_OLD)) {
            readsOld = false;
            if (!present) {
                noteMiss(shard);
            }
        }
        if (!outcome.applied()) {
            return;
        }
        switch (type) {
            case OperationType.SET -> noteSet(operation);
            case OperationType.DELETE -> noteDelete(operation);
            case OperationType.EXPIRE -> noteExpire(operation, outcome);
            case OperationType.INCREMENT -> noteChange(KeyEvent.INCRBY);
            case OperationType.INCREMENT_FLOAT -> noteChange(KeyEvent.INCRBYFLOAT);
            case OperationType.APPEND -> noteChange(KeyEvent.APPEND);
            case OperationType.SET_RANGE -> noteChange(KeyEvent.SETRANGE);
            default -> {}
        }
    }

    private void noteMiss(Shard shard) {
        if (room(shard) == null) {
            add(KeyEvent.KEYMISS);
        }
    }

    private void noteChange(KeyEvent event) {
        noteBirth();
        add(event);
    }

    /** What takes the place of a key past its deadline is as if time had taken that before. */
    private void noteBirth() {
        if (due) {
            add(KeyEvent.EXPIRED);
        }
        if (!present) {
            add(KeyEvent.NEW);
        }
    }

    private void noteSet(long operation) {
        // What a move overwrites is as if it had been deleted.
        present &= meaning == Meaning.EACH;
        noteBirth();
        switch (meaning) {
            case EACH -> {
                add(KeyEvent.SET);
                if (EncodedOperation.has(operation, OperationFlags.HAS_DEADLINE)) {
                    add(KeyEvent.EXPIRE);
                }
            }
            case RENAME -> target = keyCopy();
            case COPY -> add(KeyEvent.COPY_TO);
        }
    }

    private void noteDelete(long operation) {
        if (meaning == Meaning.RENAME) {
            add(KeyEvent.RENAME_FROM);
            add(KeyEvent.RENAME_TO, target);
        } else {
            boolean evicted = EncodedOperation.has(operation, OperationFlags.EVICTED);
            add(evicted ? KeyEvent.EVICTED : KeyEvent.DEL);
        }
    }

    private void noteExpire(long operation, Outcome outcome) {
        if (!EncodedOperation.has(operation, OperationFlags.HAS_DEADLINE)) {
            add(KeyEvent.PERSIST);
        } else {
            // A deadline in the past deletes.
            add(outcome.version() == 0 ? KeyEvent.DEL : KeyEvent.EXPIRE);
        }
    }

    private void noteRoom(Shard shard, byte type, long operation, Outcome outcome) {
        if (!outcome.applied()) {
            return;
        }
        switch (type) {
            case OperationType.ROOM_CONFIGURE -> noteNewRoom();
            case OperationType.ROOM_DELETE -> add(KeyEvent.DEL);
            case OperationType.ROOM_APPEND -> {
                noteNewRoom();
                add(KeyEvent.XADD);
                if (outcome.number() > 0) {
                    add(KeyEvent.XTRIM);
                }
            }
            case OperationType.ROOM_TRIM -> add(KeyEvent.XTRIM);
            case OperationType.ROOM_REMOVE -> add(KeyEvent.XDEL);
            case OperationType.ROOM_SET_ID -> add(KeyEvent.XSETID);
            case OperationType.SHARED_CREATE -> {
                noteNewRoom();
                add(KeyEvent.XGROUP_CREATE);
            }
            case OperationType.SHARED_SET_POSITION -> add(KeyEvent.XGROUP_SETID);
            case OperationType.SHARED_DELETE -> add(KeyEvent.XGROUP_DESTROY);
            case OperationType.SHARED_CREATE_CONSUMER -> add(KeyEvent.XGROUP_CREATECONSUMER);
            case OperationType.SHARED_DELETE_CONSUMER -> noteConsumerGone(outcome);
            case OperationType.SHARED_READ,
                    OperationType.SHARED_REREAD,
                    OperationType.SHARED_CLAIM,
                    OperationType.SHARED_AUTO_CLAIM -> {
                if (consumerCount(shard, operation) > consumers) {
                    add(KeyEvent.XGROUP_CREATECONSUMER);
                }
            }
            default -> {}
        }
    }

    private void noteNewRoom() {
        if (!present) {
            add(KeyEvent.NEW);
        }
    }

    /** A consumer with much that is pending goes in steps; the last one leaves nothing. */
    private void noteConsumerGone(Outcome outcome) {
        if (outcome.itemNumber(0) == 0) {
            add(KeyEvent.XGROUP_DELCONSUMER);
        }
    }

    private void add(KeyEvent event) {
        if ((wanted & event.bit()) != 0) {
            add(event, keyCopy());
        }
    }

    private void add(KeyEvent event, byte[] name) {
        if ((wanted & event.bit()) != 0) {
            gathered.add(new Notice(event, name, wanted));
        }
    }

    private byte[] keyCopy() {
        byte[] known = copy;
        if (known == null) {
            known = Memory.toArray(key, keyLength);
            copy = known;
        }
        return known;
    }

    /** Notes the keys that ADVANCE removes, and shows them to the operation's own sink. */
    private final class ExpiredKeys implements ValueSink {
        private ValueSink next = ValueSink.NONE;

        ValueSink before(ValueSink sink) {
            next = sink;
            return this;
        }

        @Override
        public void value(long entry) {
            at(Entry.key(entry), Entry.keyLength(entry));
            add(KeyEvent.EXPIRED);
            next.value(entry);
        }

        @Override
        public boolean isFull() {
            return next.isFull();
        }
    }
}
