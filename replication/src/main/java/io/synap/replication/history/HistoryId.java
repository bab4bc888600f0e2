package io.synap.replication.history;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The identity of one history: 128 random bits. */
public record HistoryId(long high, long low) {
    public static HistoryId random(RandomGenerator random) {
        return new HistoryId(random.nextLong(), random.nextLong());
    }

    /** Reads what {@link #toString} wrote. */
    public static HistoryId parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("a history id has 32 hexadecimal digits: " + text);
        }
        return new HistoryId(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
