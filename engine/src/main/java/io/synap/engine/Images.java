package io.synap.engine;

import org.jspecify.annotations.Nullable;

/**
 * The images of a shard that are being read. Confined to its shard's lock.
 *
 * <p>Each has a place among the marks that a segment carries, so a change learns from the segment alone
 * which images have saved it.
 */
final class Images {
    private final @Nullable Image[] open = new Image[Segment.MARKS];
    private int count;
    private long marks;

    boolean isEmpty() {
        return count == 0;
    }

    /** A mark that no segment carries yet. */
    long newMark() {
        return ++marks;
    }

    /**
     * A place that an image can be added at.
     *
     * @throws IllegalStateException if there are as many as there can be
     */
    int freePlace() {
        for (int place = 0; place < open.length; place++) {
            if (open[place] == null) {
                return place;
            }
        }
        throw new IllegalStateException("the shard already has " + open.length + " images in progress");
    }

    void add(Image image, int place) {
        open[place] = image;
        count++;
    }

    void remove(int place) {
        open[place] = null;
        count--;
    }

    /** To be called before anything changes about keys with this hash. */
    void beforeChange(KeyTable table, long hash) {
        if (count > 0) {
            save(table.segment(hash));
        }
    }

    /** Everything, of that many bytes, was set aside: who has not read it to the end goes on there. */
    void retire(Retired old, long bytes) {
        for (int place = 0; place < open.length; place++) {
            Image image = open[place];
            if (image != null) {
                remove(place);
                image.retire(old, bytes);
            }
        }
    }

    private void save(long segment) {
        for (Image image : open) {
            if (image != null) {
                image.beforeChange(segment);
            }
        }
    }
}
