package io.synap.engine.assignment;

import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Divides partitions among the members of a group. Thread-safe, no state: the same question always has the
 * same answer. Members are numbers from 0 in the order that the caller keeps them in.
 *
 * <p>Every strategy gives each partition to one member, and any two members differ by one partition at most.
 */
public final class Assignment {
    /** Stands for the owner of a partition that nobody has. */
    public static final int NOBODY = -1;

    private Assignment() {}

    /**
     * The owner of each partition.
     *
     * @param members how many there are; with none, nobody owns anything
     * @param before each partition's owner until now, by the present numbers; {@link #NOBODY} if it had none
     *     or that one is gone
     */
    public static int[] assign(Strategy strategy, int members, int[] before) {
        if (members == 0) {
            return nobody(before.length);
        }
        return switch (strategy) {
            case ROUND_ROBIN -> roundRobin(before.length, members);
            case RANGE -> range(before.length, members);
            case STICKY -> sticky(members, before);
        };
    }

    private static int[] roundRobin(int partitions, int members) {
        int[] owners = new int[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            owners[partition] = partition % members;
        }
        return owners;
    }

    private static int[] range(int partitions, int members) {
        int[] owners = new int[partitions];
        int partition = 0;
        for (int member = 0; member < members; member++) {
            int end = partition + share(partitions, members, member);
            Arrays.fill(owners, partition, end, member);
            partition = end;
        }
        return owners;
    }

    /**
     * Each member keeps what it has up to its quota; what is left over fills the others. The larger quotas go
     * to those who have most, so that no other balanced assignment would keep more.
     */
    private static int[] sticky(int members, int[] before) {
        int[] had = new int[members];
        for (int owner : before) {
            if (owner != NOBODY) {
                had[owner]++;
            }
        }
        int[] free = new int[members];
        int[] byHad = IntStream.range(0, members)
                .boxed()
                .sorted(Comparator.comparingInt(member -> -had[member]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int rank = 0; rank < members; rank++) {
            free[byHad[rank]] = share(before.length, members, rank);
        }
        int[] owners = nobody(before.length);
        for (int partition = 0; partition < before.length; partition++) {
            int owner = before[partition];
            if (owner != NOBODY && free[owner] > 0) {
                free[owner]--;
                owners[partition] = owner;
            }
        }
        int next = 0;
        for (int partition = 0; partition < before.length; partition++) {
            if (owners[partition] == NOBODY) {
                while (free[next] == 0) {
                    next++;
                }
                free[next]--;
                owners[partition] = next;
            }
        }
        return owners;
    }

    /** What the member of that rank gets: the first ones get what does not divide. */
    private static int share(int partitions, int members, int rank) {
        return partitions / members + (rank < partitions % members ? 1 : 0);
    }

    private static int[] nobody(int partitions) {
        int[] owners = new int[partitions];
        Arrays.fill(owners, NOBODY);
        return owners;
    }
}
