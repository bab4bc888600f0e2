package io.synap.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Seed;
import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.PagePool;
import io.synap.engine.memory.Slab;
import io.synap.protocol.operation.OperationType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PagedIndexTest {
    private final PagePool pool = new PagePool();
    private final Slab slab = new Slab(pool);
    private final ImageUnits units = new ImageUnits();
    /** What an image has got: block by number. */
    private final Map<Long, Long> written = new HashMap<>();

    private final PagedIndex index = new PagedIndex(slab, units, new PagedIndex.Tenant() {
        @Override
        public long imageBytes(long block) {
            return 8;
        }

        @Override
        public long pageBytes() {
            return ImageItems.itemBytes(0, 0, 0);
        }

        @Override
        public void write(PagedIndex.Page page, ImageItems target) {
            // A few bytes for each page, so that a slice ends at some time.
            target.end(target.begin(0, OperationType.IMAGE_FIRST, 0, 0, 0, 0, 0));
            int count = 0;
            for (int slot = 0; slot < PagedIndex.PAGE_SLOTS; slot++) {
                if (page.block(slot) != 0) {
                    count++;
                    assertThat(written.put(page.number(slot), page.block(slot))).isNull();
                }
            }
            assertThat(page.count()).isEqualTo(count);
        }
    });

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void behavesLikeASortedMap() {
        SplittableRandom random = Seed.random("behavesLikeASortedMap");
        for (int spread : new int[] {300, 5_000, 1_000_000}) {
            TreeMap<Long, Long> model = new TreeMap<>();
            for (int i = 0; i < 100_000; i++) {
                long number = random.nextInt(100) < 70 ? i + random.nextInt(300) : random.nextInt(spread);
                if (model.remove(number) != null) {
                    index.remove(number);
                } else if (random.nextInt(100) < 80) {
                    long block = random.nextLong(1, Long.MAX_VALUE);
                    model.put(number, block);
                    index.put(number, block);
                }
                if (random.nextInt(10) == 0 && !model.isEmpty()) {
                    long first = model.firstKey();
                    model.remove(first);
                    index.remove(first);
                }
                assertSame(model, random.nextInt(i + spread));
            }
            for (Long number : List.copyOf(model.keySet())) {
                index.remove(number);
            }
            assertThat(index.size()).isZero();
            assertThat(index.ceiling(0)).isEqualTo(-1);
            assertThat(slab.pageBytes()).isZero();
        }
    }

    private void assertSame(NavigableMap<Long, Long> model, long probe) {
        assertThat(index.size()).isEqualTo(model.size());
        assertThat(index.get(probe)).isEqualTo(model.getOrDefault(probe, 0L));
        Long ceiling = model.ceilingKey(probe);
        assertThat(index.ceiling(probe)).isEqualTo(ceiling == null ? -1 : ceiling);
        Long floor = model.floorKey(probe);
        assertThat(index.floor(probe)).isEqualTo(floor == null ? -1 : floor);
    }

    /** Whatever happens while an image is read in slices, it gets what was there when it began. */
    @Test
    void anImageIsOfOneMoment() {
        SplittableRandom random = Seed.random("anImageIsOfOneMoment");
        Map<Long, Long> now = new TreeMap<>();
        for (int round = 0; round < 50; round++) {
            change(random, now, 2_000);
            written.clear();
            Map<Long, Long> expected = Map.copyOf(now);
            try (ImageItems items = new ImageItems(1)) {
                int place = units.open(unit -> units.write(unit, items));
                int at = 0;
                while (at >= 0) {
                    change(random, now, random.nextInt(200));
                    at = units.read(place, at, items, items.used() + 1 + random.nextInt(200));
                }
                units.close(place);
            }
            assertThat(written).isEqualTo(expected);
        }
    }

    private void change(SplittableRandom random, Map<Long, Long> now, int changes) {
        for (int i = 0; i < changes; i++) {
            long number = random.nextInt(20_000);
            if (now.remove(number) != null) {
                index.remove(number);
            } else {
                long block = random.nextLong(1, Long.MAX_VALUE);
                now.put(number, block);
                index.put(number, block);
            }
        }
    }
}
