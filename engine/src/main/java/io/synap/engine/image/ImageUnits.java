package io.synap.engine.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All units of a shard, and the images that are reading them. Confined to the shard's lock.
 *
 * <p>A unit carries for each image the mark of the last one that has it; so it is known from the unit
 * alone whether it must be saved before a change. What is new is born with the marks of the images that
 * are open, as it is none of theirs. Units keep their place until they are removed, so that an image can
 * walk over them in slices and misses none.
 */
public final class ImageUnits {
    /** Takes a unit that is about to change and that this image has not read. */
    public interface Reader {
        void save(ImageUnit unit);
    }

    private @Nullable ImageUnit[] units = new ImageUnit[16];
    private int end;
    private int[] free = new int[16];
    private int freeCount;

    private @Nullable Reader[] readers = new Reader[4];
    private long[] marks = new long[4];
    private int open;
    private long lastMark;

    /** The image that was begun last; what is set aside from now on is a part of none that is begun later. */
    public long lastImage() {
        return lastMark;
    }

    /** Whether an image is being read that was begun no later than the given one. */
    public boolean isRead(long image) {
        for (int place = 0; open > 0 && place < readers.length; place++) {
            if (readers[place] != null && marks[place] <= image) {
                return true;
            }
        }
        return false;
    }

    public void add(ImageUnit unit) {
        if (freeCount > 0) {
            unit.at = free[--freeCount];
        } else {
            if (end == units.length) {
                units = Arrays.copyOf(units, 2 * end);
            }
            unit.at = end++;
        }
        units[unit.at] = unit;
        for (int place = 0; open > 0 && place < readers.length; place++) {
            if (readers[place] != null) {
                unit.mark(place, marks[place]);
            }
        }
    }

    /** Forgets a unit; to be called after {@link #beforeChange}. */
    public void remove(ImageUnit unit) {
        units[unit.at] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = unit.at;
        unit.at = -1;
    }

    /**
     * The unit is no part of the state from now on, and stays as it is until it is removed: so nothing has to
     * be saved. To be removed as soon as it is not {@link #isNeeded}.
     */
    public void setAside(ImageUnit unit) {
        unit.gone = lastMark;
    }

    /** Whether an image has still to read a unit that was set aside. */
    public boolean isNeeded(ImageUnit unit) {
        for (int place = 0; open > 0 && place < readers.length; place++) {
            if (readers[place] != null && isUnsaved(unit, place)) {
                return true;
            }
        }
        return false;
    }

    /** To be called before anything in the unit changes. */
    public void beforeChange(ImageUnit unit) {
        if (open > 0) {
            save(unit);
        }
    }

    private void save(ImageUnit unit) {
        for (int place = 0; place < readers.length; place++) {
            Reader reader = readers[place];
            if (reader != null && isUnsaved(unit, place)) {
                reader.save(unit);
                unit.mark(place, marks[place]);
            }
        }
    }

    private boolean isUnsaved(ImageUnit unit, int place) {
        return !unit.isMarked(place, marks[place]) && marks[place] <= unit.lastImage();
    }

    /** Begins an image; returns its place. */
    public int open(Reader reader) {
        int place = 0;
        while (place < readers.length && readers[place] != null) {
            place++;
        }
        if (place == readers.length) {
            readers = Arrays.copyOf(readers, 2 * place);
            marks = Arrays.copyOf(marks, 2 * place);
        }
        readers[place] = reader;
        marks[place] = ++lastMark;
        open++;
        return place;
    }

    public void close(int place) {
        readers[place] = null;
        open--;
    }

    /**
     * Adds the image's next units to a slice, until it holds so many bytes.
     *
     * @param from where to go on: 0, or what the last call returned
     * @return where to go on, or -1 at the end
     */
    public int read(int place, int from, ImageItems slice, long bytesMax) {
        int at = from;
        while (at < end) {
            ImageUnit unit = units[at];
            if (unit != null && isUnsaved(unit, place)) {
                if (slice.used() >= bytesMax) {
                    return at;
                }
                slice.ensure(unit.imageBytes());
                unit.writeTo(slice);
                unit.mark(place, marks[place]);
            }
            at++;
        }
        return -1;
    }

    /** The most that {@link #write} adds, in bytes. */
    public long bytesOf(ImageUnit unit) {
        return unit.imageBytes();
    }

    /** Adds a unit to an image. */
    public void write(ImageUnit unit, ImageItems target) {
        unit.writeTo(target);
    }

    /** Forgets all, for a shard that is to be restored. */
    public void clear() {
        units = new ImageUnit[16];
        end = 0;
        freeCount = 0;
    }
}
