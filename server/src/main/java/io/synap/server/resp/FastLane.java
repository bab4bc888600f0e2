package io.synap.server.resp;

import io.synap.engine.Entry;
import io.synap.engine.Lookahead;
import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.stream.Event;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;
import io.synap.server.command.CommandCatalogue;
import io.synap.server.node.Access;
import io.synap.server.stream.StreamCommands;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a plain {@code GET key}, {@code SET key value} or {@code XADD room * field value …} as clients
 * send it, and executes it straight from the socket's buffer: nothing is allocated. Confined to one event loop. Whatever is not exactly of that form, or not complete, or not within limits, is left to
 * the parser, which gives the same answers.
 */
final class FastLane {
    /** What {@link #execute} returns for a request that is not for the fast lane. */
    static final long NOT_FAST = 0;

    /** What it returns when the operation log has no room for the request now. */
    static final long NO_ROOM = -1;

    private static final int HEAD_BYTES = 13;
    private static final int SHORTEST_BYTES = HEAD_BYTES + 8;
    private static final long THREE_OF_THREE = word("*3\r\n$3\r\n");
    private static final long TWO_OF_THREE = word("*2\r\n$3\r\n");
    /** Makes three letters upper case and keeps CR and LF, the first five bytes of a long. */
    private static final long NAME_MASK = 0xff_ff_df_df_dfL;

    private static final long SET = word("SET\r\n");
    private static final long GET = word("GET\r\n");
    /** An XADD of one to three fields begins so, but for the digit in the second place. */
    private static final long ODD_OF_MANY = word("*0\r\n$4\r\n");

    private static final long COUNT_MASK = ~0xff00L;
    private static final long APPEND_MASK = 0xff_ff_df_df_df_dfL;
    private static final long APPEND = word("XADD\r\n");
    private static final int APPEND_HEAD_BYTES = 14;
    private static final long AUTOMATIC_ID = word("$1\r\n*\r\n");
    private static final long AUTOMATIC_ID_MASK = 0xff_ff_ff_ff_ff_ff_ffL;
    private static final int AUTOMATIC_ID_BYTES = 7;

    private static final int APPEND_INDEX = CommandCatalogue.indexOf("XADD");
    private static final int SET_INDEX = CommandCatalogue.indexOf("SET");
    private static final int GET_INDEX = CommandCatalogue.indexOf("GET");

    private final Access access;
    private final Reply reply;
    private final CommandMetrics metrics;
    private final Lookahead lookahead;
    private final int valueBytesMax;
    private final StreamCommands rooms;
    private final ValueSink added = this::noteAdded;
    private long addedMillis;
    private long addedNumber;
    private long aheadStart;
    private long aheadEnd;
    /** The number that {@link #length} has read. */
    private int length;

    private @Nullable String last;

    FastLane(Access access, Reply reply, CommandMetrics metrics, RespSettings settings) {
        this.access = access;
        this.reply = reply;
        this.metrics = metrics;
        this.lookahead = access.newLookahead();
        this.valueBytesMax = settings.limits().bulkBytesMax();
        this.rooms = new StreamCommands(access, settings.streams().eventBytesMax()).onAppended(metrics::appended);
    }

    /**
     * Reads ahead in memory for the next requests of this form, a handful at a time, when execution has
     * come to where the last such reading ended. No request changes by it.
     */
    void lookAhead(long start, long end) {
        if (start < aheadStart || start >= aheadEnd) {
            aheadStart = start;
            aheadEnd = loadAhead(start, end);
        }
    }

    /** Forgets where it has looked: the buffer may be another with the next batch. */
    void beginBatch() {
        aheadEnd = 0;
    }

    private long loadAhead(long start, long end) {
        long at = start;
        int keys = 0;
        while (keys < Lookahead.KEYS_MAX && end - at >= SHORTEST_BYTES) {
            boolean get = isGet(at);
            long key = get || isSet(at) ? length(at + HEAD_BYTES, end) : 0;
            int keyLength = length;
            long next = key + keyLength + 2;
            if (key == 0 || keyLength > EncodedOperation.KEY_BYTES_MAX || next > end) {
                break;
            }
            if (!get) {
                long value = length(next, end);
                if (value == 0) {
                    break;
                }
                next = value + length + 2;
            }
            lookahead.add(key, keyLength);
            keys++;
            at = next;
        }
        if (keys > 1) {
            lookahead.load();
        } else {
            lookahead.clear();
        }
        // Not to look again at each of the requests that it cannot read.
        return Math.max(at, start + 1);
    }

    private static boolean isGet(long at) {
        return Memory.getLong(at) == TWO_OF_THREE && (Memory.getLong(at + 8) & NAME_MASK) == GET;
    }

    private static boolean isSet(long at) {
        return Memory.getLong(at) == THREE_OF_THREE && (Memory.getLong(at + 8) & NAME_MASK) == SET;
    }

    private static boolean isAppend(long at) {
        int count = Memory.getByte(at + 1);
        return (Memory.getLong(at + 8) & APPEND_MASK) == APPEND
                && (Memory.getLong(at) & COUNT_MASK) == (ODD_OF_MANY & COUNT_MASK)
                && (count == '5' || count == '7' || count == '9');
    }

