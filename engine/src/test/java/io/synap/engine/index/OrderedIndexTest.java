package io.synap.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.engine.Seed;
import io.synap.engine.memory.PagePool;
import io.synap.engine.memory.Slab;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OrderedIndexTest {
    private record Item(long deadline, long sequence) {}

    private static final Comparator<Item> ORDER =
            Comparator.comparingLong(Item::deadline).thenComparingLong(Item::sequence);

    private final PagePool pool = new PagePool();
    private final Slab slab = new Slab(pool);
    private final OrderedIndex index = new OrderedIndex(slab);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void behavesLikeASortedMap() {
        SplittableRandom random = Seed.random("behavesLikeASortedMap");
        for (int spread : new int[] {10, 1_000, 1_000_000}) {
            TreeMap<Item, Long> model = new TreeMap<>(ORDER);
            long sequence = 0;
            for (int i = 0; i < 200_000; i++) {
                // Grows to some ten thousands, then shrinks to nothing.
                boolean grows = random.nextInt(100) < (i < 100_000 ? 65 : 30);
                if (grows) {
                    Item item = new Item(random.nextInt(spread) + i / 100, ++sequence);
                    model.put(item, random.nextLong());
                    index.insert(item.deadline(), item.sequence(), model.get(item));
                } else if (!model.isEmpty()) {
                    Item probe = new Item(random.nextInt(spread) + i / 100, 0);
                    Item ceiling = model.ceilingKey(probe);
                    Item victim = ceiling == null ? model.firstKey() : ceiling;
                    model.remove(victim);
                    assertThat(index.remove(victim.deadline(), victim.sequence()))
                            .isTrue();
                    assertThat(index.remove(victim.deadline(), victim.sequence()))
                            .isFalse();
                }
                assertFirst(model);
                assertSeek(model, new Item(random.nextInt(spread) + i / 100, random.nextInt(i + 1)));
            }
            while (!model.isEmpty()) {
                assertFirst(model);
                Item first = model.pollFirstEntry().getKey();
                assertThat(index.remove(first.deadline(), first.sequence())).isTrue();
            }
            assertThat(index.isEmpty()).isTrue();
            assertThat(slab.pageBytes()).isZero();
        }
    }

    @Test
    void aPairOccursOnce() {
        index.insert(5, 1, 0);
        index.insert(5, 2, 0);
        assertThatThrownBy(() -> index.insert(5, 1, 9)).isInstanceOf(IllegalStateException.class);
    }

    private void assertSeek(NavigableMap<Item, Long> model, Item probe) {
        OrderedIndex.Item found = new OrderedIndex.Item();
        Item expected = model.ceilingKey(probe);
        assertThat(index.seek(probe.deadline(), probe.sequence(), found)).isEqualTo(expected != null);
        if (expected != null) {
            assertThat(new Item(found.major, found.minor)).isEqualTo(expected);
            assertThat(found.payload).isEqualTo(model.get(expected));
        }
    }

    private void assertFirst(SortedMap<Item, Long> model) {
        if (model.isEmpty()) {
            assertThat(index.firstMajor()).isEqualTo(Long.MAX_VALUE);
            return;
        }
        Item first = model.firstKey();
        if (index.firstMajor() != first.deadline()
                || index.firstMinor() != first.sequence()
                || !Long.valueOf(index.firstPayload()).equals(model.get(first))) {
            throw new AssertionError("the first item is not " + first);
        }
    }
}
