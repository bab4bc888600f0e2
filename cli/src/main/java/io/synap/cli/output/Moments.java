package io.synap.cli.output;

import io.synap.client.wire.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments as people read them: UTC, to the millisecond. Stateless. */
public final class Moments {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private Moments() {}

    /** @param millis since 1970 */
    public static String text(long millis) {
        return FORMAT.format(Instant.ofEpochMilli(millis));
    }

    /** Of milliseconds since 1970; null stays null. */
    public static Value of(Value millis) {
        return millis.isNull() ? millis : new Value.Text(text(millis.integer()));
    }
}
