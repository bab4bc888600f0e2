package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.synap.engine.Entry;
import io.synap.engine.Shard;
import io.synap.engine.memory.LargeValue;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.resp.RespText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the replies of one batch, in RESP2 or RESP3. Confined to one event loop, which has one for
 * all its connections: batches do not overlap.
 *
 * <p>Text goes into pooled direct segments, written by address. Values too large to be copied under a
 * shard's lock are kept as {@link LargeRange} between segments, and sent as the socket drains.
 */
final class Reply {
    static final int SEGMENT_BYTES = 16 * 1024;
    private static final int SEGMENT_BYTES_MAX = 64 * 1024;
    /** What a header takes at most: a type, a number, CR LF. */
    private static final int HEADER_BYTES_MAX = 1 + RespText.LONG_DIGITS_MAX + 2;

    private static final long OK = word("+OK\r\n");
    private static final long NULL_BULK = word("$-1\r\n");
    private static final long NULL_ARRAY = word("*-1\r\n");

    private final ByteBufAllocator allocator;
    private final LargeBudget budget;
    private List<ReplyPart> parts = new ArrayList<>();
    private @Nullable ByteBuf segment;
    private long segmentStart;
    private long at;
    private long limit;
    private long partBytes;
    private boolean resp3;
    private int errors;
    private long bytesMax = Long.MAX_VALUE;

    private int markParts;
    private long markAt;

    Reply(ByteBufAllocator allocator, LargeBudget budget) {
        this.allocator = allocator;
        this.budget = budget;
    }

    /** Another one, with the same budget, for what is gathered aside. */
    Reply sibling() {
        return new Reply(allocator, budget);
    }

    /** What follows is for a client that speaks that version, and may take that many bytes. */
    void begin(boolean speaksResp3, long batchBytesMax) {
        resp3 = speaksResp3;
        bytesMax = batchBytesMax;
    }

    /** From here on the client speaks another version. */
    void speak(boolean speaksResp3) {
        resp3 = speaksResp3;
    }

    boolean isResp3() {
        return resp3;
    }

    /** Counts error replies, so that a caller sees whether one was given since. */
    int errors() {
        return errors;
    }

    /** Bytes gathered so far, those of large values included. */
    long bytes() {
        return partBytes + (at - segmentStart);
    }

    /** An address with that much room behind it, at most {@link #SEGMENT_BYTES}; see {@link #wrote}. */
    long room(int bytes) {
        if (limit - at < bytes) {
            nextSegment();
        }
        return at;
    }

    /** Says how far the room was used. */
    void wrote(long end) {
        at = end;
    }

    void ok() {
        long target = room(8);
        Memory.putLong(target, OK);
        at = target + 5;
    }

    /** What stands for an absent value. */
    void nullBulk() {
        long target = room(8);
        if (resp3) {
            putNull(target);
        } else {
            Memory.putLong(target, NULL_BULK);
            at = target + 5;
        }
    }

    /** What stands for an absent array. */
    void nullArray() {
        long target = room(8);
        if (resp3) {
            putNull(target);
        } else {
            Memory.putLong(target, NULL_ARRAY);
            at = target + 5;
        }
    }

    private void putNull(long target) {
        Memory.putByte(target, (byte) '_');
        at = RespText.putCrLf(target + 1);
    }

    void integer(long value) {
        header(':', value);
    }

    void integer(boolean value) {
        header(':', value ? 1 : 0);
    }

    void simple(String text) {
        line('+', text);
    }

    void array(int elements) {
        header('*', elements);
    }

    /** Begins a map of that many pairs. */
    void map(int pairs) {
        header(resp3 ? '%' : '*', resp3 ? pairs : 2L * pairs);
    }

    /** Begins what is no reply, of that many elements. */
    void push(int elements) {
        header(resp3 ? '>' : '*', elements);
    }

    /** Puts what is written already behind what is here, where no rewinding takes it back. */
    void push(long address, int length) {
        raw(address, length);
        mark();
    }

    void set(int elements) {
        header(resp3 ? '~' : '*', elements);
    }

    void bulk(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        header('$', bytes.length);
        raw(bytes);
        crLf();
    }

    void bulk(byte[] bytes) {
        header('$', bytes.length);
        raw(bytes);
        crLf();
    }

    void bulk(long address, int length) {
        header('$', length);
        raw(address, length);
        crLf();
    }

    /** A whole number as a bulk string of decimal digits. */
    void decimal(long number) {
        header('$', RespText.length(number));
        long target = room(HEADER_BYTES_MAX);
        at = RespText.putCrLf(RespText.putLong(target, number));
    }

    /** A receipt: {@code <message id>-<delivery number>}. */
    void receipt(long id, int deliveryNumber) {
        header('$', RespText.length(id) + 1L + RespText.length(deliveryNumber));
        long target = RespText.putLong(room(2 * HEADER_BYTES_MAX), id);
        Memory.putByte(target, (byte) '-');
        at = RespText.putCrLf(RespText.putLong(target + 1, deliveryNumber));
    }

