package io.synap.server.http.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.synap.protocol.v1.Members;
import io.synap.protocol.v1.Value;
import io.synap.protocol.v1.Values;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

/** Values of every kind and size, as trees, and what becomes of them by libraries of others. */
public final class RandomValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int[] SIZES = {0, 1, 5, 20, 100, 126, 127, 128, 129, 200, 1_000, 17_000};

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    static Random seeded(String test) {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        System.err.println(test + " -Dsynap.seed=" + seed);
        return new Random(seed);
    }

    JsonNode next() {
        return next(4);
    }

    private JsonNode next(int depthMax) {
        return switch (random.nextInt(depthMax == 0 ? 6 : 9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> number(random.nextLong() >> random.nextInt(64));
            case 3 -> NODES.numberNode(random.nextGaussian());
            case 4 -> NODES.textNode(text());
            case 5 -> NODES.binaryNode(octets());
            case 6 -> list(depthMax);
            default -> object(depthMax);
        };
    }

    private static JsonNode number(long number) {
        return (int) number == number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }

    private ArrayNode list(int depthMax) {
        ArrayNode list = NODES.arrayNode();
        for (int left = random.nextInt(8); left > 0; left--) {
            list.add(next(depthMax - 1));
        }
        return list;
    }

    ObjectNode object(int depthMax) {
        ObjectNode object = NODES.objectNode();
        for (int left = random.nextInt(8); left > 0; left--) {
            object.set(random.nextInt(20) == 0 ? text() : "name" + left, next(depthMax - 1));
        }
        return object;
    }

    private String text() {
        String letters = random.nextInt(3) == 0 ? "aé✓😀\0" : "abc";
        StringBuilder text = new StringBuilder();
        for (int left = SIZES[random.nextInt(SIZES.length)]; left > 0; left--) {
            text.appendCodePoint(letters.codePointAt(
                    letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())))));
        }
        return text.toString();
    }

    private byte[] octets() {
        byte[] octets = new byte[SIZES[random.nextInt(SIZES.length)]];
        random.nextBytes(octets);
        return octets;
    }

    /** Writes a tree as handlers write results, by whichever of the ways there are. */
    void write(ValueOutput out, JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                out.beginObject();
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    name(out, member.getKey());
                    write(out, member.getValue());
                }
                out.endObject();
            }
            case ARRAY -> {
                out.beginArray();
                value.forEach(each -> write(out, each));
                out.endArray();
            }
            case STRING -> text(out, value.textValue());
            case BINARY -> octets(out, binary(value));
            case BOOLEAN -> out.flag(value.booleanValue());
            case NUMBER -> {
                if (value.isDouble()) {
                    out.fraction(value.doubleValue());
                } else {
                    out.number(value.longValue());
                }
            }
            default -> out.nothing();
        }
    }

    private void name(ValueOutput out, String name) {
        if (random.nextBoolean()) {
            out.name(name);
        } else {
            NativeText text = new NativeText().set(name);
            out.name(text.address(), text.length());
        }
    }

    private void text(ValueOutput out, String text) {
        if (random.nextBoolean()) {
            out.text(text);
        } else {
            NativeText bytes = new NativeText().set(text);
            out.text(bytes.address(), bytes.length());
        }
    }

    private void octets(ValueOutput out, byte[] content) {
        NativeText bytes = new NativeText().set(content);
        switch (random.nextInt(3)) {
            case 0 -> out.base64(content);
            case 1 -> out.bytes(bytes.address(), bytes.length());
            default -> {
                int first = content.length / 2;
                out.beginArray();
                out.octets(bytes.address(), first);
                out.octets(bytes.address() + first, content.length - first);
                out.endArray();
            }
        }
    }

    /** What the generated classes make of a tree. */
    public static Value message(JsonNode value) {
        Value.Builder message = Value.newBuilder();
        switch (value.getNodeType()) {
            case OBJECT -> {
                Members.Builder members = Members.newBuilder();
                value.properties().forEach(each -> members.putMembers(each.getKey(), message(each.getValue())));
                message.setObject(members);
            }
            case ARRAY -> {
                Values.Builder values = Values.newBuilder();
                value.forEach(each -> values.addValues(message(each)));
                message.setList(values);
            }
            case STRING -> message.setText(value.textValue());
            case BINARY -> message.setBytes(ByteString.copyFrom(binary(value)));
            case BOOLEAN -> message.setFlag(value.booleanValue());
            case NUMBER -> {
                if (value.isIntegralNumber()) {
                    message.setInteger(value.longValue());
                } else {
                    message.setFraction(value.doubleValue());
                }
            }
            default -> {
                // Nothing set is null.
            }
        }
        return message.build();
    }

    /** The tree that generated classes hold. */
    public static JsonNode tree(Value message) {
        return switch (message.getKindCase()) {
            case FLAG -> NODES.booleanNode(message.getFlag());
            case INTEGER -> number(message.getInteger());
            case FRACTION -> NODES.numberNode(message.getFraction());
            case TEXT -> NODES.textNode(message.getText());
            case BYTES -> NODES.binaryNode(message.getBytes().toByteArray());
            case OBJECT -> tree(message.getObject().getMembersMap());
            case LIST -> {
                ArrayNode list = NODES.arrayNode();
                message.getList().getValuesList().forEach(each -> list.add(tree(each)));
                yield list;
            }
            case JSON -> JsonInput.read(message.getJson().getBytes(StandardCharsets.UTF_8));
            case KIND_NOT_SET -> NODES.nullNode();
        };
    }

    public static ObjectNode tree(Map<String, Value> members) {
        ObjectNode object = NODES.objectNode();
        members.forEach((name, each) -> object.set(name, tree(each)));
        return object;
    }

    private static byte[] binary(JsonNode value) {
        try {
            return value.binaryValue();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
