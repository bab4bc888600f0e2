package io.synap.server.http.proto;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.server.http.json.EncodedOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to a request, or the members of an event, in protobuf's wire format. Confined to its owner; reused by {@link
 * #clear}.
 *
 * <p>Protobuf puts the length of a message before it. Plain values know theirs. An object or list leaves one byte for
 * each of the lengths before its content, and moves the content at its end if that was too little: most are short, and
 * those that are not move by a few bytes in one piece, once per level.
 */
public final class ProtoOutput implements EncodedOutput {
    private static final int KEPT_BYTES_MAX = 256 * 1024;
    private static final int NAMES_MAX = 1024;
    private static final int VARINT_BYTES_MAX = 5;

    /** Levels hold three numbers each. */
    private static final int LEVEL = 3;

    private static final int NO_NAME = -1;
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes;
    private int size;

    /** For each open object or list: where its first tag is, its name's encoded length, where its content begins. */
    private int[] levels = new int[8 * LEVEL];

    private int depth;

    /** How the name of the next value is encoded, as field 1 of its entry; null when it has none. */
    private byte @Nullable [] name;

    private final int rootTag;
    private final Map<String, byte[]> names = new HashMap<>();

    /** Whether what was written is the payload of an answer, and of which. */
    private boolean isPayload;

    private long id;

    /** Where a value belongs that is sent apart, or -1. */
    private int gapAt = -1;

    private int gapBytes;

    private ProtoOutput(int initialBytes, int rootTag) {
        bytes = new byte[Math.max(64, initialBytes)];
        this.rootTag = rootTag;
    }

    @Override
    public ProtoOutput copy() {
        ProtoOutput copy = new ProtoOutput(size + 256, rootTag);
        System.arraycopy(bytes, 0, copy.bytes, 0, size);
        copy.size = size;
        copy.levels = levels.clone();
        copy.depth = depth;
        copy.name = name;
        copy.isPayload = isPayload;
        copy.id = id;
        copy.gapAt = gapAt;
        copy.gapBytes = gapBytes;
        return copy;
    }

    /** Answers, one after another. */
    public static ProtoOutput ofAnswers(int initialBytes) {
        return new ProtoOutput(initialBytes, Tags.ANSWER_PAYLOAD);
    }

    /** Values with names, as the members of an event. */
    public static ProtoOutput ofEvent(int initialBytes) {
        return new ProtoOutput(initialBytes, Tags.EVENT_MEMBER);
    }

    /** What follows, one value, is the result of that request. */
    public ProtoOutput begin(long request) {
        isPayload = true;
        id = request;
        return this;
    }

    /** The answer, instead of a result, is an error. */
    public void fail(long request, ErrorCode code, String detail) {
        clear();
        ByteBuf answer = Unpooled.buffer(128);
        ProtoFrames.failure(answer, request, code.name(), detail);
        raw(answer);
    }

    /** Bytes of a frame as they are. */
    void raw(ByteBuf content) {
        int length = content.readableBytes();
        ensure(length);
        content.readBytes(bytes, size, length);
        size += length;
    }

    /** Bytes of a frame as they are. */
    void raw(long address, int length) {
        ensure(length);
        Memory.copy(address, bytes, size, length);
        size += length;
    }

    @Override
    public void copyTo(ByteBuf target) {
        if (isPayload) {
            ProtoFrames.answerHead(target, id, size);
        }
        target.writeBytes(bytes, 0, size);
    }

