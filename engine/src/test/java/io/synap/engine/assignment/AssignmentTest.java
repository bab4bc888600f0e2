package io.synap.engine.assignment;

import static io.synap.engine.assignment.Assignment.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Seed;
import io.synap.protocol.operation.TopicOperation.Strategy;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AssignmentTest {
    @Test
    void eachStrategyHasItsForm() {
        assertThat(fresh(Strategy.ROUND_ROBIN, 7, 3)).containsExactly(0, 1, 2, 0, 1, 2, 0);
        assertThat(fresh(Strategy.RANGE, 7, 3)).containsExactly(0, 0, 0, 1, 1, 2, 2);
        assertThat(fresh(Strategy.STICKY, 7, 3)).containsExactly(0, 0, 0, 1, 1, 2, 2);
        // A third member takes one from each of two; nobody else's partition moves.
        assertThat(Assignment.assign(Strategy.STICKY, 3, new int[] {0, 1, 0, 1, 0, 1}))
                .containsExactly(0, 1, 0, 1, 2, 2);
        // What the third leaves behind goes to the others.
        assertThat(Assignment.assign(Strategy.STICKY, 2, new int[] {0, 1, 0, 1, NOBODY, NOBODY}))
                .containsExactly(0, 1, 0, 1, 0, 1);
    }

    @Test
    void withoutMembersNobodyOwnsAnything() {
        for (Strategy strategy : Strategy.values()) {
            assertThat(Assignment.assign(strategy, 0, new int[] {NOBODY, NOBODY}))
                    .containsExactly(NOBODY, NOBODY);
        }
    }

    @Test
    void everyPartitionHasOneOwnerAndSharesDifferByOneAtMost() {
        SplittableRandom random = Seed.random("everyPartitionHasOneOwnerAndSharesDifferByOneAtMost");
        for (int round = 0; round < 5_000; round++) {
            int members = random.nextInt(1, 12);
            int[] before = random(random, random.nextInt(1, 40), members);
            for (Strategy strategy : Strategy.values()) {
                int[] after = Assignment.assign(strategy, members, before);
                assertThat(after).hasSameSizeAs(before);
                assertBalanced(after, members);
                assertThat(Assignment.assign(strategy, members, before)).isEqualTo(after);
            }
        }
    }

    @Test
    void stickyLeavesABalancedAssignmentAsItIs() {
        SplittableRandom random = Seed.random("stickyLeavesABalancedAssignmentAsItIs");
        for (int round = 0; round < 2_000; round++) {
            int members = random.nextInt(1, 12);
            int[] after = Assignment.assign(Strategy.STICKY, members, random(random, random.nextInt(1, 40), members));
            assertThat(Assignment.assign(Strategy.STICKY, members, after)).isEqualTo(after);
        }
    }

    /** Against every balanced assignment that there is, so only for few of both. */
    @Test
    void noBalancedAssignmentKeepsMoreThanSticky() {
        SplittableRandom random = Seed.random("noBalancedAssignmentKeepsMoreThanSticky");
        for (int round = 0; round < 300; round++) {
            int members = random.nextInt(1, 5);
            int[] before = random(random, random.nextInt(1, 7), members);
            int kept = kept(before, Assignment.assign(Strategy.STICKY, members, before));
            assertThat(kept)
                    .as("%d members, before %s", members, Arrays.toString(before))
                    .isEqualTo(mostKept(before, members, new int[before.length], 0));
        }
    }

    private static int mostKept(int[] before, int members, int[] after, int from) {
        if (from == after.length) {
            return isBalanced(after, members) ? kept(before, after) : -1;
        }
        int most = -1;
        for (int member = 0; member < members; member++) {
            after[from] = member;
            most = Math.max(most, mostKept(before, members, after, from + 1));
        }
        return most;
    }

    private static int kept(int[] before, int[] after) {
        int kept = 0;
        for (int partition = 0; partition < before.length; partition++) {
            kept += before[partition] == after[partition] ? 1 : 0;
        }
        return kept;
    }

    private static int[] fresh(Strategy strategy, int partitions, int members) {
        int[] before = new int[partitions];
        Arrays.fill(before, NOBODY);
        return Assignment.assign(strategy, members, before);
    }

    private static int[] random(SplittableRandom random, int partitions, int members) {
        return random.ints(partitions, NOBODY, members).toArray();
    }

    private static void assertBalanced(int[] owners, int members) {
        assertThat(Arrays.stream(owners).allMatch(owner -> owner >= 0 && owner < members))
                .isTrue();
        assertThat(isBalanced(owners, members)).isTrue();
    }

    private static boolean isBalanced(int[] owners, int members) {
        int[] counts = new int[members];
        for (int owner : owners) {
            counts[owner]++;
        }
        int least = Arrays.stream(counts).min().orElseThrow();
        return Arrays.stream(counts).max().orElseThrow() - least <= 1;
    }
}
