package io.synap.server.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read by name and type. Thread-safe as long as nobody changes the node.
 * A field that is null counts as absent, except where any JSON value is meant.
 */
public final class Fields implements Parameters {
    private static final Fields NONE = new Fields(JsonNodeFactory.instance.objectNode());
    private final JsonNode node;

    private Fields(JsonNode node) {
        this.node = node;
    }

    /**
     * The fields of a node; none when it is null or absent.
     *
     * @throws SynapException INVALID_ARGUMENT when it is something other than an object
     */
    public static Fields of(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return NONE;
        }
        if (!node.isObject()) {
            throw invalid("a JSON object is expected");
        }
        return new Fields(node);
    }

    /** Refuses fields that are not among these, naming the first. */
    public Fields only(Set<String> known) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw invalid("unknown field '" + shorten(name) + "'; known are "
                        + List.copyOf(known).stream().sorted().toList());
            }
        }
        return this;
    }

    @Override
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** Any JSON value, null included; it must be there. */
    public JsonNode any(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw invalid("field '" + name + "' is missing");
        }
        return value;
    }

    /** Any JSON value, or null when absent. */
    public @Nullable JsonNode find(String name) {
        return node.get(name);
    }

    /** Takes the first of these fields that is there: a string, or bytes. */
    public void first(NativeText target, String... names) {
        for (String name : names) {
            if (has(name)) {
                text(name, target);
                return;
            }
        }
        throw invalid("field '" + names[0] + "' is missing");
    }

    /** Takes a field that must be there: a string, or bytes. */
    public void text(String name, NativeText target) {
        take(any(name), name, target);
    }

    /** Takes a string, or bytes; false when it is not there. */
    public boolean textIfPresent(String name, NativeText target) {
        if (!has(name)) {
            return false;
        }
        take(any(name), name, target);
        return true;
    }

    /** Takes a node that must be a string, or bytes; the name is for the error. */
    public static void take(JsonNode value, String name, NativeText target) {
        if (value instanceof BinaryNode bytes) {
            target.set(bytes.binaryValue());
        } else if (value.isTextual()) {
            target.set(value.textValue());
        } else {
            throw invalid("field '" + name + "' must be a string");
        }
    }

    public String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw invalid("field '" + name + "' is missing");
        }
        return text;
    }

    @Override
    public @Nullable String textOrNull(String name) {
        if (!has(name)) {
            return null;
        }
        return text(any(name), "field '" + name + "' must be a string");
    }

    /** A string, also when it came as bytes, as long as these are one. */
    private static String text(JsonNode value, String otherwise) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value instanceof BinaryNode bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.binaryValue()))
                        .toString();
            } catch (CharacterCodingException wrong) {
                throw invalid(otherwise);
            }
        }
        throw invalid(otherwise);
    }

    @Override
    public long integer(String name) {
        JsonNode value = any(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid("field '" + name + "' must be an integer of 64 bits");
        }
        return value.longValue();
    }

    @Override
    public boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        JsonNode value = any(name);
        if (!value.isBoolean()) {
            throw invalid("field '" + name + "' must be true or false");
        }
        return value.booleanValue();
    }

    /** An array of strings. */
    public List<String> texts(String name, int countMax) {
        JsonNode array = array(name, countMax);
        List<String> texts = new ArrayList<>(array.size());
        for (JsonNode each : array) {
            texts.add(text(each, "field '" + name + "' must hold strings"));
        }
        return texts;
    }

    /** An array of strings, or one string. */
    @Override
    public List<String> list(String name, int countMax) {
        JsonNode value = any(name);
        return value.isTextual() ? List.of(value.textValue()) : texts(name, countMax);
    }

    public JsonNode array(String name, int countMax) {
        JsonNode value = any(name);
        if (!value.isArray()) {
            throw invalid("field '" + name + "' must be an array");
        }
        if (value.size() > countMax) {
            throw invalid("field '" + name + "' holds more than " + countMax + " elements");
        }
        return value;
    }

    public static SynapException invalid(String message) {
        return new SynapException(ErrorCode.INVALID_ARGUMENT, message);
    }

    /** A name that came from outside, short enough for a message. */
    public static String shorten(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}
