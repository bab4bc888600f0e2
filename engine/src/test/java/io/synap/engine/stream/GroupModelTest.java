package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Seed;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.GroupOperation;
import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.protocol.operation.GroupOperation.Retry;
import io.synap.protocol.operation.GroupOperation.Selection;
import io.synap.protocol.operation.GroupOperation.Start;
import io.synap.protocol.operation.GroupOperation.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random histories of a group against a plain model of it. */
final class GroupModelTest {
    private static final List<Config> CONFIGS = List.of(
            GroupStore.PLAIN,
            GroupStore.LEASED,
            new Config(500, 4, 200, 3_000, false, 5, 20),
            new Config(2_000, 0, 0, 0, true, 50, 8));

    private SplittableRandom random = new SplittableRandom(0);
    private GroupStore store = new GroupStore();
    private GroupModel model = new GroupModel(GroupStore.PLAIN);
    /** Hand-outs of long ago and of now. */
    private final List<GroupStore.Out> receipts = new ArrayList<>();

    @Test
    void aGroupDoesWhatItsModelDoes() throws IOException {
        random = Seed.random("aGroupDoesWhatItsModelDoes");
        store.close();
        for (Config config : CONFIGS) {
            for (int round = 0; round < 4; round++) {
                begin(config);
                for (int i = 0; i < 2_000; i++) {
                    step();
                    assertThat(store.pending()).isEqualTo(model.pendingText());
                    assertThat(store.dead()).isEqualTo(model.deadText());
                }
                drain();
                store.assertCopies();
                store.close();
            }
        }
    }

    private void begin(Config config) {
        store = new GroupStore(random.nextLong());
        model = new GroupModel(config);
        receipts.clear();
        store.create(config);
    }

    private String consumer() {
        return "c" + random.nextInt(4);
    }

