package io.synap.server.http.stream;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;

/**
 * Where a subscriber has come to: {@code epoch-offset} of the last event that it has seen.
 *
 * @param offset -1 when it has seen none
 */
record RoomCursor(long epoch, long offset) {
    static String text(long epoch, long offset) {
        return epoch + "-" + offset;
    }

    /**
     * Reads one.
     *
     * @throws SynapException INVALID_CURSOR
     */
    static RoomCursor parse(String text) {
        int dash = text.indexOf('-');
        try {
            if (dash > 0) {
                RoomCursor cursor = new RoomCursor(
                        Long.parseLong(text, 0, dash, 10), Long.parseLong(text, dash + 1, text.length(), 10));
                if (cursor.epoch > 0 && cursor.offset >= -1 && cursor.offset < Long.MAX_VALUE) {
                    return cursor;
                }
            }
        } catch (NumberFormatException wrong) {
            // Said below.
        }
        throw new SynapException(ErrorCode.INVALID_CURSOR, "a room's cursor has the form epoch-offset");
    }
}
