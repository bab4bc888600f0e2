package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.StreamOperation.EventId;
import io.synap.protocol.operation.StreamOperation.Trim;

/**
 * Walks the events of an encoded ROOM_APPEND and finds their types, without making an object. Confined to its
 * owner, which reuses it; the operation stays where it is meanwhile.
 */
public final class AppendedEvents {
    private static final int TRIM_BYTES = 1 + 3 * Long.BYTES;

    private final BodyReader body = new BodyReader();
    private int left;
    private long type;
    private int typeLength;

    /** Begins before the first event. */
    public void of(long operation) {
        body.of(operation);
        body.skip(1);
        if (body.getByte() != Trim.By.NOTHING.code()) {
            body.skip(TRIM_BYTES);
        }
        left = body.getInt();
    }

    /** Goes on to the next event; false when there is none. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        EventId.Kind kind = EventId.Kind.of(body.getByte());
        if (kind != EventId.Kind.AUTOMATIC) {
            body.skip(kind == EventId.Kind.EXPLICIT ? 2 * Long.BYTES : Long.BYTES);
        }
        int fields = body.getInt();
        findType(body.bytes(), fields);
        return true;
    }

    private void findType(long fields, int count) {
        long at = fields;
        for (int i = 0; i < count; i++) {
            int code = Memory.getUnsignedByte(at++);
            if (code == 0) {
                at = behind(at);
            }
            if (code == EventFields.EVENT) {
                typeLength = EventFields.varint(at);
                type = at + EventFields.varintBytes(typeLength);
                return;
            }
            at = behind(at);
        }
        type = fields;
        typeLength = 0;
    }

    private static long behind(long at) {
        int length = EventFields.varint(at);
        return at + EventFields.varintBytes(length) + length;
    }

    /** Where the present event's type stands. */
    public long type() {
        return type;
    }

    /** The length of the type, in bytes; 0 without one. */
    public int typeLength() {
        return typeLength;
    }
}
