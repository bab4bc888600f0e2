package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.RedriveAction;
import io.synap.protocol.operation.GroupOperation.Retry;
import io.synap.protocol.operation.GroupOperation.Selection;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.protocol.operation.GroupOperation.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Between the operations on groups and their encoded form. Stateless.
 *
 * <p>The key is the room's name. The body begins with the group's name, then come the operation's fields in their
 * order: numbers as i32 or i64, what is yes or no as u8, bytes with their length, lists last. A {@link Start}, {@link
 * Target}, {@link Retry} or {@link Selection} begins with a u8 that says which one it is.
 */
public final class GroupCodec {
    public static final int START_AFTER_ID = 0;
    public static final int START_FIRST = 1;
    public static final int START_LAST = 2;
    public static final int START_AT = 3;

    public static final int TARGET_ID = 0;
    public static final int TARGET_HAND_OUT = 1;

    public static final int RETRY_AT_ONCE = 0;
    public static final int RETRY_AFTER = 1;
    public static final int RETRY_BACKOFF = 2;
    public static final int RETRY_NEVER = 3;

    public static final int SELECT_OFFSETS = 0;
    public static final int SELECT_MATCHING = 1;

    private GroupCodec() {}

    /** Whether an operation of that type is one on groups. */
    public static boolean isGroup(byte type) {
        return type >= OperationType.SHARED_FIRST && type < OperationType.TOPIC_FIRST;
    }

    static int lengthMax(GroupOperation operation) {
        return written(operation).length();
    }

    static int encode(GroupOperation operation, long target) {
        return written(operation).copyTo(target);
    }

    private static OperationWriter written(GroupOperation operation) {
        OperationWriter writer = new OperationWriter();
        var _ = write(operation, writer);
        return writer;
    }

    /** Writes an operation and returns its address, which is valid as long as the writer is not used again. */
    public static long write(GroupOperation operation, OperationWriter writer) {
        writeFields(operation, writer);
        return writer.end();
    }

    private static void writeFields(GroupOperation operation, OperationWriter writer) {
        writer.begin(typeOf(operation), operation.room()).putBytes(operation.group());
        switch (operation) {
            case GroupOperation.Create create -> {
                writeConfig(writer, create.config());
                writeStart(writer, create.start());
                writer.putLong(create.entriesRead())
                        .putByte(bit(create.makesRoom()))
                        .putInt(create.groupsMax());
            }
            case GroupOperation.SetPosition set -> {
                writeStart(writer, set.start());
                writer.putLong(set.entriesRead());
            }
            case GroupOperation.Delete ignored -> {}
            case GroupOperation.Configure configure -> writeConfig(writer, configure.config());
            case GroupOperation.CreateConsumer create ->
                writer.putBytes(create.consumer()).putInt(create.consumersMax());
            case GroupOperation.DeleteConsumer delete ->
                writer.putBytes(delete.consumer())
                        .putByte(bit(delete.releases()))
                        .putInt(delete.itemsMax());
            case GroupOperation.Read read -> {
                writer.putBytes(read.consumer());
                writeRead(
                        writer,
                        read.countMax(),
                        read.bytesMax(),
                        read.noAck(),
                        read.leaseMillis(),
                        read.consumersMax());
            }
            case GroupOperation.Reread read -> writeReread(writer, read);
            case GroupOperation.Claim claim -> writeClaim(writer, claim);
            case GroupOperation.AutoClaim claim -> writeAutoClaim(writer, claim);
            case GroupOperation.Ack ack -> writeTargets(writer, ack.targets());
            case GroupOperation.Nack nack -> {
                writeRetry(writer, nack.retry());
                writer.putBytes(nack.error());
                writeTargets(writer, nack.targets());
            }
            case GroupOperation.Extend extend -> {
                writer.putLong(extend.leaseMillis());
                writeTargets(writer, extend.targets());
            }
            case GroupOperation.Redrive redrive -> writeRedrive(writer, redrive);
            case GroupOperation.ControlRedrive control -> writer.putByte(bit(control.action() == RedriveAction.RESUME));
            case GroupOperation.Purge purge -> writePurge(writer, purge);
        }
    }