    @Override
    public void clear() {
        size = 0;
        isPayload = false;
        depth = 0;
        name = null;
        gapAt = -1;
        gapBytes = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[KEPT_BYTES_MAX];
        }
    }

    /** The array that holds what was written in its first {@link #size} bytes; valid until more is written. */
    public byte[] array() {
        return bytes;
    }

    @Override
    public boolean isBinary() {
        return true;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void truncate(int length) {
        size = Math.min(size, length);
    }

    @Override
    public ProtoOutput beginObject() {
        open(Tags.OBJECT);
        return this;
    }

    @Override
    public ProtoOutput endObject() {
        close();
        return this;
    }

    @Override
    public ProtoOutput beginArray() {
        open(Tags.LIST);
        return this;
    }

    @Override
    public ProtoOutput endArray() {
        close();
        return this;
    }

    @Override
    public ProtoOutput name(String text) {
        byte[] encoded = names.get(text);
        if (encoded == null) {
            encoded = encodedName(text.getBytes(StandardCharsets.UTF_8));
            if (names.size() < NAMES_MAX) {
                names.put(text, encoded);
            }
        }
        name = encoded;
        return this;
    }

    @Override
    public ProtoOutput name(long address, int length) {
        name = encodedName(Memory.toArray(address, length));
        return this;
    }

    private static byte[] encodedName(byte[] text) {
        byte[] encoded = new byte[1 + varintBytes(text.length) + text.length];
        encoded[0] = (byte) Tags.NAME;
        int at = 1;
        int rest = text.length;
        for (; rest > 0x7f; rest >>>= 7) {
            encoded[at++] = (byte) (rest | 0x80);
        }
        encoded[at++] = (byte) rest;
        System.arraycopy(text, 0, encoded, at, text.length);
        return encoded;
    }

    @Override
    public ProtoOutput text(String text) {
        return content(Tags.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ProtoOutput text(long address, int length) {
        return content(Tags.TEXT, address, length);
    }

    @Override
    public ProtoOutput base64(byte[] content) {
        return content(Tags.OCTETS, content);
    }

    @Override
    public ProtoOutput bytes(long address, int length) {
        return content(Tags.OCTETS, address, length);
    }

    /** The bytes become the content of the array that is open: a value of bytes instead of a list. */
    @Override
    public void octets(long address, int length) {
        int start = levels[(depth - 1) * LEVEL + 2];
        // One byte is left for the length; the kind stands before it.
        int kind = start - 2;
        if (size == start) {
            bytes[kind] = (byte) Tags.OCTETS;
        }
        if (bytes[kind] == Tags.OCTETS) {
            raw(address, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            number(Memory.getUnsignedByte(address + i));
        }
    }

    @Override
    public ProtoOutput number(long number) {
        long zigzag = (number << 1) ^ (number >> 63);
        header(1 + varintBytes(zigzag));
        put(Tags.INTEGER);
        varint(zigzag);
        return this;
    }

    @Override
    public ProtoOutput flag(boolean value) {
        header(2);
        put(Tags.FLAG);
        put(value ? 1 : 0);
        return this;
    }

    @Override
    public ProtoOutput nothing() {
        header(0);
        return this;
    }

    @Override
    public ProtoOutput verbatim(long address, int length) {
        return content(Tags.JSON, address, length);
    }

    @Override
    public ProtoOutput verbatim(byte[] json) {
        return content(Tags.JSON, json);
    }

    @Override
    public ProtoOutput fraction(double value) {
        if (!Double.isFinite(value)) {
            return nothing();
        }
        header(1 + Long.BYTES);
        put(Tags.FRACTION);
        long bits = Double.doubleToRawLongBits(value);
        for (int i = 0; i < Long.BYTES; i++) {
            put((int) (bits >>> (8 * i)));
        }
        return this;
    }

    /**
     * A value whose bytes are sent apart, because it is large: it counts in all lengths, and belongs between {@link
     * #copyBefore} and {@link #copyBehind}. There may be one.
     */
    ProtoOutput apart(boolean text, int length) {
        if (gapAt >= 0) {
            throw new IllegalStateException("two values apart");
        }
        head(text ? Tags.TEXT : Tags.OCTETS, length);
        gapAt = size;
        gapBytes = length;
        return this;
    }

    /** Appends what stands before the value that is sent apart. */
    void copyBefore(ByteBuf target) {
        ProtoFrames.answerHead(target, id, Math.addExact(size, gapBytes));
        target.writeBytes(bytes, 0, gapAt);
    }

    /** Appends what stands behind it. */
    void copyBehind(ByteBuf target) {
        target.writeBytes(bytes, gapAt, size - gapAt);
    }

    private ProtoOutput content(int kind, byte[] content) {
        head(kind, content.length);
        ensure(content.length);
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
        return this;
    }

    private ProtoOutput content(int kind, long address, int length) {
        head(kind, length);
        raw(address, length);
        return this;
    }

    /** All that stands before content of that length. */
    private void head(int kind, int length) {
        header(Math.addExact(1 + varintBytes(length), length));
        put(kind);
        varint(length);
    }

    /** All that stands before a value's message of that length; room is made for what surrounds a short one. */
    private void header(int valueBytes) {
        byte[] named = takeName();
        ensure(named.length + 4L * VARINT_BYTES_MAX);
        put(elementTag());
        if (named.length > 0) {
            varint(Math.addExact(named.length + 1 + varintBytes(valueBytes), valueBytes));
            System.arraycopy(named, 0, bytes, size, named.length);
            size += named.length;
            put(Tags.VALUE);
        }
        varint(valueBytes);
    }

    private int elementTag() {
        return depth == 0 ? rootTag : Tags.ELEMENT;
    }

    private byte[] takeName() {
        byte[] taken = name;
        name = null;
        return taken == null ? NOTHING : taken;
    }

    /** Writes what stands before content of unknown length, with a byte for each length. */
    private void open(int kind) {
        byte[] named = takeName();
        ensure(named.length + 8L);
        int start = size;
        put(elementTag());
        if (named.length > 0) {
            size++;
            System.arraycopy(named, 0, bytes, size, named.length);
            size += named.length;
            put(Tags.VALUE);
        }
        size++;
        put(kind);
        size++;
        int level = depth * LEVEL;
        if (level == levels.length) {
            levels = Arrays.copyOf(levels, levels.length * 2);
        }
        levels[level] = start;
        levels[level + 1] = named.length == 0 ? NO_NAME : named.length;
        levels[level + 2] = size;
        depth++;
    }

    /** Writes the lengths that were left open, moving what is behind them where they take more than a byte. */
    private void close() {
        depth--;
        int level = depth * LEVEL;
        int start = levels[level];
        int nameBytes = levels[level + 1];
        int content = levels[level + 2];
        boolean around = gapAt >= content;
        int contentBytes = Math.addExact(size - content, around ? gapBytes : 0);
        int valueBytes = Math.addExact(1 + varintBytes(contentBytes), contentBytes);
        int entryBytes = nameBytes == NO_NAME ? 0 : Math.addExact(nameBytes + 1 + varintBytes(valueBytes), valueBytes);
        int kind = bytes[content - 2];
        int nameMoves = nameBytes == NO_NAME ? 0 : varintBytes(entryBytes) - 1;
        int moves = nameMoves + varintBytes(valueBytes) - 1 + varintBytes(contentBytes) - 1;
        if (moves > 0) {
            ensure(moves);
            System.arraycopy(bytes, content, bytes, content + moves, size - content);
            size += moves;
            gapAt += around ? moves : 0;
        }
        int end = size;
        size = start + 1;
        if (nameBytes != NO_NAME) {
            int nameAt = start + 2;
            System.arraycopy(bytes, nameAt, bytes, nameAt + nameMoves, nameBytes);
            varint(entryBytes);
            size += nameBytes;
            put(Tags.VALUE);
        }
        varint(valueBytes);
        put(kind);
        varint(contentBytes);
        size = end;
    }

    private void put(int each) {
        bytes[size++] = (byte) each;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    static int varintBytes(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    private void ensure(long more) {
        long needed = size + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 16) {
                throw new OutOfMemoryError("a reply of " + needed + " bytes");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, bytes.length * 2L)));
        }
    }
}