    /** Executes the request and returns the address after it, or says why not. */
    long execute(long start, long end) {
        if (end - start < SHORTEST_BYTES) {
            return NOT_FAST;
        }
        if (isGet(start)) {
            return get(start + HEAD_BYTES, end);
        }
        if (isSet(start)) {
            return set(start + HEAD_BYTES, end);
        }
        if (isAppend(start)) {
            return append(start + APPEND_HEAD_BYTES, end, (Memory.getByte(start + 1) - '3') / 2);
        }
        return NOT_FAST;
    }

    /** The last command executed since this was asked, null if there was none. */
    @Nullable
    String takeLast() {
        String name = last;
        last = null;
        return name;
    }

    private long get(long at, long end) {
        long key = length(at, end);
        int keyLength = length;
        long next = key + keyLength + 2;
        if (key == 0 || keyLength > EncodedOperation.KEY_BYTES_MAX || next > end) {
            return NOT_FAST;
        }
        long entry = access.openEntry(key, keyLength);
        try {
            if (entry == 0) {
                access.missed(key, keyLength);
                reply.nullBulk();
                metrics.missed(GET_INDEX);
            } else if (Entry.isLarge(entry)) {
                return NOT_FAST;
            } else {
                reply.small(entry);
                metrics.done(GET_INDEX);
            }
        } finally {
            access.closeEntry();
        }
        last = "get";
        return next;
    }

    private long set(long at, long end) {
        long key = length(at, end);
        int keyLength = length;
        if (key == 0 || keyLength > EncodedOperation.KEY_BYTES_MAX) {
            return NOT_FAST;
        }
        long value = length(key + keyLength + 2, end);
        int valueLength = length;
        long next = value + valueLength + 2;
        if (value == 0 || valueLength > valueBytesMax || next > end) {
            return NOT_FAST;
        }
        long bytes = EncodedOperation.HEADER_BYTES + keyLength + (long) valueLength;
        if (!access.hasRoom(bytes)) {
            return NO_ROOM;
        }
        long operation = access.scratch(bytes);
        long body = EncodedOperation.putPrefix(operation, OperationType.SET, 0, keyLength, valueLength, 0, 0);
        Memory.copy(key, body, keyLength);
        Memory.copy(value, body + keyLength, valueLength);
        Outcome outcome = access.write(operation, Access.noSink());
        ErrorCode error = outcome.rejection();
        if (error == null) {
            reply.ok();
            metrics.done(SET_INDEX);
        } else {
            reply.error(error);
            metrics.failed(SET_INDEX);
        }
        last = "set";
        return next;
    }

    private long append(long start, long end, int fields) {
        long room = length(start, end);
        int roomLength = length;
        long at = room + roomLength + 2;
        if (room == 0
                || roomLength > EncodedOperation.KEY_BYTES_MAX
                || end - at < Long.BYTES
                || (Memory.getLong(at) & AUTOMATIC_ID_MASK) != AUTOMATIC_ID) {
            return NOT_FAST;
        }
        rooms.beginAppend(room, roomLength, false).beginEvent();
        at += AUTOMATIC_ID_BYTES;
        for (int i = 0; i < fields; i++) {
            at = field(at, end);
            if (at == 0) {
                return NOT_FAST;
            }
        }
        if (!access.hasRoom(EncodedOperation.HEADER_BYTES + roomLength + rooms.gatheredBytes())) {
            return NO_ROOM;
        }
        if (rooms.append(added).rejection() != null) {
            // Nothing has happened: the long way makes the room, or says what is wrong.
            return NOT_FAST;
        }
        EventReply.id(reply, addedMillis, addedNumber);
        metrics.about(room, roomLength);
        metrics.done(APPEND_INDEX);
        last = "xadd";
        return at;
    }

    /** Gathers a field of an event; the address after it, 0 if it is not whole or too large. */
    private long field(long at, long end) {
        long name = length(at, end);
        int nameLength = length;
        long value = name == 0 ? 0 : length(name + nameLength + 2, end);
        int valueLength = length;
        long next = value + valueLength + 2;
        if (value == 0 || nameLength > valueBytesMax || valueLength > valueBytesMax || next > end) {
            return 0;
        }
        rooms.field(name, nameLength, value, valueLength);
        return next;
    }

    private void noteAdded(long event) {
        addedMillis = Event.idMillis(event);
        addedNumber = Event.idNumber(event);
    }

    /** Reads {@code $<digits> CR LF} into {@link #length}; the address after it, 0 if it is not that. */
    private long length(long from, long end) {
        // The shortest that can follow: a dollar, a digit, CR, LF.
        if (end - from < 4 || Memory.getByte(from) != '$') {
            return 0;
        }
        int number = Memory.getByte(from + 1) - '0';
        if (number < 0 || number > 9) {
            return 0;
        }
        long at = from + 2;
        // Eight digits never overflow; a longer number goes the long way.
        long stop = Math.min(end - 1, from + 9);
        while (at < stop) {
            int digit = Memory.getByte(at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
            at++;
        }
        if (at + 1 >= end || Memory.getUnsignedShort(at) != ('\r' | '\n' << 8)) {
            return 0;
        }
        length = number;
        return at + 2;
    }

    private static long word(String ascii) {
        long word = 0;
        for (int i = ascii.length() - 1; i >= 0; i--) {
            word = word << 8 | ascii.charAt(i);
        }
        return word;
    }
}
