package io.synap.server.resp;

import io.synap.engine.memory.LargeValue;
import io.synap.engine.stream.Event;
import io.synap.engine.stream.FieldCursor;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.EventFields;
import io.synap.protocol.resp.RespText;
import io.synap.server.stream.EventBatch;
import io.synap.server.stream.EventIdText;
import java.lang.foreign.Arena;
import java.util.function.LongFunction;

/**
 * Writes events into replies as Redis does: an id, and an array of names and values. Confined to one event
 * loop; events are read under their shard's lock, and nothing is allocated for those of usual size.
 */
final class EventReply {
    /** The array of two, the id, and the head of the array of fields. */
    private static final int HEAD_BYTES_MAX = 4 + 5 + EventIdText.CHARS_MAX + 2 + 1 + RespText.LONG_DIGITS_MAX + 2;

    /** Two bulk strings around a field, and a well-known name, which the event itself does not hold. */
    private static final int FIELD_BYTES_MAX = 2 * (1 + 5 + 2 + 2) + 16;

    /** Values of more bytes than this are not copied under the lock. */
    private static final int COPIED_BYTES_MAX = 16 * 1024;

    private static final int KEPT_BYTES_MAX = 64 * 1024;
    private static final int ARRAY_OF_TWO = '*' | '2' << 8 | '\r' << 16 | '\n' << 24;

    /** Where an id's text begins in an event: behind the array of two and a length of two digits. */
    private static final int ID_AT = 4 + 5;

    /** The room of a head up to the dash: copied whole, whatever its length. */
    private static final int HEAD_BYTES = 32;

    /** The same for a well-known name as a bulk string. */
    private static final int NAME_BYTES = 24;

    private static final int[] NAME_LENGTHS = new int[EventFields.codes()];
    private static final long NAMES =
            Arena.global().allocate((long) NAME_BYTES * NAME_LENGTHS.length).address();

    static {
        for (int code = 1; code < NAME_LENGTHS.length; code++) {
            long at = NAMES + (long) NAME_BYTES * code;
            NAME_LENGTHS[code] = (int) (putBulk(at, EventFields.name(code)) - at);
        }
    }

    private final FieldCursor cursor = new FieldCursor();
    private final NativeBuffer scratch = new NativeBuffer(1024);

    /** How events of one millisecond begin, since many follow each other. */
    private final NativeBuffer head = new NativeBuffer(HEAD_BYTES);

    private long headMillis;
    /** 0 when the head does not serve for that millisecond. */
    private int headLength;

    /**
     * Writes one event whose shard is locked.
     *
     * @param retain holds on to the fields of a large event, see {@link Event#isLarge}
     */
    void event(Reply reply, long event, LongFunction<LargeValue> retain) {
        int fields = Event.fieldCount(event);
        int length = Event.fieldsLength(event);
        cursor.of(event);
        if (Event.isLarge(event)) {
            long at = reply.room(HEAD_BYTES_MAX);
            reply.wrote(putHead(at, Event.idMillis(event), Event.idNumber(event), fields));
            while (cursor.next()) {
                name(reply);
                value(reply, event, retain);
            }
        } else {
            write(reply, Event.idMillis(event), Event.idNumber(event), fields, length);
        }
    }

    /** Writes one event of a batch. */
    void event(Reply reply, EventBatch batch, int index) {
        int length = batch.fieldsLength(index);
        cursor.of(batch.fields(index), length);
        write(reply, batch.millis(index), batch.sequence(index), batch.fieldCount(index), length);
    }

    /** Writes an event whose fields are in one piece, and the cursor before them. */
    private void write(Reply reply, long millis, long sequence, int fields, int length) {
        long bound = HEAD_BYTES_MAX + length + (long) FIELD_BYTES_MAX * fields;
        if (bound > Reply.SEGMENT_BYTES) {
            reply.wrote(putHead(reply.room(HEAD_BYTES_MAX), millis, sequence, fields));
            while (cursor.next()) {
                reply.bulk(cursor.nameAddress(), cursor.nameLength());
                reply.bulk(cursor.valueAddress(), cursor.valueLength());
            }
            return;
        }
        long at = putHead(reply.room((int) bound), millis, sequence, fields);
        while (cursor.next()) {
            at = putName(at);
            at = putBulk(at, cursor.valueAddress(), cursor.valueLength());
        }
        reply.wrote(at);
    }

