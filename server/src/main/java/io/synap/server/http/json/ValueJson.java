package io.synap.server.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import io.synap.protocol.memory.Memory;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How values become JSON and back. Stateless.
 *
 * <p>In: a string is stored as its characters, bytes (of a client that can send them) as they are; any other JSON
 * value as its compact text; {@code value_base64} as the bytes it stands for. Out: text as a string. Bytes that are no UTF-8 as base64,
 * and said so, never bent into text. Where the published protocol parses what it stored ({@code mget},
 * {@code old_value}), {@link #natural} does.
 */
public final class ValueJson {
    /** Numbers of at most that many characters are the same in every client's arithmetic. */
    private static final int EXACT_NUMBER_CHARS_MAX = 15;

    private ValueJson() {}

    /** Takes the value out of a request's fields. */
    public static void read(Fields fields, NativeText target) {
        String encoded = fields.textOrNull("value_base64");
        JsonNode value = fields.find("value");
        if (encoded == null) {
            read(value == null ? fields.any("value") : value, target);
            return;
        }
        if (value != null) {
            throw Fields.invalid("'value' and 'value_base64' exclude each other");
        }
        try {
            target.set(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException wrong) {
            throw Fields.invalid("field 'value_base64' is not base64");
        }
    }

    /** Takes a value: a string as its characters, bytes as they are, any other as its compact JSON text. */
    public static void read(JsonNode value, NativeText target) {
        if (value instanceof BinaryNode bytes) {
            target.set(bytes.binaryValue());
        } else {
            target.set(value.isTextual() ? value.textValue() : value.toString());
        }
    }

    /** Fields {@code name}, or {@code name_base64} with {@code "encoding":"base64"}. */
    public static void field(ValueOutput out, String name, long address, int length) {
        named(out, name, address, length);
        if (!out.isBinary() && !Utf8.isValid(address, length)) {
            out.name("encoding").text("base64");
        }
    }

    /** Field {@code name}; where bytes have no form of their own, {@code name_base64} for those that are no text. */
    public static void named(ValueOutput out, String name, long address, int length) {
        if (Utf8.isValid(address, length)) {
            out.name(name).text(address, length);
        } else {
            namedBytes(out, name).bytes(address, length);
        }
    }

    /** The name of a field that holds bytes, whatever they are; {@link ValueOutput#base64} follows. */
    public static ValueOutput namedBytes(ValueOutput out, String name) {
        return out.name(out.isBinary() ? name : name + "_base64");
    }

    /** Field {@code key}, or {@code key_base64} when it is no text. */
    public static void key(ValueOutput out, long address, int length) {
        named(out, "key", address, length);
    }

    public static void key(ValueOutput out, NativeText name) {
        key(out, name.address(), name.length());
    }

    /** A string; what is no text are bytes, or {@code {"encoding":"base64","value_base64":…}}. */
    public static void bare(ValueOutput out, long address, int length) {
        if (Utf8.isValid(address, length)) {
            out.text(address, length);
            return;
        }
        if (out.isBinary()) {
            out.bytes(address, length);
            return;
        }
        out.beginObject();
        field(out, "value", address, length);
        out.endObject();
    }

    /** A JSON value: stored JSON as it was given, anything else as a string. */
    public static void natural(ValueOutput out, long address, int length) {
        if (Utf8.isValid(address, length) && isNatural(address, length)) {
            out.verbatim(address, length);
        } else {
            bare(out, address, length);
        }
    }

    /**
     * Whether the text stands for itself as JSON. Quoted strings do not: strings are stored without
     * quotes, so quotes were part of one. Long numbers do not: clients would round them.
     */
    private static boolean isNatural(long address, int length) {
        if (length == 0) {
            return false;
        }
        byte first = Memory.getByte(address);
        byte last = Memory.getByte(address + length - 1);
        return switch (first) {
            case '{' -> last == '}' && JsonInput.isDocument(Memory.toArray(address, length));
            case '[' -> last == ']' && JsonInput.isDocument(Memory.toArray(address, length));
            case 't', 'f', 'n' -> length <= 5 && JsonInput.isDocument(Memory.toArray(address, length));
            default ->
                (first == '-' || (first >= '0' && first <= '9'))
                        && length <= EXACT_NUMBER_CHARS_MAX
                        && last >= '0'
                        && last <= '9'
                        && JsonInput.isDocument(Memory.toArray(address, length));
        };
    }

    /** A bare string, or null when there is nothing. */
    public static void bareOrNull(ValueOutput out, @Nullable NativeText text) {
        if (text == null) {
            out.nothing();
        } else {
            bare(out, text.address(), text.length());
        }
    }
}
