package io.synap.bench.pubsub;

import io.synap.bench.system.MeasurementException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Confined to one thread. What a connection has to receive: items of one length, a cycle of them again and again. Every
 * byte is compared, many at once, which costs far less than parsing; anything else ends the measurement.
 */
final class ExpectedBytes {
    /** Short cycles are repeated up to here, so that a read is compared in few steps. */
    private static final int SPAN_BYTES = 1 << 16;

    private static final int SHOWN_BYTES = 100;

    private final ByteBuffer span;
    private final int itemBytes;
    private final byte[] interjection;
    private int position;
    private int interjected;
    private long interjections;
    private long bytes;

    /**
     * Of a cycle, given as its bytes.
     *
     * @param interjection what may come between two items; may be empty
     */
    ExpectedBytes(byte[] cycle, int itemBytes, byte[] interjection) {
        if (cycle.length == 0 || cycle.length % itemBytes != 0) {
            throw new IllegalArgumentException(cycle.length + " bytes are no cycle of items of " + itemBytes);
        }
        this.itemBytes = itemBytes;
        this.interjection = interjection.clone();
        int times = Math.max(1, SPAN_BYTES / cycle.length);
        span = ByteBuffer.allocateDirect(times * cycle.length);
        for (int i = 0; i < times; i++) {
            span.put(cycle);
        }
    }

    /** Consumes all that has come. */
    void receive(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (interjected > 0) {
                interject(in.get());
            } else {
                compare(in);
            }
        }
    }

    /** Items that came whole. */
    long items() {
        return bytes / itemBytes;
    }

    /** Interjections that came whole; each may want an answer. */
    long interjections() {
        return interjections;
    }

    private void compare(ByteBuffer in) {
        int length = Math.min(in.remaining(), span.capacity() - position);
        span.clear().limit(position + length).position(position);
        int difference = in.mismatch(span);
        int same = difference < 0 ? length : Math.min(difference, length);
        in.position(in.position() + same);
        bytes += same;
        position = (position + same) % span.capacity();
        if (same < length) {
            differ(in);
        }
    }

    private void differ(ByteBuffer in) {
        int begun = position % itemBytes;
        if (begun >= interjection.length || !beginAlike(begun) || in.get(in.position()) != interjection[begun]) {
            throw unexpected(in);
        }
        // what was taken for the begin of an item was that of an interjection: NATS' PING and PONG begin alike
        position -= begun;
        bytes -= begun;
        interjected = begun;
        interject(in.get());
    }

    private boolean beginAlike(int length) {
        for (int i = 0; i < length; i++) {
            if (span.get(position - length + i) != interjection[i]) {
                return false;
            }
        }
        return true;
    }

    private void interject(byte next) {
        if (next != interjection[interjected]) {
            throw new MeasurementException("the server said something else than expected between two messages");
        }
        interjected++;
        if (interjected == interjection.length) {
            interjected = 0;
            interjections++;
        }
    }

    private static MeasurementException unexpected(ByteBuffer in) {
        byte[] shown = new byte[Math.min(in.remaining(), SHOWN_BYTES)];
        in.get(shown);
        return new MeasurementException(
                "not what was published: " + new String(shown, StandardCharsets.ISO_8859_1).strip());
    }
}
