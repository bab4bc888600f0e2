package io.synap.server.http.json;

import io.netty.buffer.ByteBuf;
import io.synap.protocol.memory.Memory;
import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes compact JSON as UTF-8, straight from native memory where the text lies there. Confined to its
 * owner; reused by {@link #clear}.
 *
 * <p>Commas are set by looking at the last byte written, so there is no nesting state: the caller
 * opens and closes in order.
 */
public final class JsonOutput implements EncodedOutput {
    private static final int KEPT_BYTES_MAX = 256 * 1024;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Stands for half a surrogate pair, which UTF-8 cannot hold. */
    private static final int REPLACEMENT = 0xfffd;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    /** What may follow the backslash for a byte, 0 for plain bytes, 'u' for the other controls. */
    private static final byte[] ESCAPES = escapes();

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    public JsonOutput(int initialBytes) {
        bytes = new byte[Math.max(64, initialBytes)];
    }

    @Override
    public void clear() {
        size = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[KEPT_BYTES_MAX];
        }
    }

    @Override
    public int size() {
        return size;
    }

    /** Takes back everything after the first that many bytes. */
    @Override
    public void truncate(int length) {
        size = Math.min(size, length);
    }

    @Override
    public JsonOutput copy() {
        return new JsonOutput(size + 256).raw(toArray());
    }

    @Override
    public void copyTo(ByteBuf target) {
        target.writeBytes(bytes, 0, size);
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    public Buffer toBuffer() {
        return Buffer.buffer(size).appendBytes(bytes, 0, size);
    }

    @Override
    public JsonOutput beginObject() {
        return open((byte) '{');
    }

    @Override
    public JsonOutput endObject() {
        return put((byte) '}');
    }

    @Override
    public JsonOutput beginArray() {
        return open((byte) '[');
    }

    @Override
    public JsonOutput endArray() {
        return put((byte) ']');
    }

    @Override
    public JsonOutput name(String name) {
        text(name);
        return put((byte) ':');
    }

    /** A name whose UTF-8 bytes lie in native memory; they must be valid. */
    @Override
    public JsonOutput name(long address, int length) {
        text(address, length);
        return put((byte) ':');
    }

    @Override
    public JsonOutput text(String text) {
        comma();
        // A character is at most six bytes: a control written as \\u001f.
        ensure(text.length() * 6L + 2);
        bytes[size++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii((byte) c);
            } else {
                i += wide(text, i);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    /** A string whose UTF-8 bytes lie in native memory; they must be valid. */
    @Override
    public JsonOutput text(long address, int length) {
        comma();
        put((byte) '"');
        textPart(address, length);
        return put((byte) '"');
    }

    /** A part of a string, without quotes; it may begin and end in the midst of a character. */
    public void textPart(long address, int length) {
        ensure(length * 6L + 10);
        int i = 0;
        while (i < length) {
            if (i + 8 <= length) {
                long word = Memory.getLong(address + i);
                if (isPlain(word)) {
                    LONG.set(bytes, size, word);
                    size += 8;
                    i += 8;
                    continue;
                }
            }
            byte each = Memory.getByte(address + i++);
            if (each < 0) {
                bytes[size++] = each;
            } else {
                ascii(each);
            }
        }
    }

    @Override
    public JsonOutput base64(byte[] content) {
        comma();
        byte[] encoded = Base64.getEncoder().encode(content);
        put((byte) '"');
        raw(encoded);
        return put((byte) '"');
    }

    /** Elements of an array of numbers 0 to 255, comma-separated, without brackets. */
    @Override
    public void octets(long address, int length) {
        ensure(length * 4L + 4);
        for (int i = 0; i < length; i++) {
            comma();
            digits(Memory.getUnsignedByte(address + i));
        }
    }

    @Override
    public JsonOutput number(long number) {
        comma();
        ensure(20);
        if (number < 0) {
            if (number == Long.MIN_VALUE) {
                return raw("-9223372036854775808".getBytes(StandardCharsets.US_ASCII));
            }
            bytes[size++] = '-';
            digits(-number);
        } else {
            digits(number);
        }
        return this;
    }

    @Override
    public JsonOutput flag(boolean value) {
        comma();
        return raw(value ? TRUE : FALSE);
    }

    @Override
    public JsonOutput nothing() {
        comma();
        return raw(NULL);
    }

    /** JSON text that the caller vouches for, in native memory, as one value. */
    @Override
    public JsonOutput verbatim(long address, int length) {
        comma();
        ensure(length);
        Memory.copy(address, bytes, size, length);
        size += length;
        return this;
    }

    /** JSON text that the caller vouches for, as one value. */
    @Override
    public JsonOutput verbatim(byte[] json) {
        comma();
        return raw(json);
    }

    /** A fraction; JSON has no infinities, so those become null. */
    @Override
    public JsonOutput fraction(double value) {
        if (!Double.isFinite(value)) {
            return nothing();
        }
        comma();
        return raw(Double.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** Bytes as they are, with no comma before them. */
    public JsonOutput raw(byte[] content) {
        ensure(content.length);
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
        return this;
    }

    private JsonOutput open(byte bracket) {
        comma();
        return put(bracket);
    }

    private JsonOutput put(byte each) {
        ensure(1);
        bytes[size++] = each;
        return this;
    }

    private void comma() {
        if (size == 0) {
            return;
        }
        byte last = bytes[size - 1];
        if (last != '{' && last != '[' && last != ':' && last != ',') {
            put((byte) ',');
        }
    }

    /** Whether none of eight bytes needs an escape: all ASCII, no control, no quote, no backslash. */
    private static boolean isPlain(long word) {
        long quotes = word ^ ONES * '"';
        long slashes = word ^ ONES * '\\';
        long special = (word - ONES * 0x20) | (quotes - ONES) | (slashes - ONES) | word;
        return (special & HIGHS) == 0;
    }

    /** Room was made by the caller. */
    private void ascii(byte each) {
        byte escape = ESCAPES[each];
        if (escape == 0) {
            bytes[size++] = each;
            return;
        }
        bytes[size++] = '\\';
        bytes[size++] = escape;
        if (escape == 'u') {
            bytes[size++] = '0';
            bytes[size++] = '0';
            bytes[size++] = HEX[each >> 4];
            bytes[size++] = HEX[each & 15];
        }
    }

    /** Writes the character at that place and returns how many further chars it took. */
    private int wide(String text, int at) {
        int point = text.codePointAt(at);
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            point = REPLACEMENT;
        }
        if (point < 0x800) {
            bytes[size++] = (byte) (0xc0 | point >> 6);
        } else {
            if (point < 0x10000) {
                bytes[size++] = (byte) (0xe0 | point >> 12);
            } else {
                bytes[size++] = (byte) (0xf0 | point >> 18);
                bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3f));
            }
            bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
        }
        bytes[size++] = (byte) (0x80 | (point & 0x3f));
        return point >= 0x10000 ? 1 : 0;
    }

    private void digits(long number) {
        int count = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            count++;
        }
        long rest = number;
        for (int i = size + count - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
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

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        escapes['\b'] = 'b';
        escapes['\f'] = 'f';
        return escapes;
    }
}
