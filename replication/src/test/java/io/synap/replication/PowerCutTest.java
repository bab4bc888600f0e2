package io.synap.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.Slots;
import io.synap.replication.files.SimulatedFiles;
import io.synap.replication.log.FsyncPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories of random writes, snapshots, power cuts and kills, each followed by a start. */
final class PowerCutTest {
    private static final int SHARDS_USED = 5;

    /** What a node was seen to hold after each sequence of a shard. */
    private static final class Witness {
        private final List<List<String>> states = new ArrayList<>();
        private final long[] acknowledged = new long[SHARDS_USED];
        private final List<long[]> pairs = new ArrayList<>();

        Witness() {
            String empty = new FakeState().content(0);
            for (int shard = 0; shard < SHARDS_USED; shard++) {
                states.add(new ArrayList<>(List.of(empty)));
            }
        }

        void saw(TestNode node, int shard) {
            states.get(shard).add(node.state().content(shard));
        }

        void acknowledge(TestNode node) {
            for (int shard = 0; shard < SHARDS_USED; shard++) {
                acknowledged[shard] = node.state().sequence(shard);
            }
        }

        /** A state was recovered: it must be one that was, with all that was acknowledged. */
        void check(TestNode node) {
            for (int shard = 0; shard < SHARDS_USED; shard++) {
                int sequence = (int) node.state().sequence(shard);
                List<String> seen = states.get(shard);
                assertThat(sequence).isBetween((int) acknowledged[shard], seen.size() - 1);
                assertThat(node.state().content(shard)).isEqualTo(seen.get(sequence));
                seen.subList(sequence + 1, seen.size()).clear();
            }
            for (int shard = SHARDS_USED; shard < Slots.SHARDS; shard++) {
                assertThat(node.state().sequence(shard)).isZero();
            }
            for (long[] pair : pairs) {
                boolean first = node.state().sequence((int) pair[0]) >= pair[1];
                boolean second = node.state().sequence((int) pair[2]) >= pair[3];
                assertThat(first).as("both halves of one record").isEqualTo(second);
            }
            pairs.clear();
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncPolicy.class)
    void whatWasSyncedIsThereAfterPowerCuts(FsyncPolicy policy) {
        Seeds.run(120, seed -> live(policy, seed));
    }

    private static void live(FsyncPolicy policy, long seed) {
        Random random = new Random(seed);
        SimulatedFiles files = new SimulatedFiles();
        Witness witness = new Witness();
        try {
            for (int life = 0; life < 6; life++) {
                TestNode node = start(files, policy, random);
                witness.check(node);
                witness.acknowledge(node);
                boolean cut = random.nextInt(3) > 0;
                if (cut) {
                    files.cutPowerAfter(random.nextInt(60));
                }
                work(node, witness, random);
                end(node, files, witness, cut, random);
            }
            try (TestNode node = start(files, policy, random)) {
                witness.check(node);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A start that the power may cut short as well. */
    private static TestNode start(SimulatedFiles files, FsyncPolicy policy, Random random) throws IOException {
        while (true) {
            if (random.nextInt(4) == 0) {
                files.cutPowerAfter(random.nextInt(20));
            }
            try {
                TestNode node = new TestNode(files, policy, random.nextLong());
                files.cutPowerAfter(Long.MAX_VALUE);
                if (files.hasPower()) {
                    return node;
                }
                // The node's own threads met the cut after its start had returned.
                node.abandon();
                files.restorePower(random);
            } catch (StartRefusedException e) {
                throw e;
            } catch (IOException e) {
                files.restorePower(random);
            }
        }
    }

    private static void work(TestNode node, Witness witness, Random random) {
        try {
            int steps = random.nextInt(80);
            for (int step = 0; step < steps; step++) {
                long position = write(node, witness, random);
                if (random.nextInt(8) == 0 && node.awaitSynced(position)) {
                    witness.acknowledge(node);
                }
                if (random.nextInt(40) == 0) {
                    node.persistence()
                            .snapshots()
                            .snapshotNow()
                            .exceptionally(e -> null)
                            .join();
                }
            }
        } catch (IllegalStateException e) {
            assertThat(node.log().failed()).isTrue();
        }
    }

    private static long write(TestNode node, Witness witness, Random random) {
        String key = "key" + random.nextInt(10);
        byte[] value = new byte[random.nextInt(12) == 0 ? 5000 : random.nextInt(200)];
        random.nextBytes(value);
        int shard = random.nextInt(SHARDS_USED);
        if (random.nextInt(5) > 0) {
            long position = node.set(shard, key, value);
            witness.saw(node, shard);
            return position;
        }
        int other = (shard + 1) % SHARDS_USED;
        long position = node.setBoth(shard, other, key, value);
        witness.saw(node, shard);
        witness.saw(node, other);
        witness.pairs.add(new long[] {
            shard, node.state().sequence(shard), other, node.state().sequence(other)
        });
        return position;
    }

    private static void end(TestNode node, SimulatedFiles files, Witness witness, boolean cut, Random random)
            throws IOException {
        if (cut) {
            files.cutPower();
            node.abandon();
            files.restorePower(random);
        } else if (random.nextBoolean()) {
            files.killProcess();
            node.abandon();
        } else {
            node.close();
            witness.acknowledge(node);
        }
    }

    @Test
    void everythingIsThereAfterAClose() throws IOException {
        SimulatedFiles files = new SimulatedFiles();
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 1)) {
            assertThat(node.persistence().recovery().describe())
                    .contains("nothing to recover")
                    .doesNotContain("closed");
            node.set(3, "a", new byte[10]);
        }
        try (TestNode node = new TestNode(files, FsyncPolicy.OS, 2)) {
            assertThat(node.state().sequence(3)).isEqualTo(1);
            assertThat(node.persistence().recovery().describe()).contains("had been closed");
        }
    }
}
