package io.synap.server.http.kv;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import org.jspecify.annotations.Nullable;

/** Reads when a key is to expire, in all the forms that clients use. Thread-safe. */
final class Deadlines {
    private static final String[] NAMES = {"ttl", "ttl_ms", "expire_at", "expire_at_ms", "at", "at_ms"};

    private Deadlines() {}

    /** Milliseconds since 1970, 0 when nothing is said. */
    static long read(Parameters given, long now) {
        String said = null;
        for (String name : NAMES) {
            if (given.has(name)) {
                if (said != null) {
                    throw Fields.invalid("'" + said + "' and '" + name + "' exclude each other");
                }
                said = name;
            }
        }
        if (said == null) {
            return 0;
        }
        long number = given.integer(said);
        return switch (said) {
            case "ttl" -> after(now, number, 1000);
            case "ttl_ms" -> after(now, number, 1);
            case "expire_at", "at" -> at(number, 1000);
            default -> at(number, 1);
        };
    }

    /** The fields, which must say a deadline. */
    static Fields required(Fields given) {
        for (String name : NAMES) {
            if (given.has(name)) {
                return given;
            }
        }
        throw Fields.invalid("one of 'ttl', 'ttl_ms', 'expire_at' and 'expire_at_ms' is needed");
    }

    /** As {@link #required}, of a command that counts milliseconds: where seconds would be a mistake. */
    static Fields inMillis(Fields given) {
        if (given.has("ttl") || given.has("expire_at") || given.has("at")) {
            throw Fields.invalid("this command counts milliseconds: say 'ttl_ms' or 'expire_at_ms'");
        }
        return required(given);
    }

    /** The published protocol's {@code expiry: {type, value}}, which goes before {@code ttl}. */
    static long readExpiry(@Nullable JsonNode expiry, long now) {
        if (expiry == null || expiry.isNull()) {
            return 0;
        }
        Fields fields = Fields.of(expiry);
        String type = fields.text("type");
        long number = fields.integer("value");
        return switch (type) {
            case "seconds" -> after(now, number, 1000);
            case "milliseconds" -> after(now, number, 1);
            case "unix_seconds" -> at(number, 1000);
            case "unix_milliseconds" -> at(number, 1);
            default ->
                throw Fields.invalid("expiry.type must be seconds, milliseconds, unix_seconds or unix_milliseconds");
        };
    }

    private static long after(long now, long number, long unitMillis) {
        if (number <= 0 || number > (Long.MAX_VALUE - now) / unitMillis) {
            throw new SynapException(ErrorCode.INVALID_EXPIRE);
        }
        return now + number * unitMillis;
    }

    private static long at(long number, long unitMillis) {
        if (number <= 0 || number > Long.MAX_VALUE / unitMillis) {
            throw new SynapException(ErrorCode.INVALID_EXPIRE);
        }
        return number * unitMillis;
    }
}
