package io.synap.server.http.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.protocol.memory.Memory;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How payloads of messages become JSON and back. Thread-safe, no state.
 *
 * <p>In: {@code payload} as an array of whole numbers from 0 to 255 are the bytes themselves, as the
 * published protocol has it, and so are bytes of a client that can send them; a string is its characters as UTF-8;
 * any other JSON value is its compact text.
 * {@code payload_base64} are the bytes that it stands for. Out: an array of numbers where the published
 * protocol is spoken; else text as a string, and what is no text as {@code payload_base64}.
 */
final class Payloads {
    /** How payloads are written. */
    enum Form {
        /** A string, or base64 under its own name when the bytes are no UTF-8. */
        TEXT,
        /** An array of numbers. */
        OCTETS,
        /** Always base64. */
        BASE64;

        /** What {@code type} asks for. */
        static Form of(@Nullable String type, Form otherwise) {
            return switch (type) {
                case null -> otherwise;
                case "text" -> TEXT;
                case "bytes" -> OCTETS;
                case "base64" -> BASE64;
                default -> throw Fields.invalid("'type' must be text, bytes or base64");
            };
        }
    }

    private static final int OCTET_MAX = 255;

    private Payloads() {}

    /** Takes the payload out of a message's fields. */
    static void read(Fields message, NativeText target) {
        String encoded = message.textOrNull("payload_base64");
        if (encoded == null) {
            read(message.any("payload"), target);
            return;
        }
        if (message.find("payload") != null) {
            throw Fields.invalid("'payload' and 'payload_base64' exclude each other");
        }
        try {
            target.set(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException wrong) {
            throw Fields.invalid("field 'payload_base64' is not base64");
        }
    }

    private static void read(JsonNode value, NativeText target) {
        if (!isOctets(value)) {
            ValueJson.read(value, target);
        } else {
            long at = target.reserve(value.size());
            for (JsonNode octet : value) {
                Memory.putByte(at++, (byte) octet.intValue());
            }
        }
    }

    private static boolean isOctets(JsonNode value) {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode each : value) {
            if (!each.isInt() || each.intValue() < 0 || each.intValue() > OCTET_MAX) {
                return false;
            }
        }
        return true;
    }

    /** Writes field {@code payload}, or {@code payload_base64}. */
    static void write(ValueOutput out, long address, int length, Form form) {
        switch (form) {
            case OCTETS -> {
                out.name("payload").beginArray().octets(address, length);
                out.endArray();
            }
            case BASE64 -> base64(out, address, length);
            case TEXT -> ValueJson.named(out, "payload", address, length);
        }
    }

    private static void base64(ValueOutput out, long address, int length) {
        ValueJson.namedBytes(out, "payload").bytes(address, length);
    }
}