    /** The fields of a READ behind the consumer's name. */
    public static void writeRead(
            OperationWriter writer, int countMax, long bytesMax, boolean noAck, long leaseMillis, int consumersMax) {
        writer.putInt(countMax)
                .putLong(bytesMax)
                .putByte(bit(noAck))
                .putLong(leaseMillis)
                .putInt(consumersMax);
    }

    /** One of an ACK's, a NACK's or an EXTEND's targets. */
    public static void writeTarget(OperationWriter writer, int kind, long first, long second) {
        writer.putByte(kind).putLong(first).putLong(second);
    }

    /** How a group treats what it hands out. */
    public static void writeConfig(OperationWriter writer, Config config) {
        writer.putLong(config.leaseMillis())
                .putInt(config.deliveriesMax())
                .putLong(config.backoffMinMillis())
                .putLong(config.backoffMaxMillis())
                .putByte(bit(config.protectsEvents()))
                .putInt(config.deadLettersMax())
                .putInt(config.pendingMax());
    }

    public static Config readConfig(BodyReader body) {
        return new Config(
                body.getLong(),
                body.getInt(),
                body.getLong(),
                body.getLong(),
                body.getByte() != 0,
                body.getInt(),
                body.getInt());
    }

    public static Start readStart(BodyReader body) {
        int kind = body.getByte();
        return switch (kind) {
            case START_AFTER_ID -> new Start.AfterId(body.getLong(), body.getLong());
            case START_FIRST -> new Start.First();
            case START_LAST -> new Start.Last();
            case START_AT -> new Start.At(body.getLong());
            default -> throw unknown("start", kind);
        };
    }

    public static Retry readRetry(BodyReader body) {
        int kind = body.getByte();
        return switch (kind) {
            case RETRY_AT_ONCE -> new Retry.AtOnce();
            case RETRY_AFTER -> new Retry.After(body.getLong());
            case RETRY_BACKOFF -> new Retry.Backoff();
            case RETRY_NEVER -> new Retry.Never();
            default -> throw unknown("retry", kind);
        };
    }

    public static Selection readSelection(BodyReader body) {
        int kind = body.getByte();
        return switch (kind) {
            case SELECT_OFFSETS -> {
                List<Long> offsets = new ArrayList<>();
                while (body.hasMore()) {
                    offsets.add(body.getLong());
                }
                yield new Selection.Offsets(List.copyOf(offsets));
            }
            case SELECT_MATCHING -> new Selection.Matching(body.getByte(), bytes(body), body.getLong(), body.getLong());
            default -> throw unknown("selection", kind);
        };
    }

    public static RedriveAction readAction(BodyReader body) {
        return body.getByte() != 0 ? RedriveAction.RESUME : RedriveAction.CANCEL;
    }

    /** Reads an encoded operation on a group. */
    static GroupOperation decode(long operation) {
        Bytes room = Bytes.of(Memory.toArray(EncodedOperation.key(operation), EncodedOperation.keyLength(operation)));
        BodyReader body = new BodyReader().of(operation);
        Bytes group = bytes(body);
        byte type = EncodedOperation.type(operation);
        return switch (type) {
            case OperationType.SHARED_CREATE ->
                new GroupOperation.Create(
                        room,
                        group,
                        readConfig(body),
                        readStart(body),
                        body.getLong(),
                        body.getByte() != 0,
                        body.getInt());
            case OperationType.SHARED_SET_POSITION ->
                new GroupOperation.SetPosition(room, group, readStart(body), body.getLong());
            case OperationType.SHARED_DELETE -> new GroupOperation.Delete(room, group);
            case OperationType.SHARED_CONFIGURE -> new GroupOperation.Configure(room, group, readConfig(body));
            case OperationType.SHARED_CREATE_CONSUMER ->
                new GroupOperation.CreateConsumer(room, group, bytes(body), body.getInt());
            case OperationType.SHARED_DELETE_CONSUMER ->
                new GroupOperation.DeleteConsumer(room, group, bytes(body), body.getByte() != 0, body.getInt());
            case OperationType.SHARED_READ ->
                new GroupOperation.Read(
                        room,
                        group,
                        bytes(body),
                        body.getInt(),
                        body.getLong(),
                        body.getByte() != 0,
                        body.getLong(),
                        body.getInt());
            case OperationType.SHARED_REREAD ->
                new GroupOperation.Reread(
                        room,
                        group,
                        bytes(body),
                        body.getLong(),
                        body.getLong(),
                        body.getInt(),
                        body.getLong(),
                        body.getInt());
            case OperationType.SHARED_CLAIM, OperationType.SHARED_AUTO_CLAIM -> readClaim(type, room, group, body);
            case OperationType.SHARED_ACK -> new GroupOperation.Ack(room, group, targets(body));
            case OperationType.SHARED_NACK ->
                new GroupOperation.Nack(room, group, readRetry(body), bytes(body), targets(body));
            case OperationType.SHARED_EXTEND -> new GroupOperation.Extend(room, group, body.getLong(), targets(body));
            default -> readDeadLetters(type, room, group, body);
        };
    }

