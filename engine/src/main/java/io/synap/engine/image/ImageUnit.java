package io.synap.engine.image;

import java.util.Arrays;

/**
 * A part of a shard's state that an image saves as a whole: a page of messages, a chunk of a room, a
 * description. Confined to its shard's lock.
 *
 * <p>Its owner registers it with {@link ImageUnits#add}, calls {@link ImageUnits#beforeChange} before
 * anything in it changes, and {@link ImageUnits#remove} when it is gone; or {@link ImageUnits#setAside}, to
 * free it later in slices.
 */
public abstract class ImageUnit {
    private static final long[] NONE = {};

    /** The place in the registry; -1 when it has none. */
    int at = -1;

    /** Images with a greater mark than this know nothing of it any more. */
    long gone = Long.MAX_VALUE;

    private long[] marks = NONE;

    /** The most that {@link #writeTo} adds, in bytes. */
    protected abstract long imageBytes();

    /** Adds the unit, as it is, to an image. */
    protected abstract void writeTo(ImageItems target);

    /**
     * The last image that it is a part of, see {@link ImageUnits#lastImage}; every one while it is not set
     * aside. What was set aside stays as it is for the images that were open then. An owner that sets many
     * units aside at once says so here.
     */
    protected long lastImage() {
        return gone;
    }

    boolean isMarked(int place, long mark) {
        return place < marks.length && marks[place] == mark;
    }

    void mark(int place, long mark) {
        if (place >= marks.length) {
            marks = Arrays.copyOf(marks, place + 1);
        }
        marks[place] = mark;
    }
}
