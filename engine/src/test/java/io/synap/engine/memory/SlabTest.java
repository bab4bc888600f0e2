package io.synap.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Seed;
import io.synap.protocol.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SlabTest {
    private record Block(long address, int bytes, byte content) {}

    private final PagePool pool = new PagePool();
    private final Slab slab = new Slab(pool);

    @AfterEach
    void close() {
        pool.close();
        assertThat(pool.reservedBytes()).isZero();
    }

    @Test
    void blocksWasteLittle() {
        assertThat(SizeClasses.blockBytes(96)).isEqualTo(96);
        assertThat(SizeClasses.blockBytes(97)).isEqualTo(112);
        for (int bytes = 1; bytes <= SizeClasses.BLOCK_BYTES_MAX; bytes++) {
            int block = SizeClasses.blockBytes(bytes);
            assertThat(block).isGreaterThanOrEqualTo(bytes);
            if (bytes > 64 && bytes < 7_000) {
                assertThat((double) (block - bytes) / bytes).isLessThan(0.25);
            }
        }
    }

    @Test
    void blocksDoNotOverlapAndAllPagesComeBack() {
        SplittableRandom random = Seed.random("blocksDoNotOverlapAndAllPagesComeBack");
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            if (random.nextInt(100) < (i < 30_000 ? 60 : 40) || blocks.isEmpty()) {
                int bytes = 1 + (random.nextInt(1 << 17) >> random.nextInt(17));
                bytes = Math.min(bytes, SizeClasses.BLOCK_BYTES_MAX);
                long address = slab.allocate(bytes);
                assertThat(address % 16).isZero();
                Memory.fill(address, bytes, (byte) i);
                blocks.add(new Block(address, bytes, (byte) i));
            } else {
                int at = random.nextInt(blocks.size());
                Block block = blocks.get(at);
                blocks.set(at, blocks.getLast());
                blocks.removeLast();
                check(block);
                slab.free(block.address());
            }
        }
        for (Block block : blocks) {
            check(block);
            slab.free(block.address());
        }
        assertThat(slab.pageBytes()).isZero();
    }

    @Test
    void freeMemoryGoesBackToTheOperatingSystem() {
        for (int i = 0; i < 100_000; i++) {
            slab.allocate(1024);
        }
        long full = pool.reservedBytes();
        assertThat(full).isGreaterThan(100_000 * 1024L);
        Slab taken = slab.takeAll();
        assertThat(slab.pageBytes()).isZero();
        assertThat(taken.freePages(10)).isEqualTo(10);
        assertThat(taken.freePages(Integer.MAX_VALUE)).isGreaterThan(100_000 / 64);
        assertThat(taken.pageBytes()).isZero();
        assertThat(pool.reservedBytes()).isLessThan(20 << 20);
    }

    @Test
    void trimGivesBackThePagesOfChunksStillInUse() {
        List<Long> pages = new ArrayList<>();
        for (int i = 0; i < 2_048; i++) {
            pages.add(pool.allocate(1));
        }
        long full = pool.reservedBytes();
        for (int i = 0; i < pages.size(); i++) {
            if (i % 8 != 0) {
                pool.free(pages.get(i), 1);
            }
        }
        assertThat(pool.reservedBytes()).isEqualTo(full);
        int slices = 1;
        while (pool.trim()) {
            slices++;
        }
        assertThat(slices).isGreaterThan(1_000 / 16);
        assertThat(pool.reservedBytes()).isLessThan(full / 3);
        for (int i = 0; i < 1_792; i++) {
            Memory.fill(pool.allocate(1), PagePool.PAGE_BYTES, (byte) 1);
        }
        assertThat(pool.reservedBytes()).isEqualTo(full);
    }

    private static void check(Block block) {
        for (int i = 0; i < block.bytes(); i++) {
            if (Memory.getByte(block.address() + i) != block.content()) {
                throw new AssertionError("another block was written over " + block);
            }
        }
    }
}