    /** Writes an id as a bulk string. */
    static void id(Reply reply, long millis, long number) {
        reply.wrote(putId(reply.room(HEAD_BYTES_MAX), millis, number));
    }

    /** Writes an event that is gone: its id, and a null for the fields. */
    static void gone(Reply reply, long millis, long number) {
        reply.array(2);
        id(reply, millis, number);
        reply.nullArray();
    }

    private long putHead(long target, long millis, long sequence, int fields) {
        if (millis != headMillis) {
            makeHead(millis);
        }
        long at;
        if (headLength == 0) {
            Memory.putInt(target, ARRAY_OF_TWO);
            at = putId(target + 4, millis, sequence);
        } else {
            putLongs(target, head.address(), HEAD_BYTES);
            long end = EventIdText.putPart(target + headLength, sequence);
            putTwoDigits(target + ID_AT - 4, (int) (end - target) - ID_AT);
            at = RespText.putCrLf(end);
        }
        Memory.putByte(at, (byte) '*');
        return RespText.putCrLf(RespText.putLong(at + 1, 2L * fields));
    }

    /** Makes the head of a millisecond whose ids all have a length of two digits. */
    private void makeHead(long millis) {
        long target = head.address();
        Memory.putInt(target, ARRAY_OF_TWO);
        Memory.putByte(target + 4, (byte) '$');
        RespText.putCrLf(target + ID_AT - 2);
        long end = EventIdText.putMillis(target + ID_AT, millis);
        headMillis = millis;
        headLength = end - target - ID_AT < 9 ? 0 : (int) (end - target);
    }

    private static void putTwoDigits(long target, int number) {
        Memory.putByte(target, (byte) ('0' + number / 10));
        Memory.putByte(target + 1, (byte) ('0' + number % 10));
    }

    /** Copies a few bytes, a multiple of eight, faster than a copy of any length would. */
    private static void putLongs(long target, long source, int bytes) {
        for (int i = 0; i < bytes; i += Long.BYTES) {
            Memory.putLong(target + i, Memory.getLong(source + i));
        }
    }

    private long putName(long target) {
        int code = cursor.code();
        if (code == 0) {
            return putBulk(target, cursor.nameAddress(), cursor.nameLength());
        }
        putLongs(target, NAMES + (long) NAME_BYTES * code, NAME_BYTES);
        return target + NAME_LENGTHS[code];
    }

    /** Writes the text first, where a length of two digits would leave it, since few ids are shorter. */
    static long putId(long target, long millis, long number) {
        long text = target + 5;
        long end = EventIdText.put(text, millis, number);
        int length = (int) (end - text);
        if (length < 10) {
            return putBulk(target, EventIdText.text(millis, number));
        }
        Memory.putByte(target, (byte) '$');
        RespText.putCrLf(RespText.putLong(target + 1, length));
        return RespText.putCrLf(end);
    }

    private static long putBulk(long target, String ascii) {
        Memory.putByte(target, (byte) '$');
        long at = RespText.putCrLf(RespText.putLong(target + 1, ascii.length()));
        return RespText.putCrLf(RespText.putAscii(at, ascii));
    }

    private static long putBulk(long target, long address, int length) {
        Memory.putByte(target, (byte) '$');
        long at = RespText.putCrLf(RespText.putLong(target + 1, length));
        Memory.copy(address, at, length);
        return RespText.putCrLf(at + length);
    }

    private void name(Reply reply) {
        int length = cursor.nameLength();
        long address = cursor.nameAddress();
        if (address == 0) {
            scratch.shrinkTo(KEPT_BYTES_MAX);
            address = scratch.ensure(length, 0);
            cursor.copyName(address);
        }
        reply.bulk(address, length);
    }

    private void value(Reply reply, long event, LongFunction<LargeValue> retain) {
        int length = cursor.valueLength();
        if (length > COPIED_BYTES_MAX) {
            reply.large(retain.apply(event), cursor.valuePosition(), length);
            return;
        }
        long address = cursor.valueAddress();
        if (address == 0) {
            address = scratch.ensure(length, 0);
            cursor.copyValue(0, length, address);
        }
        reply.bulk(address, length);
    }
}
