package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/**
 * The fields of an event, as operations and chunks of events hold them. Stateless; thread-safe.
 *
 * <pre>
 * u8      code of a well-known name, or 0: then
 * varint  length of the name, the name
 * varint  length of the value, the value
 * </pre>
 *
 * A varint is seven bits a byte, the lowest first, the top bit set on all but the last. A well-known name is
 * always given by its code, so that equal fields are equal bytes.
 */
public final class EventFields {
    public static final int EVENT = 1;
    public static final int DATA = 2;
    public static final int KEY = 3;
    public static final int CORRELATION_ID = 4;
    public static final int CAUSATION_ID = 5;
    public static final int REQUEST_ID = 6;
    public static final int USER_ID = 7;
    public static final int SOURCE = 8;
    public static final int VERSION = 9;
    public static final int HEADERS = 10;
    public static final int AGGREGATE_ID = 11;
    public static final int AGGREGATE_TYPE = 12;

    /** Code, and the two lengths at most. */
    public static final int FIELD_OVERHEAD_BYTES_MAX = 11;

    private static final int VARINT_BYTES_MAX = 5;
    private static final String[] NAMES = {
        "",
        "event",
        "data",
        "key",
        "correlation_id",
        "causation_id",
        "request_id",
        "user_id",
        "source",
        "version",
        "headers",
        "aggregate_id",
        "aggregate_type"
    };
    private static final byte[][] NAME_BYTES = new byte[NAMES.length][];
    private static final long[] ADDRESSES = new long[NAMES.length];

    static {
        for (int code = 0; code < NAMES.length; code++) {
            byte[] name = NAMES[code].getBytes(StandardCharsets.US_ASCII);
            NAME_BYTES[code] = name;
            ADDRESSES[code] = Arena.global().allocate(Math.max(1, name.length)).address();
            Memory.copy(name, 0, ADDRESSES[code], name.length);
        }
    }

    private EventFields() {}

    /** The code of a name; 0 when it is not well known. */
    public static int codeOf(long name, int length) {
        for (int code = 1; code < NAME_BYTES.length; code++) {
            if (Memory.same(name, length, NAME_BYTES[code])) {
                return code;
            }
        }
        return 0;
    }

    /** The name of a code. */
    public static String name(int code) {
        return NAMES[code];
    }

    /** Where the name of a code stands, for good. */
    public static long nameAddress(int code) {
        return ADDRESSES[code];
    }

    public static int nameLength(int code) {
        return NAME_BYTES[code].length;
    }

    /** How many codes there are, from 0 on. */
    public static int codes() {
        return NAMES.length;
    }

    /** The bytes of a number. */
    public static int varintBytes(int number) {
        int bytes = 1;
        for (int rest = number >>> 7; rest != 0; rest >>>= 7) {
            bytes++;
        }
        return bytes;
    }

    /** Writes a number; returns the address behind it. */
    public static long putVarint(long target, int number) {
        long at = target;
        int rest = number;
        for (; (rest & ~0x7f) != 0; rest >>>= 7) {
            Memory.putByte(at++, (byte) (rest | 0x80));
        }
        Memory.putByte(at, (byte) rest);
        return at + 1;
    }

    /** Reads a number; its bytes are {@link #varintBytes}. */
    public static int varint(long address) {
        int first = Memory.getByte(address);
        if (first >= 0) {
            return first;
        }
        int number = first & 0x7f;
        for (int i = 1; i < VARINT_BYTES_MAX; i++) {
            int next = Memory.getByte(address + i);
            number |= (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalStateException("an event's field has a length that does not end");
    }

    /** The bytes of a field. */
    public static int bytes(int code, int nameLength, int valueLength) {
        int name = code != 0 ? 0 : varintBytes(nameLength) + nameLength;
        return 1 + name + varintBytes(valueLength) + valueLength;
    }

    /** Writes a field up to its value; returns the address where the value goes. */
    public static long putHead(long target, int code, long name, int nameLength, int valueLength) {
        Memory.putByte(target, (byte) code);
        long at = target + 1;
        if (code == 0) {
            at = putVarint(at, nameLength);
            Memory.copy(name, at, nameLength);
            at += nameLength;
        }
        return putVarint(at, valueLength);
    }
}
