package io.synap.bench.broker;

import io.synap.bench.system.MeasurementException;
import java.nio.charset.StandardCharsets;

/** Thread-safe, no state. What every message and event carries: the same 100 letters and digits. */
final class Payload {
    static final int BYTES = 100;

    private static final byte[] CONTENT =
            "0123456789abcdefghijklmnopqrstuvwxyz".repeat(3).substring(0, BYTES).getBytes(StandardCharsets.US_ASCII);

    private Payload() {}

    /** A copy of its own for each client, since nobody guards an array. */
    static byte[] copy() {
        return CONTENT.clone();
    }

    /** The length and both ends: enough to see a wrong message, and cheap. */
    static void require(byte[] bytes, int from, int length) {
        if (length != BYTES || bytes[from] != CONTENT[0] || bytes[from + BYTES - 1] != CONTENT[BYTES - 1]) {
            throw new MeasurementException("a message of " + length + " bytes came back that was never sent");
        }
    }

    static void require(byte[] bytes) {
        require(bytes, 0, bytes.length);
    }
}
