package io.synap.server.resp;

import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.protocol.Slots;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.OperationFlags;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;
import org.jspecify.annotations.Nullable;

/** SET with all its options, its older relatives, and the commands that return a value and change it. */
final class SetCommands {
    private static final int RETURN_OLD = OperationFlags.RETURN_OLD;
    private final OldValue old;

    // Of the command at hand.
    private int flags;
    private long deadline;
    private long version;
    private boolean persist;
    private @Nullable ExpiryOption expiry;

    SetCommands(Reply reply) {
        this.old = new OldValue(reply);
    }

    void register(CommandTable table) {
        table.add("SET", this::set);
        table.add("SETNX", this::setIfAbsent);
        table.add("SETEX", call -> setFor(call, ExpiryOption.EX));
        table.add("PSETEX", call -> setFor(call, ExpiryOption.PX));
        table.add("GETSET", this::getAndSet);
        table.add("GETDEL", this::getAndDelete);
        table.add("GETEX", this::getAndExpire);
    }

    private void set(Call call) {
        parse(call, 3, true);
        store(call, 2, flags);
    }

    private void setIfAbsent(Call call) {
        Outcome outcome = call.kv()
                .set(
                        call.key(1),
                        call.length(1),
                        call.address(2),
                        call.length(2),
                        OperationFlags.IF_ABSENT,
                        0,
                        0,
                        Access.noSink());
        if (!call.rejected(outcome)) {
            call.reply().integer(outcome.applied());
        }
    }

    private void setFor(Call call, ExpiryOption unit) {
        begin();
        deadline = unit.deadline(call, 2);
        store(call, 3, 0);
    }

    private void getAndSet(Call call) {
        begin();
        store(call, 2, RETURN_OLD);
    }

    private void store(Call call, int value, int storeFlags) {
        boolean returnOld = (storeFlags & RETURN_OLD) != 0;
        long key = call.key(1);
        if (returnOld) {
            call.access().readsOld();
        }
        Outcome outcome;
        try {
            outcome = call.kv()
                    .set(
                            key,
                            call.length(1),
                            call.address(value),
                            call.length(value),
                            storeFlags,
                            deadline,
                            version,
                            returnOld ? old.in(shard(call)) : Access.noSink());
        } catch (SynapException refused) {
            old.drop();
            throw refused;
        }
        if (outcome.rejection() != null) {
            old.drop();
            call.reply().rewind();
            call.rejected(outcome);
            return;
        }
        if (returnOld) {
            old.finish();
        } else if (outcome.applied()) {
            call.reply().ok();
        } else {
            call.reply().nullBulk();
        }
    }

    private void getAndDelete(Call call) {
        long key = call.key(1);
        call.access().readsOld();
        try {
            if (!call.kv()
                    .delete(key, call.length(1), RETURN_OLD, 0, old.in(shard(call)))
                    .applied()) {
                call.missed();
            }
        } catch (SynapException refused) {
            old.drop();
            throw refused;
        }
        old.finish();
    }

    private void getAndExpire(Call call) {
        parse(call, 2, false);
        KvCommands kv = call.kv();
        long key = call.key(1);
        int length = call.length(1);
        Reply reply = call.reply();
        boolean found;
        if (expiry == null && !persist) {
            found = KeyReader.value(call, 1);
        } else {
            Shard shard = shard(call);
            found = kv.readAndExpire(key, length, deadline, entry -> reply.value(entry, shard));
        }
        if (!found) {
            call.missed();
            reply.nullBulk();
        }
    }

    private static Shard shard(Call call) {
        return call.loop().node().engine().shard(Slots.shardOf(call.key(1), call.length(1)));
    }

    private void begin() {
        flags = 0;
        deadline = 0;
        version = 0;
        persist = false;
        expiry = null;
    }

    /** Reads the options of SET or, without {@code setting}, those of GETEX. */
    private void parse(Call call, int from, boolean setting) {
        begin();
        int expiryArgument = 0;
        for (int i = from; i < call.count(); i++) {
            boolean more = i + 1 < call.count();
            if (setting && call.is(i, "NX")) {
                flag(OperationFlags.IF_ABSENT, OperationFlags.IF_PRESENT);
            } else if (setting && call.is(i, "XX")) {
                flag(OperationFlags.IF_PRESENT, OperationFlags.IF_ABSENT);
            } else if (setting && call.is(i, "GET")) {
                flags |= RETURN_OLD;
            } else if (setting && call.is(i, "KEEPTTL") && expiry == null) {
                flags |= OperationFlags.KEEP_DEADLINE;
            } else if (setting && call.is(i, "IFVERSION") && more) {
                flags |= OperationFlags.IF_VERSION;
                version = call.integer(++i);
            } else if (!setting && call.is(i, "PERSIST") && expiry == null) {
                persist = true;
            } else if (more && expiry == null && mayExpire() && unit(call, i) != null) {
                expiry = unit(call, i);
                expiryArgument = ++i;
            } else {
                throw Call.syntax();
            }
        }
        ExpiryOption given = expiry;
        if (given != null) {
            deadline = given.deadline(call, expiryArgument);
        }
    }

    private void flag(int wanted, int excluded) {
        if ((flags & excluded) != 0) {
            throw Call.syntax();
        }
        flags |= wanted;
    }

    private boolean mayExpire() {
        return !persist && (flags & OperationFlags.KEEP_DEADLINE) == 0;
    }

    private static @Nullable ExpiryOption unit(Call call, int argument) {
        if (call.is(argument, "EX")) {
            return ExpiryOption.EX;
        }
        if (call.is(argument, "PX")) {
            return ExpiryOption.PX;
        }
        if (call.is(argument, "EXAT")) {
            return ExpiryOption.EXAT;
        }
        return call.is(argument, "PXAT") ? ExpiryOption.PXAT : null;
    }
}
