package io.synap.server.feed;

import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A place in the feed: everything up to these sequences, in that history. Immutable. As a cursor it is text of
 * letters, digits, {@code -} and {@code _}: base64 of u8 version, 16 bytes history, then each shard's sequence as
 * a number of seven bits a byte.
 */
public record FeedPosition(HistoryId history, SequenceVector sequences) {
    private static final byte VERSION = 1;
    private static final int SEQUENCE_BITS = 48;
    private static final int BYTES_MAX = 1 + 16 + Slots.SHARDS * 7;

    /** The longest cursor, characters. */
    public static final int CURSOR_CHARS_MAX = (BYTES_MAX * 4 + 2) / 3;

    /** The text that clients take with them. */
    public String cursor() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
        bytes.put(VERSION).putLong(history.high()).putLong(history.low());
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            long rest = sequences.get(shard);
            while (rest >= 0x80) {
                bytes.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            bytes.put((byte) rest);
        }
        byte[] used = new byte[bytes.position()];
        bytes.get(0, used);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(used);
    }

    /**
     * Reads what {@link #cursor} wrote.
     *
     * @throws SynapException INVALID_CURSOR if it is none
     */
    public static FeedPosition parse(String cursor) {
        if (cursor.length() > CURSOR_CHARS_MAX) {
            throw invalid();
        }
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException wrong) {
            throw invalid();
        }
        ByteBuffer bytes = ByteBuffer.wrap(decoded);
        if (bytes.remaining() < 1 + 16 + Slots.SHARDS || bytes.get() != VERSION) {
            throw invalid();
        }
        HistoryId history = new HistoryId(bytes.getLong(), bytes.getLong());
        long[] sequences = new long[Slots.SHARDS];
        for (int shard = 0; shard < sequences.length; shard++) {
            sequences[shard] = sequence(bytes);
        }
        if (bytes.hasRemaining()) {
            throw invalid();
        }
        return new FeedPosition(history, SequenceVector.of(sequences));
    }

    private static long sequence(ByteBuffer bytes) {
        long sequence = 0;
        for (int bits = 0; bits < SEQUENCE_BITS + 1; bits += 7) {
            if (!bytes.hasRemaining()) {
                throw invalid();
            }
            byte each = bytes.get();
            sequence |= (each & 0x7fL) << bits;
            if (each >= 0) {
                return sequence;
            }
        }
        throw invalid();
    }

    private static SynapException invalid() {
        return new SynapException(ErrorCode.INVALID_CURSOR);
    }
}
