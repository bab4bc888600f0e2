package io.synap.server.http.kv;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Entry;
import io.synap.engine.EntryVisitor;
import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationFlags;
import io.synap.server.http.Exchange;
import io.synap.server.http.RoomNeeded;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.kv.KvCommands;
import io.synap.server.kv.KvCommands.Move;
import io.synap.server.node.Access;
import org.jspecify.annotations.Nullable;

/**
 * The key-value commands as every HTTP syntax uses them: arguments are filled into {@link #key},
 * {@link #destination} and {@link #value}, errors are thrown. Confined to one event loop.
 */
final class KvStore {
    private static final int OVERHEAD_BYTES = EncodedOperation.PREFIX_BYTES_MAX + 64;

    final NativeText key = new NativeText();
    final NativeText destination = new NativeText();
    final NativeText value = new NativeText();

    private final KvCommands commands;
    private final Access access;
    private final NativeText old = new NativeText();
    private boolean oldPresent;
    private final ValueSink keepOld = this::keepOld;
    private final ValueSink noteOld = entry -> oldPresent = true;

    KvStore(KvCommands commands) {
        this.commands = commands;
        this.access = commands.access();
    }

    Access access() {
        return access;
    }

    long now() {
        return access.now();
    }

    void key(Exchange exchange) {
        exchange.path(0, key);
        check(key);
    }

    void key(CommandCall call) {
        call.key(key, "key");
        check(key);
    }

    /** The published protocol calls the key of a command with two keys its source. */
    void source(CommandCall call) {
        call.key(key, "source", "key");
        check(key);
    }

    void key(String name) {
        check(key.set(name));
    }

    void key(JsonNode name) {
        Fields.take(name, "keys", key);
        check(key);
    }

    void key(Fields fields) {
        fields.text("key", key);
        check(key);
    }

    void destination(Fields fields) {
        fields.text("destination", destination);
        check(destination);
    }

    private static void check(NativeText name) {
        if (name.length() > EncodedOperation.KEY_BYTES_MAX) {
            throw new SynapException(
                    ErrorCode.KEY_TOO_LARGE, "the key exceeds " + EncodedOperation.KEY_BYTES_MAX + " bytes");
        }
    }

    /** What the last write replaced or removed, if it was asked to say so; null when nothing. */
    @Nullable
    NativeText old() {
        return oldPresent ? old : null;
    }

    /** Whether the key was there before the last {@link #setAndNote}. */
    boolean wasPresent() {
        return oldPresent;
    }

    /** Sets; not done means that the condition did not hold. */
    Outcome set(SetOptions options) {
        if (options.returnsOld()) {
            access.readsOld();
        }
        return set(options, options.flags(), options.returnsOld() ? keepOld : Access.noSink());
    }

    /** As {@link #set}; it also tells whether the key {@link #wasPresent}. */
    Outcome setAndNote(SetOptions options) {
        return options.returnsOld() ? set(options) : set(options, options.flags() | OperationFlags.RETURN_OLD, noteOld);
    }

    private Outcome set(SetOptions options, int flags, ValueSink sink) {
        room(value.length());
        oldPresent = false;
        return checked(commands.set(
                key.address(),
                key.length(),
                value.address(),
                value.length(),
                flags,
                options.deadline(),
                options.version(),
                sink));
    }

    /** Removes; a version of -1 stands for any. */
    boolean delete(long version, boolean returnOld) {
        room(0);
        oldPresent = false;
        int flags = (version >= 0 ? OperationFlags.IF_VERSION : 0) | (returnOld ? OperationFlags.RETURN_OLD : 0);
        if (returnOld) {
            access.readsOld();
        }
        return checked(commands.delete(
                        key.address(),
                        key.length(),
                        flags,
                        Math.max(0, version),
                        returnOld ? keepOld : Access.noSink()))
                .done();
    }

    Outcome increment(long delta) {
        room(0);
        return checked(commands.increment(key.address(), key.length(), delta));
    }

    /** Adds the decimal number in {@link #value}; the sum is the {@link #old} of it. */
    Outcome incrementFloat() {
        room(value.length());
        return checked(commands.incrementFloat(key.address(), key.length(), value.address(), value.length(), keepOld));
    }

    Outcome append() {
        room(value.length());
        return checked(commands.append(key.address(), key.length(), value.address(), value.length()));
    }

    Outcome setRange(long offset) {
        room(value.length());
        return checked(commands.setRange(key.address(), key.length(), offset, value.address(), value.length()));
    }

    /** Sets a deadline by a rule of {@link OperationFlags}. */
    Outcome expire(long deadline, int rule) {
        room(0);
        return checked(commands.expire(key.address(), key.length(), deadline, rule));
    }

    /**
     * Keeps the value as {@link #old} and changes the deadline, as one; a deadline of 0 stands for none.
     * Returns false, and nothing has changed, when there is no key.
     */
    boolean readAndExpire(long deadline) {
        room(0);
        oldPresent = false;
        return commands.readAndExpire(key.address(), key.length(), deadline, keepOld);
    }

    Outcome persist() {
        room(0);
        return checked(commands.persist(key.address(), key.length()));
    }

    /** Renames {@link #key} to {@link #destination}. */
    Move rename(boolean onlyIfAbsent) {
        roomForCopy();
        return commands.rename(key.address(), key.length(), destination.address(), destination.length(), onlyIfAbsent);
    }

    Move copy(boolean replace) {
        roomForCopy();
        return commands.copy(key.address(), key.length(), destination.address(), destination.length(), replace);
    }

    KvCommands commands() {
        return commands;
    }

    long flush() {
        // One record holds a part for each shard.
        room(64L * OVERHEAD_BYTES);
        return commands.flushAll();
    }

    /** Reads the entry of {@link #key} under its shard's lock; false when there is none. */
    boolean read(EntryVisitor reader) {
        return visit(access.openEntry(key.address(), key.length()), reader, true);
    }

    /** As {@link #read}, for what says nothing about the value's use. */
    boolean peek(EntryVisitor reader) {
        return visit(access.peekEntry(key.address(), key.length()), reader, true);
    }

    /** As {@link #peek}, for what is no reading of the key: those who watch misses are not told. */
    boolean inspect(EntryVisitor reader) {
        return visit(access.peekEntry(key.address(), key.length()), reader, false);
    }

    /** Shows an open entry, if there is one, and closes it. */
    private boolean visit(long entry, EntryVisitor reader, boolean tellsMiss) {
        try {
            if (entry != 0) {
                reader.entry(entry);
            } else if (tellsMiss) {
                access.missed(key.address(), key.length());
            }
            return entry != 0;
        } finally {
            access.closeEntry();
        }
    }

    /** Makes sure that the log takes that many bytes beside one key, or lets the request wait. */
    void room(long bytes) {
        if (!access.hasRoom(bytes + key.length() + OVERHEAD_BYTES)) {
            throw new RoomNeeded();
        }
    }

    private void roomForCopy() {
        int[] length = new int[1];
        peek(entry -> length[0] = Entry.valueLength(entry));
        room(length[0] + destination.length() + OVERHEAD_BYTES);
    }

    private void keepOld(long entry) {
        oldPresent = true;
        int length = Entry.valueLength(entry);
        Entry.copyValue(entry, 0, length, old.reserve(length));
    }

    private static Outcome checked(Outcome outcome) {
        ErrorCode rejection = outcome.rejection();
        if (rejection != null) {
            throw new SynapException(rejection);
        }
        return outcome;
    }
}
