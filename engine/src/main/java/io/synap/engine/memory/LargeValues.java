package io.synap.engine.memory;

import io.synap.protocol.memory.Memory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Values in pieces of 64 KiB, counted by reference, so that a reader can go on sending one after its
 * key was overwritten. Confined to its shard's lock, except {@link #release}.
 *
 * <p>A value with a single reference belongs to its entry alone and may be changed in place; any other
 * is immutable. The last reference can be dropped by any thread: the value then goes to the
 * graveyard, from which the shard takes back a few pieces at each change.
 *
 * <pre>
 *  0  i64  references
 *  8  i64  next in the graveyard
 * 16  i64  next of all that entries own
 * 24  i64  previous
 * 32  i32  length
 * 36  i32  pieces still held
 * 40  i64  address of the table of pieces: what follows, or a page
 * 48  the table: the address of each piece
 * </pre>
 *
 * All pieces are pages but the last, which is a block of its size when that is smaller.
 */
public final class LargeValues {
    static final int PIECE_BYTES = PagePool.PAGE_BYTES;

    private static final int HEADER_BYTES = 48;
    private static final int TAIL_BLOCK_BYTES_MAX = PIECE_BYTES / 2 - 32;
    private static final int TABLE_BYTES_MAX = 16 << 10;
    private static final int BURIALS_PER_CHANGE = 32;

    private final PagePool pool;
    private final Slab slab;
    private final AtomicLong graveyard = new AtomicLong();
    private long owned;
    /** What was taken from the graveyard and is not yet freed, in a chain like there. */
    private long dead;

    public LargeValues(PagePool pool) {
        this.pool = pool;
        this.slab = new Slab(pool);
    }

    /** A value of undefined content with one reference. */
    public long create(int length) {
        int pieces = pieces(length);
        makeRoom(pieces);
        long value = describe(pieces);
        addPieces(value, 0, length);
        return value;
    }

    /**
     * Lengthens an unshared value and returns it, which may have another address then. The work
     * depends on what is added, not on what is there: whole pieces stay where they are. The bytes
     * added are undefined.
     */
    public long lengthen(long value, int length) {
        int before = length(value);
        int last = pieces(before) - 1;
        int pieces = pieces(length);
        makeRoom(pieces - last);
        long longer = hasRoom(value, pieces) ? value : describeAnew(value, pieces);
        int tail = pieceBytes(before, last);
        int longerTail = pieceBytes(length, last);
        if (pieceRoom(tail) != pieceRoom(longerTail)) {
            long slot = pieceSlot(longer, last);
            long old = Memory.getLong(slot);
            long piece = newPiece(longerTail);
            Memory.copy(old, piece, tail);
            freePiece(old, tail);
            Memory.putLong(slot, piece);
        }
        addPieces(longer, last + 1, length);
        return longer;
    }

    /** Ends an entry's ownership. */
    public void disown(long value) {
        unlink(value);
        release(value);
        bury(BURIALS_PER_CHANGE);
    }

    /** Hands all that entries own over as a chain, for {@link #releaseFirst}; returns the first or 0. */
    public long takeOwned() {
        long chain = owned;
        owned = 0;
        return chain;
    }

    /** Ends the ownership of a chain's first value, and returns the next or 0. */
    public long releaseFirst(long chain) {
        long next = Memory.getLong(chain + 16);
        release(chain);
        return next;
    }

    public void retain(long value) {
        var _ = Memory.addLong(value, 1);
    }

    /** Drops a reference; from any thread. */
    public void release(long value) {
        if (Memory.addLong(value, -1) == 0) {
            long next;
            do {
                next = graveyard.get();
                Memory.putLong(value + 8, next);
            } while (!graveyard.compareAndSet(next, value));
        }
    }

    /** Whether nobody but the entry holds the value, so that it may be changed in place. */
    public boolean isUnshared(long value) {
        return Memory.getLongAcquire(value) == 1;
    }

    /** Frees at most so many pieces of dead values; false when none is left. */
    public boolean bury(int piecesMax) {
        int budget = piecesMax;
        while (budget > 0) {
            if (dead == 0) {
                if (graveyard.get() == 0) {
                    return false;
                }
                dead = graveyard.getAndSet(0);
            }
            budget -= freePieces(dead, budget);
            if (Memory.getInt(dead + 36) == 0) {
                long next = Memory.getLong(dead + 8);
                freeDescriptor(dead);
                dead = next;
            }
        }
        return dead != 0 || graveyard.get() != 0;
    }

    /** Physical bytes of the blocks; whole pieces come on top. */
    public long slabBytes() {
        return slab.pageBytes();
    }

    public static int length(long value) {
        return Memory.getInt(value + 32);
    }

    public static void copy(long value, int from, int length, long target) {
        int done = 0;
        while (done < length) {
            int at = from + done;
            int part = Math.min(length - done, PIECE_BYTES - at % PIECE_BYTES);
            Memory.copy(address(value, at), target + done, part);
            done += part;
        }
    }

