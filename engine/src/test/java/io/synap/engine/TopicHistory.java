package io.synap.engine;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.SystemOperation;
import io.synap.protocol.operation.TopicOperation;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Operations on a few topics and groups of one shard, of every kind, many of them to be refused. */
final class TopicHistory {
    static final int PARTITIONS_MAX = 9;
    private static final int GROUPS = 3;
    private static final int MEMBERS = 7;

    private final SplittableRandom random;
    long now = 1_000_000;

    TopicHistory(SplittableRandom random) {
        this.random = random;
    }

    static List<Bytes> groups() {
        List<Bytes> names = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            names.add(name("g", i));
        }
        return names;
    }

    /** @param generation what the one who asks takes for the present one */
    Operation next(long generation) {
        now += random.nextInt(30) == 0 ? random.nextInt(1_500) : random.nextInt(20);
        Bytes group = name("g", random.nextInt(GROUPS));
        Bytes member = name("m", random.nextInt(MEMBERS));
        return switch (random.nextInt(60)) {
            case 0 -> new TopicOperation.CreateTopic(topic(), random.nextInt(1, PARTITIONS_MAX));
            case 1 -> new TopicOperation.DeleteTopic(topic());
            case 2, 3 ->
                new TopicOperation.CreateGroup(
                        group,
                        random.nextBoolean() ? Source.TOPIC : Source.ROOM,
                        topic(),
                        random.nextInt(1, PARTITIONS_MAX),
                        Strategy.of(random.nextInt(3)),
                        random.nextInt(200, 1_000));
            case 4 -> random.nextInt(5) == 0 ? new TopicOperation.DeleteGroup(group) : advance();
            case 5, 6, 7, 8, 9, 10 ->
                new TopicOperation.Join(group, member, random.nextInt(3) == 0 ? random.nextInt(100, 600) : 0);
            case 11, 12, 13 -> new TopicOperation.Leave(group, member);
            case 14 -> new TopicOperation.ResetOffsets(group, offsets());
            case 15 -> random.nextInt(10) == 0 ? new TopicOperation.ResumeSessions() : advance();
            case 16, 17, 18, 19, 20 -> advance();
            case 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 -> new TopicOperation.Heartbeat(group, member);
            case 31, 32 -> new TopicOperation.Commit(group, Bytes.EMPTY, 0, offsets());
            default ->
                new TopicOperation.Commit(
                        group, member, random.nextInt(4) == 0 ? random.nextInt(50) : generation, offsets());
        };
    }

    private SystemOperation.Advance advance() {
        return new SystemOperation.Advance(random.nextInt(4));
    }

    private List<PartitionOffset> offsets() {
        List<PartitionOffset> offsets = new ArrayList<>();
        int count = random.nextInt(8) == 0 ? random.nextInt(4) : 1;
        for (int i = 0; i < count; i++) {
            offsets.add(new PartitionOffset(random.nextInt(PARTITIONS_MAX) - 1, random.nextInt(10_000) - 10));
        }
        return offsets;
    }

    private Bytes topic() {
        return name("t", random.nextInt(3));
    }

    private static Bytes name(String kind, int number) {
        return Bytes.utf8("{t}" + kind + number);
    }
}