    private long offset() {
        return model.next == 0 ? 0 : Math.max(0, model.next - 1 - random.nextInt(40));
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> append();
            case 3, 4, 5 -> read();
            case 6, 7 -> ack();
            case 8 -> ackById();
            case 9 -> nack();
            case 10 -> reread();
            case 11 -> claim();
            case 12 -> pass();
            case 13 -> remove();
            case 14 -> redrive();
            default -> rarely();
        }
        var _ = store.shard.tidy();
    }

    private void append() {
        int count = 1 + random.nextInt(4);
        store.appendMany(count);
        for (int i = 0; i < count; i++) {
            model.append();
        }
    }

    private void read() {
        String consumer = consumer();
        int count = 1 + random.nextInt(6);
        String expected = model.read(consumer, count, store.now);
        assertThat(store.read(consumer, count)).isEqualTo(Objects.requireNonNullElse(expected, ""));
        assertThat(store.outcome.rejection()).isEqualTo(expected == null ? ErrorCode.LIMIT_REACHED : null);
        assertThat(store.outcome.number()).isEqualTo(store.out.size());
        receipts.addAll(store.out);
    }

    private void ack() {
        if (receipts.isEmpty()) {
            return;
        }
        GroupStore.Out receipt = receipts.get(receipts.size() - 1 - random.nextInt(Math.min(20, receipts.size())));
        boolean holds = model.holds(receipt.offset(), receipt.handOut());
        store.ack(receipt);
        assertThat(store.outcome.itemError(0)).isEqualTo(holds ? null : ErrorCode.LEASE_LOST);
        assertThat(store.outcome.applied()).isEqualTo(holds);
        if (holds) {
            model.done(receipt.offset());
        }
    }

    private void ackById() {
        long offset = offset();
        boolean isPending = model.pending.containsKey(offset);
        assertThat(store.ack(offset + 1)).isEqualTo(isPending ? 1 : 0);
        if (isPending) {
            model.done(offset);
        }
    }

    private void nack() {
        long offset = offset();
        boolean holds = model.holds(offset, 0);
        int kind = random.nextInt(4);
        long delay = random.nextInt(1_500);
        Retry retry = switch (kind) {
            case 0 -> new Retry.AtOnce();
            case 1 -> new Retry.After(delay);
            case 2 -> new Retry.Backoff();
            default -> new Retry.Never();
        };
        store.apply(new GroupOperation.Nack(
                GroupStore.ROOM,
                GroupStore.GROUP,
                retry,
                Bytes.utf8("e".repeat(random.nextInt(30))),
                List.of(new Target.HandOut(offset, 0))));
        assertThat(store.outcome.applied()).isEqualTo(holds);
        if (holds) {
            model.fail(offset, kind == 0 ? 0 : kind == 1 ? delay : kind == 2 ? -1 : -2, store.now);
        }
    }

    private void reread() {
        String consumer = consumer();
        long after = offset();
        assertThat(store.reread(consumer, after + 1)).isEqualTo(model.reread(consumer, after, store.now));
        receipts.addAll(store.out.stream().filter(GroupStore.Out::event).toList());
    }

    private void claim() {
        String consumer = consumer();
        long offset = offset();
        long idle = random.nextInt(3) * 400L;
        boolean force = random.nextBoolean();
        store.apply(new GroupOperation.Claim(
                GroupStore.ROOM,
                GroupStore.GROUP,
                Bytes.utf8(consumer),
                idle,
                -1,
                -1,
                force,
                false,
                0,
                0,
                10,
                List.of(new Target.Id(offset + 1, 0))));
        assertThat(store.got()).isEqualTo(model.claim(consumer, offset, idle, force, store.now));
        receipts.addAll(store.out);
    }

    private void pass() {
        // In one step: what is due is then due at the same time in the store and in the model.
        store.pass(random.nextInt(900));
        model.pass(store.now);
    }

    private void remove() {
        long offset = offset();
        if (random.nextInt(3) == 0 && model.living.remove(offset)) {
            store.removeEvent(offset + 1);
        } else if (random.nextInt(20) == 0) {
            store.trimTo(30);
            while (model.living.size() > 30) {
                model.living.pollFirst();
            }
        }
    }

    private void redrive() {
        long offset = offset();
        store.apply(new GroupOperation.Redrive(
                GroupStore.ROOM, GroupStore.GROUP, new Selection.Offsets(List.of(offset)), 0, 0));
        assertThat(store.outcome.number()).isEqualTo(model.redrive(offset) ? 1 : 0);
    }

    private void rarely() {
        if (random.nextInt(4) == 0) {
            String consumer = consumer();
            boolean known = model.consumers.contains(consumer);
            store.apply(new GroupOperation.DeleteConsumer(
                    GroupStore.ROOM, GroupStore.GROUP, Bytes.utf8(consumer), true, 1_000));
            assertThat(store.outcome.rejection()).isEqualTo(known ? null : ErrorCode.CONSUMER_NOT_FOUND);
            model.release(consumer);
        } else if (random.nextInt(4) == 0) {
            long offset = offset();
            store.apply(new GroupOperation.SetPosition(GroupStore.ROOM, GroupStore.GROUP, new Start.At(offset), -1));
            model.goTo(offset);
        }
    }

    /** In the end every event is done, a dead letter, or was removed by the room before it was done. */
    private void drain() {
        while (true) {
            store.pass(5_000);
            model.pass(store.now);
            String got = Objects.requireNonNull(model.read("last", 1_000, store.now));
            assertThat(store.read("last", 1_000)).isEqualTo(got);
            if (got.isEmpty() && model.pending.isEmpty()) {
                break;
            }
            for (long offset : new TreeSet<>(model.pending.keySet())) {
                assertThat(store.ack(offset + 1)).isEqualTo(1);
                model.done(offset);
            }
        }
        assertThat(store.group().pendingCount()).isZero();
        assertThat(model.living)
                .allMatch(offset -> model.finished.contains(offset) || model.skipped.contains(offset), "was done");
    }
}