    public static void write(long value, int at, int length, long source) {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, PIECE_BYTES - (at + done) % PIECE_BYTES);
            Memory.copy(source + done, address(value, at + done), part);
            done += part;
        }
    }

    public static void zero(long value, int at, int length) {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, PIECE_BYTES - (at + done) % PIECE_BYTES);
            Memory.fill(address(value, at + done), part, (byte) 0);
            done += part;
        }
    }

    /** Copies the beginning of another value. */
    public static void copyBetween(long source, long target, int length) {
        for (int at = 0; at < length; at += PIECE_BYTES) {
            Memory.copy(address(source, at), address(target, at), Math.min(PIECE_BYTES, length - at));
        }
    }

    /** The bytes that a value of this length takes. */
    public static long bytes(int length) {
        int pieces = pieces(length);
        int tail = pieceBytes(length, pieces - 1);
        long table = hasOwnTable(pieces)
                ? SizeClasses.blockBytes(HEADER_BYTES) + PIECE_BYTES
                : SizeClasses.blockBytes(HEADER_BYTES + pieces * 8);
        return table + (pieces - 1L) * PIECE_BYTES + pieceRoom(tail);
    }

    public static long digest(long value, long state) {
        long digest = state;
        int length = length(value);
        for (int at = 0; at < length; at += PIECE_BYTES) {
            int part = Math.min(PIECE_BYTES, length - at);
            digest = KeyHash.mix(digest, KeyHash.hash(address(value, at), part, 0));
        }
        return digest;
    }

    /** Frees as many pieces as are about to be taken, so that dead values do not pile up. */
    private void makeRoom(int pieces) {
        var _ = bury(Math.max(BURIALS_PER_CHANGE, pieces));
    }

    /** A value with one reference, an entry's, and no piece yet. */
    private long describe(int pieces) {
        boolean ownTable = hasOwnTable(pieces);
        long value = slab.allocate(HEADER_BYTES + (ownTable ? 0 : pieces * 8));
        Memory.putLong(value, 1);
        Memory.putLong(value + 40, ownTable ? pool.allocate(1) : value + HEADER_BYTES);
        own(value);
        return value;
    }

    /** Moves an unshared value's pieces to one with room for more of them. */
    private long describeAnew(long value, int pieces) {
        long larger = describe(pieces);
        Memory.copy(pieceSlot(value, 0), pieceSlot(larger, 0), 8L * Memory.getInt(value + 36));
        unlink(value);
        slab.free(value);
        return larger;
    }

    /** Whether a value's table is as a value of that many pieces has it. */
    private static boolean hasRoom(long value, int pieces) {
        int present = Memory.getInt(value + 36);
        return pieces == present || hasOwnTable(present);
    }

    private static boolean hasOwnTable(int pieces) {
        return pieces * 8 > TABLE_BYTES_MAX;
    }

    /** Gives a value that length, and all pieces from the given one on. */
    private void addPieces(long value, int from, int length) {
        int pieces = pieces(length);
        for (int i = from; i < pieces; i++) {
            Memory.putLong(pieceSlot(value, i), newPiece(pieceBytes(length, i)));
        }
        Memory.putInt(value + 32, length);
        Memory.putInt(value + 36, pieces);
    }

    private long newPiece(int bytes) {
        return bytes <= TAIL_BLOCK_BYTES_MAX ? slab.allocate(bytes) : pool.allocate(1);
    }

    private void freePiece(long piece, int bytes) {
        if (bytes <= TAIL_BLOCK_BYTES_MAX) {
            slab.free(piece);
        } else {
            pool.free(piece, 1);
        }
    }

    private static int pieceRoom(int bytes) {
        return bytes <= TAIL_BLOCK_BYTES_MAX ? SizeClasses.blockBytes(bytes) : PIECE_BYTES;
    }

    private int freePieces(long value, int budget) {
        int left = Memory.getInt(value + 36);
        int length = length(value);
        int freed = 0;
        while (left > 0 && freed < budget) {
            left--;
            freed++;
            freePiece(Memory.getLong(pieceSlot(value, left)), pieceBytes(length, left));
        }
        Memory.putInt(value + 36, left);
        return freed;
    }

    private void freeDescriptor(long value) {
        long table = Memory.getLong(value + 40);
        if (table != value + HEADER_BYTES) {
            pool.free(table, 1);
        }
        slab.free(value);
    }

    private void own(long value) {
        Memory.putLong(value + 16, owned);
        Memory.putLong(value + 24, 0);
        if (owned != 0) {
            Memory.putLong(owned + 24, value);
        }
        owned = value;
    }

    private void unlink(long value) {
        long next = Memory.getLong(value + 16);
        long previous = Memory.getLong(value + 24);
        if (next != 0) {
            Memory.putLong(next + 24, previous);
        }
        if (previous == 0) {
            owned = next;
        } else {
            Memory.putLong(previous + 16, next);
        }
    }

    private static int pieces(int length) {
        return (length + PIECE_BYTES - 1) / PIECE_BYTES;
    }

    private static int pieceBytes(int length, int piece) {
        return Math.min(PIECE_BYTES, length - piece * PIECE_BYTES);
    }

    private static long pieceSlot(long value, int piece) {
        return Memory.getLong(value + 40) + 8L * piece;
    }

    /** The address of one byte. */
    public static long address(long value, int at) {
        return Memory.getLong(pieceSlot(value, at / PIECE_BYTES)) + at % PIECE_BYTES;
    }
}