    private static GroupOperation readClaim(byte type, Bytes room, Bytes group, BodyReader body) {
        if (type == OperationType.SHARED_AUTO_CLAIM) {
            return new GroupOperation.AutoClaim(
                    room,
                    group,
                    bytes(body),
                    body.getLong(),
                    body.getLong(),
                    body.getLong(),
                    body.getInt(),
                    body.getLong(),
                    body.getByte() != 0,
                    body.getInt());
        }
        return new GroupOperation.Claim(
                room,
                group,
                bytes(body),
                body.getLong(),
                body.getLong(),
                body.getLong(),
                body.getByte() != 0,
                body.getByte() != 0,
                body.getLong(),
                body.getLong(),
                body.getInt(),
                ids(body));
    }

    private static GroupOperation readDeadLetters(byte type, Bytes room, Bytes group, BodyReader body) {
        return switch (type) {
            case OperationType.SHARED_REDRIVE -> {
                long itemsMax = body.getLong();
                int perSecond = body.getInt();
                yield new GroupOperation.Redrive(room, group, readSelection(body), itemsMax, perSecond);
            }
            case OperationType.SHARED_CONTROL_REDRIVE ->
                new GroupOperation.ControlRedrive(room, group, readAction(body));
            case OperationType.SHARED_PURGE -> {
                long fromOffset = body.getLong();
                int itemsMax = body.getInt();
                yield new GroupOperation.Purge(room, group, readSelection(body), fromOffset, itemsMax);
            }
            default -> throw unknown("operation type", type);
        };
    }

    private static void writeReread(OperationWriter writer, GroupOperation.Reread read) {
        writer.putBytes(read.consumer())
                .putLong(read.afterMillis())
                .putLong(read.afterNumber())
                .putInt(read.countMax())
                .putLong(read.bytesMax())
                .putInt(read.consumersMax());
    }

    private static void writeAutoClaim(OperationWriter writer, GroupOperation.AutoClaim claim) {
        writer.putBytes(claim.consumer())
                .putLong(claim.idleMillis())
                .putLong(claim.startMillis())
                .putLong(claim.startNumber())
                .putInt(claim.countMax())
                .putLong(claim.bytesMax())
                .putByte(bit(claim.justIds()))
                .putInt(claim.consumersMax());
    }

    private static void writeRedrive(OperationWriter writer, GroupOperation.Redrive redrive) {
        writer.putLong(redrive.itemsMax()).putInt(redrive.perSecond());
        writeSelection(writer, redrive.selection());
    }

    private static void writePurge(OperationWriter writer, GroupOperation.Purge purge) {
        writer.putLong(purge.fromOffset()).putInt(purge.itemsMax());
        writeSelection(writer, purge.selection());
    }

    private static void writeClaim(OperationWriter writer, GroupOperation.Claim claim) {
        writer.putBytes(claim.consumer())
                .putLong(claim.idleMillis())
                .putLong(claim.handedOutAt())
                .putLong(claim.deliveries())
                .putByte(bit(claim.force()))
                .putByte(bit(claim.justIds()))
                .putLong(claim.lastMillis())
                .putLong(claim.lastNumber())
                .putInt(claim.consumersMax());
        claim.ids().forEach(id -> writer.putLong(id.millis()).putLong(id.number()));
    }

    /** Where a group begins to read. */
    public static void writeStart(OperationWriter writer, Start start) {
        switch (start) {
            case Start.AfterId id ->
                writer.putByte(START_AFTER_ID).putLong(id.millis()).putLong(id.number());
            case Start.First ignored -> writer.putByte(START_FIRST);
            case Start.Last ignored -> writer.putByte(START_LAST);
            case Start.At at -> writer.putByte(START_AT).putLong(at.offset());
        }
    }

