package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.ArrayList;
import java.util.List;

/**
 * Between the encoded form of the operations on topics and groups and their decoded view; each is the
 * other's inverse. Thread-safe, no state. These operations coordinate and are rare beside the events
 * themselves, so they are decoded also where they are executed.
 */
public final class TopicCodec {
    private TopicCodec() {}

    /** Writes the canonical form; returns its address, valid until the writer begins again. */
    public static long encode(TopicOperation operation, OperationWriter writer) {
        return switch (operation) {
            case TopicOperation.CreateTopic create ->
                writer.begin(OperationType.TOPIC_CREATE, create.topic())
                        .putInt(create.partitions())
                        .end();
            case TopicOperation.DeleteTopic delete ->
                writer.begin(OperationType.TOPIC_DELETE, delete.topic()).end();
            case TopicOperation.CreateGroup create ->
                writer.begin(OperationType.TOPIC_GROUP_CREATE, create.group())
                        .putByte(create.source().code())
                        .putBytes(create.sourceName())
                        .putInt(create.partitions())
                        .putByte(create.strategy().code())
                        .putLong(create.sessionTimeoutMillis())
                        .end();
            case TopicOperation.DeleteGroup delete ->
                writer.begin(OperationType.TOPIC_GROUP_DELETE, delete.group()).end();
            case TopicOperation.Join join ->
                writer.begin(OperationType.TOPIC_GROUP_JOIN, join.group())
                        .putBytes(join.member())
                        .putLong(join.sessionTimeoutMillis())
                        .end();
            case TopicOperation.Leave leave ->
                writer.begin(OperationType.TOPIC_GROUP_LEAVE, leave.group())
                        .putBytes(leave.member())
                        .end();
            case TopicOperation.Heartbeat heartbeat ->
                writer.begin(OperationType.TOPIC_GROUP_HEARTBEAT, heartbeat.group())
                        .putBytes(heartbeat.member())
                        .end();
            case TopicOperation.Commit commit ->
                offsets(
                        writer.begin(OperationType.TOPIC_GROUP_COMMIT, commit.group())
                                .putBytes(commit.member())
                                .putLong(commit.generation()),
                        commit.offsets());
            case TopicOperation.ResetOffsets reset ->
                offsets(writer.begin(OperationType.TOPIC_GROUP_RESET, reset.group()), reset.offsets());
            case TopicOperation.ResumeSessions ignored ->
                writer.begin(OperationType.TOPIC_RESUME_SESSIONS, Bytes.EMPTY).end();
        };
    }

    /**
     * Reads a well-formed operation ({@link EncodedOperation#isWellFormed}).
     *
     * @throws IllegalStateException if its body is none of its type
     */
    public static TopicOperation decode(long operation) {
        Bytes name = Bytes.of(Memory.toArray(EncodedOperation.key(operation), EncodedOperation.keyLength(operation)));
        BodyReader body = new BodyReader().of(operation);
        TopicOperation decoded = decode(EncodedOperation.type(operation), name, body);
        if (body.hasMore()) {
            throw new IllegalStateException("a body is longer than its operation");
        }
        return decoded;
    }

    private static TopicOperation decode(byte type, Bytes name, BodyReader body) {
        return switch (type) {
            case OperationType.TOPIC_CREATE -> new TopicOperation.CreateTopic(name, body.getInt());
            case OperationType.TOPIC_DELETE -> new TopicOperation.DeleteTopic(name);
            case OperationType.TOPIC_GROUP_CREATE ->
                new TopicOperation.CreateGroup(
                        name,
                        Source.of(body.getByte()),
                        bytes(body),
                        body.getInt(),
                        Strategy.of(body.getByte()),
                        body.getLong());
            case OperationType.TOPIC_GROUP_DELETE -> new TopicOperation.DeleteGroup(name);
            case OperationType.TOPIC_GROUP_JOIN -> new TopicOperation.Join(name, bytes(body), body.getLong());
            case OperationType.TOPIC_GROUP_LEAVE -> new TopicOperation.Leave(name, bytes(body));
            case OperationType.TOPIC_GROUP_HEARTBEAT -> new TopicOperation.Heartbeat(name, bytes(body));
            case OperationType.TOPIC_GROUP_COMMIT ->
                new TopicOperation.Commit(name, bytes(body), body.getLong(), offsets(body));
            case OperationType.TOPIC_GROUP_RESET -> new TopicOperation.ResetOffsets(name, offsets(body));
            case OperationType.TOPIC_RESUME_SESSIONS -> new TopicOperation.ResumeSessions();
            default -> throw new IllegalStateException("no operation on topics is of type " + type);
        };
    }

    private static Bytes bytes(BodyReader body) {
        return Bytes.of(body.array());
    }

    private static long offsets(OperationWriter writer, List<PartitionOffset> offsets) {
        writer.putInt(offsets.size());
        offsets.forEach(each -> writer.putInt(each.partition()).putLong(each.offset()));
        return writer.end();
    }

    private static List<PartitionOffset> offsets(BodyReader body) {
        int count = body.getInt();
        List<PartitionOffset> offsets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            offsets.add(new PartitionOffset(body.getInt(), body.getLong()));
        }
        return List.copyOf(offsets);
    }
}
