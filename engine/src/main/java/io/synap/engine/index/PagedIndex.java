package io.synap.engine.index;

import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.image.ImageUnits;
import io.synap.engine.memory.Slab;
import io.synap.protocol.memory.Memory;
import java.util.Arrays;

/**
 * Blocks by a number that counts up, in pages of 256 addresses off the heap. Confined to its shard's lock.
 *
 * <p>A page is a unit of images. What is found by number is found in two steps, whatever there is; a page
 * in which nothing is left is freed, so old numbers cost nothing. Numbers are 0 or more.
 */
public final class PagedIndex {
    /** Whoever knows what the blocks hold. */
    public interface Tenant {
        /** The most that {@link #write} adds for a block, in bytes. */
        long imageBytes(long block);

        /** What a page adds beside its blocks, at most. */
        long pageBytes();

        /** Adds a page's blocks to an image, see {@link Page#block}. */
        void write(Page page, ImageItems target);
    }

    /** So many numbers share a page. */
    public static final int PAGE_SLOTS = 256;

    private static final int SHIFT = 8;
    private static final int MASK = PAGE_SLOTS - 1;
    private static final int PAGE_BYTES = 8 * PAGE_SLOTS;

    private final Slab slab;
    private final ImageUnits units;
    private final Tenant tenant;
    /** The last image that its pages are a part of. */
    private long lastImage = Long.MAX_VALUE;
    /** In the order of numbers, from first to before last; a ring would save little and cost clarity. */
    private Page[] pages = new Page[4];

    private int first;
    private int last;
    private long size;

    public PagedIndex(Slab slab, ImageUnits units, Tenant tenant) {
        this.slab = slab;
        this.units = units;
        this.tenant = tenant;
    }

    /** How many blocks there are. */
    public long size() {
        return size;
    }

    /** How many pages there are. */
    public int pages() {
        return last - first;
    }

    /**
     * Sets it aside: images that are begun from now on do not contain it, those that are being read do. It
     * may be emptied once {@link ImageUnits#isRead} says that none reads it any more.
     *
     * @return the last image that contains it
     */
    public long retire() {
        lastImage = units.lastImage();
        return lastImage;
    }

    /** The block with this number; 0 if there is none. */
    public long get(long number) {
        int at = find(number >>> SHIFT);
        return at < 0 ? 0 : Memory.getLong(pages[at].slots + slotOffset(number));
    }

    /** To be called before anything changes about the block with this number, which must be there. */
    public void beforeChange(long number) {
        units.beforeChange(pages[find(number >>> SHIFT)]);
    }

    /** Adds a block; there must be none with this number. */
    public void put(long number, long block) {
        Page page = pageFor(number >>> SHIFT);
        units.beforeChange(page);
        Memory.putLong(page.slots + slotOffset(number), block);
        page.count++;
        size++;
    }

    /** The block with this number is now elsewhere, unchanged. */
    public void moved(long number, long block) {
        Memory.putLong(pages[find(number >>> SHIFT)].slots + slotOffset(number), block);
    }

    /** Forgets the block with this number, which must be there. */
    public void remove(long number) {
        int at = find(number >>> SHIFT);
        Page page = pages[at];
        units.beforeChange(page);
        Memory.putLong(page.slots + slotOffset(number), 0);
        size--;
        if (--page.count == 0) {
            slab.free(page.slots);
            units.remove(page);
            close(at);
        }
    }

    /** The least number that has a block and is not below the given one; -1 when there is none. */
    public long ceiling(long number) {
        long from = Math.max(0, number);
        int at = find(from >>> SHIFT);
        int slot = (int) from & MASK;
        if (at < 0) {
            at = ~at;
            slot = 0;
        }
        while (at < last) {
            Page page = pages[at];
            for (; slot < PAGE_SLOTS; slot++) {
                if (Memory.getLong(page.slots + 8L * slot) != 0) {
                    return (page.number << SHIFT) + slot;
                }
            }
            slot = 0;
            at++;
        }
        return -1;
    }

    /** The greatest number that has a block and is not above the given one; -1 when there is none. */
    public long floor(long number) {
        int at = find(number >>> SHIFT);
        int slot = (int) number & MASK;
        if (at < 0) {
            at = ~at - 1;
            slot = MASK;
        }
        while (at >= first) {
            Page page = pages[at];
            for (; slot >= 0; slot--) {
                if (Memory.getLong(page.slots + 8L * slot) != 0) {
                    return (page.number << SHIFT) + slot;
                }
            }
            slot = MASK;
            at--;
        }
        return -1;
    }

    private static long slotOffset(long number) {
        return 8 * (number & MASK);
    }

    /** The place of a page, or the complement of where it would be. */
    private int find(long number) {
        if (first == last) {
            return ~first;
        }
        if (pages[last - 1].number == number) {
            return last - 1;
        }
        int low = first;
        int high = last - 1;
        // Mostly the pages follow each other without a gap.
        long guess = first + (number - pages[first].number);
        if (guess >= low && guess <= high && pages[(int) guess].number == number) {
            return (int) guess;
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = pages[middle].number;
            if (there == number) {
                return middle;
            }
            if (there < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    private Page pageFor(long number) {
        int at = find(number);
        if (at >= 0) {
            return pages[at];
        }
        long slots = slab.allocate(PAGE_BYTES);
        Memory.fill(slots, PAGE_BYTES, (byte) 0);
        Page page = new Page(this, number, slots);
        open(~at, page);
        units.add(page);
        return page;
    }

    private void open(int at, Page page) {
        int place = at;
        if (last == pages.length) {
            if (first > pages.length / 2) {
                System.arraycopy(pages, first, pages, 0, last - first);
                Arrays.fill(pages, last - first, last, null);
                place -= first;
                last -= first;
                first = 0;
            } else {
                pages = Arrays.copyOf(pages, 2 * pages.length);
            }
        }
        System.arraycopy(pages, place, pages, place + 1, last - place);
        pages[place] = page;
        last++;
    }

    @SuppressWarnings("NullAway") // What is beyond first and last is never read.
    private void close(int at) {
        if (at - first < last - at) {
            System.arraycopy(pages, first, pages, first + 1, at - first);
            pages[first++] = null;
        } else {
            System.arraycopy(pages, at + 1, pages, at, last - at - 1);
            pages[--last] = null;
        }
        if (first == last) {
            first = 0;
            last = 0;
        }
    }

    /** 256 numbers and their blocks. */
    public static final class Page extends ImageUnit {
        private final PagedIndex owner;
        private final long number;
        private final long slots;
        private int count;

        Page(PagedIndex owner, long number, long slots) {
            this.owner = owner;
            this.number = number;
            this.slots = slots;
        }

        /** How many blocks it has. */
        public int count() {
            return count;
        }

        /** The number of a slot, 0 to 255. */
        public long number(int slot) {
            return (number << SHIFT) + slot;
        }

        /** The block in a slot, 0 to 255; 0 if there is none. */
        public long block(int slot) {
            return Memory.getLong(slots + 8L * slot);
        }

        @Override
        protected long imageBytes() {
            long bytes = owner.tenant.pageBytes();
            for (int slot = 0; slot < PAGE_SLOTS; slot++) {
                long block = block(slot);
                bytes += block == 0 ? 0 : owner.tenant.imageBytes(block);
            }
            return bytes;
        }

        @Override
        protected void writeTo(ImageItems target) {
            owner.tenant.write(this, target);
        }

        @Override
        protected long lastImage() {
            return owner.lastImage;
        }
    }
}