    /** Text for people, which RESP3 marks as such. */
    void verbatim(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!resp3) {
            bulk(bytes);
            return;
        }
        header('=', bytes.length + 4L);
        raw("txt:".getBytes(StandardCharsets.US_ASCII));
        raw(bytes);
        crLf();
    }

    /** The whole value of an entry whose shard is locked. */
    void value(long entry, Shard shard) {
        if (Entry.isLarge(entry)) {
            large(shard.retainLarge(entry), 0, Entry.valueLength(entry));
        } else {
            small(entry);
        }
    }

    /** Room for any value that is not large, so that {@link #small} after it cannot fail. */
    void reserveSmall() {
        room(SEGMENT_BYTES + HEADER_BYTES_MAX + 2);
    }

    /** The value of an entry that is not large, whose shard is locked. */
    void small(long entry) {
        int length = Entry.valueLength(entry);
        long target = room(length + HEADER_BYTES_MAX + 2);
        Memory.putByte(target, (byte) '$');
        target = RespText.putCrLf(RespText.putLong(target + 1, length));
        Entry.copyValue(entry, 0, length, target);
        at = RespText.putCrLf(target + length);
    }

    /** A part of the value of an entry whose shard is locked. */
    void range(long entry, Shard shard, int from, int length) {
        if (length > SEGMENT_BYTES) {
            large(shard.retainLarge(entry), from, length);
            return;
        }
        header('$', length);
        long target = room(length);
        Entry.copyValue(entry, from, length, target);
        at = target + length;
        crLf();
    }

    /** A part of a large value, which is let go once it is sent, or now if that cannot be. */
    void large(LargeValue value, int from, int length) {
        try {
            header('$', length);
            budget.take(length);
        } catch (Throwable failed) {
            value.close();
            throw failed;
        }
        add(new ReplyPart.LargeRange(value, from, length, budget));
        crLf();
    }

    void error(SynapException error) {
        error(error.code().respPrefix() + " " + error.getMessage());
    }

    void error(ErrorCode code) {
        error(code.respPrefix() + " " + code.message());
    }

    /** An error line: prefix and message, with line breaks made spaces. */
    void error(String line) {
        errors++;
        line('-', line.replace('\r', ' ').replace('\n', ' '));
    }

    private void line(char type, String text) {
        raw((type + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void header(char type, long number) {
        long target = room(HEADER_BYTES_MAX);
        Memory.putByte(target, (byte) type);
        at = RespText.putCrLf(RespText.putLong(target + 1, number));
    }

    private void crLf() {
        at = RespText.putCrLf(room(2));
    }

    private void raw(byte[] bytes) {
        for (int from = 0; from < bytes.length; ) {
            int slice = Math.min(bytes.length - from, SEGMENT_BYTES);
            Memory.copy(bytes, from, room(slice), slice);
            at += slice;
            from += slice;
        }
    }

    private void raw(long address, int length) {
        for (int from = 0; from < length; ) {
            int slice = Math.min(length - from, SEGMENT_BYTES);
            Memory.copy(address + from, room(slice), slice);
            at += slice;
            from += slice;
        }
    }

    private void nextSegment() {
        int bytes = segment == null && parts.isEmpty() ? SEGMENT_BYTES : SEGMENT_BYTES_MAX;
        closeSegment();
        if (partBytes > bytesMax) {
            throw new BufferLimitException("resp.output_buffer_bytes_max");
        }
        // A segment takes the largest value that is copied, with what stands around it.
        open(allocator.directBuffer(bytes + 2 * HEADER_BYTES_MAX));
    }

    private void open(ByteBuf buffer) {
        segment = buffer;
        segmentStart = Addresses.of(buffer);
        at = segmentStart;
        limit = segmentStart + buffer.capacity();
    }

    private void closeSegment() {
        ByteBuf full = segment;
        if (full == null) {
            return;
        }
        full.writerIndex((int) (at - segmentStart));
        segment = null;
        add(new ReplyPart.Text(full));
    }

    private void add(ReplyPart part) {
        if (part instanceof ReplyPart.LargeRange) {
            closeSegment();
        }
        parts.add(part);
        partBytes += part.bytes();
        segmentStart = 0;
        at = 0;
        limit = 0;
    }

    /** Puts all that another has gathered behind what is here. */
    void append(Reply other) {
        closeSegment();
        for (ReplyPart part : other.take()) {
            add(part);
        }
    }

    /** Remembers this place, for {@link #rewind}. */
    void mark() {
        markParts = parts.size();
        markAt = at;
    }

    /** Drops what was gathered since {@link #mark}. */
    void rewind() {
        if (parts.size() == markParts) {
            at = markAt == 0 ? segmentStart : markAt;
            return;
        }
        releaseSegment();
        for (int last = parts.size() - 1; last > markParts; last--) {
            ReplyPart part = parts.remove(last);
            partBytes -= part.bytes();
            part.release();
        }
        ReplyPart first = parts.remove(markParts);
        partBytes -= first.bytes();
        if (markAt != 0 && first instanceof ReplyPart.Text text) {
            open(text.buffer());
            at = markAt;
        } else {
            first.release();
        }
    }

    /** The segment that holds everything, if one does, ready to be sent; null when there are parts. */
    @Nullable
    ByteBuf takeOnly() {
        ByteBuf only = segment;
        if (only == null || !parts.isEmpty()) {
            return null;
        }
        only.writerIndex((int) (at - segmentStart));
        clear();
        return only;
    }

    /** Everything gathered, in order; the caller owns it. */
    List<ReplyPart> take() {
        closeSegment();
        List<ReplyPart> taken = parts;
        parts = new ArrayList<>();
        clear();
        return taken;
    }

    /** Drops everything. */
    void discard() {
        releaseSegment();
        parts.forEach(ReplyPart::release);
        parts.clear();
        clear();
    }

    private void releaseSegment() {
        ByteBuf dropped = segment;
        if (dropped != null) {
            dropped.release();
            segment = null;
            segmentStart = 0;
            at = 0;
            limit = 0;
        }
    }

    private void clear() {
        segment = null;
        partBytes = 0;
        segmentStart = 0;
        at = 0;
        limit = 0;
    }

    /** Up to eight characters as the long that writes them. */
    private static long word(String ascii) {
        long word = 0;
        for (int i = ascii.length() - 1; i >= 0; i--) {
            word = word << 8 | ascii.charAt(i);
        }
        return word;
    }
}