    private static void writeTargets(OperationWriter writer, List<Target> targets) {
        for (Target target : targets) {
            switch (target) {
                case Target.Id id -> writeTarget(writer, TARGET_ID, id.millis(), id.number());
                case Target.HandOut out -> writeTarget(writer, TARGET_HAND_OUT, out.offset(), out.handOut());
            }
        }
    }

    /** How an event that is given back is to be handed out again. */
    public static void writeRetry(OperationWriter writer, Retry retry) {
        switch (retry) {
            case Retry.AtOnce ignored -> writer.putByte(RETRY_AT_ONCE);
            case Retry.After after -> writer.putByte(RETRY_AFTER).putLong(after.delayMillis());
            case Retry.Backoff ignored -> writer.putByte(RETRY_BACKOFF);
            case Retry.Never ignored -> writer.putByte(RETRY_NEVER);
        }
    }

    /** Dead letters that an operation is about. */
    public static void writeSelection(OperationWriter writer, Selection selection) {
        switch (selection) {
            case Selection.Offsets offsets -> {
                writer.putByte(SELECT_OFFSETS);
                offsets.offsets().forEach(writer::putLong);
            }
            case Selection.Matching matching ->
                writer.putByte(SELECT_MATCHING)
                        .putByte(matching.reason())
                        .putBytes(matching.error())
                        .putLong(matching.diedFrom())
                        .putLong(matching.diedBefore());
        }
    }

    private static List<Target> targets(BodyReader body) {
        List<Target> targets = new ArrayList<>();
        while (body.hasMore()) {
            int kind = body.getByte();
            targets.add(
                    switch (kind) {
                        case TARGET_ID -> new Target.Id(body.getLong(), body.getLong());
                        case TARGET_HAND_OUT -> new Target.HandOut(body.getLong(), body.getLong());
                        default -> throw unknown("target", kind);
                    });
        }
        return List.copyOf(targets);
    }

    private static List<Target.Id> ids(BodyReader body) {
        List<Target.Id> ids = new ArrayList<>();
        while (body.hasMore()) {
            ids.add(new Target.Id(body.getLong(), body.getLong()));
        }
        return List.copyOf(ids);
    }

    private static byte typeOf(GroupOperation operation) {
        return switch (operation) {
            case GroupOperation.Create ignored -> OperationType.SHARED_CREATE;
            case GroupOperation.SetPosition ignored -> OperationType.SHARED_SET_POSITION;
            case GroupOperation.Delete ignored -> OperationType.SHARED_DELETE;
            case GroupOperation.Configure ignored -> OperationType.SHARED_CONFIGURE;
            case GroupOperation.CreateConsumer ignored -> OperationType.SHARED_CREATE_CONSUMER;
            case GroupOperation.DeleteConsumer ignored -> OperationType.SHARED_DELETE_CONSUMER;
            case GroupOperation.Read ignored -> OperationType.SHARED_READ;
            case GroupOperation.Reread ignored -> OperationType.SHARED_REREAD;
            case GroupOperation.Claim ignored -> OperationType.SHARED_CLAIM;
            case GroupOperation.AutoClaim ignored -> OperationType.SHARED_AUTO_CLAIM;
            case GroupOperation.Ack ignored -> OperationType.SHARED_ACK;
            case GroupOperation.Nack ignored -> OperationType.SHARED_NACK;
            case GroupOperation.Extend ignored -> OperationType.SHARED_EXTEND;
            case GroupOperation.Redrive ignored -> OperationType.SHARED_REDRIVE;
            case GroupOperation.ControlRedrive ignored -> OperationType.SHARED_CONTROL_REDRIVE;
            case GroupOperation.Purge ignored -> OperationType.SHARED_PURGE;
        };
    }

    private static int bit(boolean yes) {
        return yes ? 1 : 0;
    }

    private static Bytes bytes(BodyReader body) {
        return Bytes.of(body.array());
    }

    private static IllegalStateException unknown(String what, int code) {
        return new IllegalStateException("unknown " + what + " " + code);
    }
}
