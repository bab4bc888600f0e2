package io.synap.protocol.resp;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;

/**
 * Reads one request after another from native memory. Confined to one thread.
 *
 * <p>A request that has not arrived whole is parsed on from where the parser stopped, not from its
 * beginning; its bytes may have moved meanwhile, since the parser keeps offsets only. Arguments are
 * ranges of the given memory, nothing is copied; those of an inline request with quotes are unescaped
 * in place.
 *
 * <p>Source: the Redis serialization protocol specification, and Redis' wording of errors.
 */
public final class RespParser {
    private enum State {
        BEGIN,
        INLINE,
        COUNT,
        BULK_LENGTH,
        BULK,
        /** A whole request that its owner could not use yet. */
        HELD
    }

    private final RespLimits limits;
    private final RespArguments arguments = new RespArguments();
    private State state = State.BEGIN;
    /** How far parsing has come, bytes from the request's first. */
    private int position;

    private int argumentsLeft;
    private int bulkLength;

    public RespParser(RespLimits limits) {
        this.limits = limits;
    }

    public RespArguments arguments() {
        return arguments;
    }

    /**
     * Parses a request that begins at {@code start}; what has arrived of it ends before {@code end}.
     *
     * @return the address after the request, or 0 when it is not complete. A complete request without
     *     arguments is nothing to be answered.
     * @throws SynapException MALFORMED, in Redis' words; the parser is of no use after that
     */
    public long parse(long start, long end) {
        arguments.base(start);
        if (state == State.BEGIN) {
            if (start == end) {
                return 0;
            }
            arguments.begin();
            position = 0;
            state = Memory.getByte(start) == '*' ? State.COUNT : State.INLINE;
        }
        if (state == State.INLINE) {
            return inline(start, end);
        }
        if (state == State.HELD) {
            state = State.BEGIN;
            return start + position;
        }
        if (state == State.COUNT && !count(start, end)) {
            return 0;
        }
        while (argumentsLeft > 0) {
            if (state == State.BULK_LENGTH && !bulkLength(start, end)) {
                return 0;
            }
            if (end - start < bulkEnd()) {
                return 0;
            }
            arguments.add(position, bulkLength);
            position = (int) bulkEnd();
            argumentsLeft--;
            state = State.BULK_LENGTH;
        }
        state = State.BEGIN;
        return start + position;
    }

    /** Keeps the complete request, so that the next call of {@link #parse} gives it again. */
    public void hold() {
        state = State.HELD;
    }

    /** Forgets everything, to begin anew. */
    public void reset() {
        state = State.BEGIN;
        arguments.begin();
    }

    /** How many bytes of the request there must be at least before it is any use to parse on. */
    public long bytesNeeded() {
        return switch (state) {
            case BULK -> bulkEnd();
            case HELD -> position;
            case BEGIN, INLINE, COUNT, BULK_LENGTH -> position + 1L;
        };
    }

    private long bulkEnd() {
        return position + (long) bulkLength + 2;
    }

    private boolean count(long start, long end) {
        int lineEnd = lineEnd(start, end, "too big mbulk count string");
        if (lineEnd < 0) {
            return false;
        }
        long count = number(start + 1, start + lineEnd);
        if (count > limits.argumentsMax()) {
            throw malformed("invalid multibulk length");
        }
        argumentsLeft = (int) Math.max(0, count);
        position = lineEnd + 2;
        state = State.BULK_LENGTH;
        return true;
    }

    private boolean bulkLength(long start, long end) {
        int lineEnd = lineEnd(start, end, "too big bulk count string");
        if (lineEnd < 0) {
            return false;
        }
        byte first = Memory.getByte(start + position);
        if (first != '$') {
            char shown = first == '\r' || first == '\n' ? ' ' : (char) (first & 0xff);
            throw malformed("expected '$', got '" + shown + "'");
        }
        long length = number(start + position + 1, start + lineEnd);
        if (length < 0 || length > limits.bulkBytesMax()) {
            throw malformed("invalid bulk length");
        }
        bulkLength = (int) length;
        position = lineEnd + 2;
        state = State.BULK;
        checkSize(bulkEnd());
        return true;
    }

    /** The offset of the line's CR if the LF after it has arrived too, else -1. */
    private int lineEnd(long start, long end, String tooLong) {
        // The limit bounds what is scanned again whenever a little more has arrived.
        long stop = Math.min(end, start + position + limits.inlineBytesMax() + 1);
        for (long at = start + position; at < stop; at++) {
            if (Memory.getByte(at) == '\r') {
                return at + 1 < end ? (int) (at - start) : -1;
            }
        }
        if (stop < end) {
            throw malformed(tooLong);
        }
        return -1;
    }

    /** A line's number; larger than any limit allows when it is none. */
    private static long number(long from, long to) {
        int length = (int) (to - from);
        return RespText.isLong(from, length) ? RespText.toLong(from, length) : Long.MAX_VALUE;
    }

    private long inline(long start, long end) {
        long at = start + position;
        long stop = Math.min(end, start + limits.inlineBytesMax() + 1);
        while (at < stop && Memory.getByte(at) != '\n') {
            at++;
        }
        if (at == stop) {
            if (stop < end || end - start > limits.inlineBytesMax()) {
                throw malformed("too big inline request");
            }
            position = (int) (at - start);
            return 0;
        }
        long lineEnd = at > start && Memory.getByte(at - 1) == '\r' ? at - 1 : at;
        if (!InlineSplitter.split(start, lineEnd, arguments)) {
            throw malformed("unbalanced quotes in request");
        }
        state = State.BEGIN;
        position = (int) (at + 1 - start);
        return at + 1;
    }

    private void checkSize(long bytes) {
        if (bytes > limits.requestBytesMax()) {
            throw malformed("request exceeds the maximum allowed size");
        }
    }

    private static SynapException malformed(String what) {
        return new SynapException(ErrorCode.MALFORMED, "Protocol error: " + what);
    }
}
