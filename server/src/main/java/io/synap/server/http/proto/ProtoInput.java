package io.synap.server.http.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.synap.server.http.json.JsonInput;
import java.nio.charset.StandardCharsets;

/**
 * Reads the arguments of a request: the tree that JSON would have given, where bytes are binary nodes. Confined to its
 * owner.
 *
 * <p>What a request can make us hold is bounded by its own size: nesting has the limit that JSON has, and every value
 * takes at least two bytes of it.
 */
final class ProtoInput {
    private static final int DEPTH_MAX = 64;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final WireReader in;
    private final KnownTexts known;

    ProtoInput(WireReader in, KnownTexts known) {
        this.in = in;
        this.known = known;
    }

    /**
     * The arguments of the request that the reader is in, which is read to its end.
     *
     * @throws io.synap.protocol.error.SynapException MALFORMED
     */
    ObjectNode payload() {
        ObjectNode payload = NODES.objectNode();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.REQUEST_PAYLOAD) {
                entry(payload, 1);
            } else {
                in.skip(tag);
            }
        }
        return payload;
    }

    /** Reads one entry of a map into an object. */
    private void entry(ObjectNode object, int depth) {
        int outer = in.enter(in.length());
        String name = "";
        JsonNode value = NODES.nullNode();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.NAME) {
                name = in.text(known);
            } else if (tag == Tags.VALUE) {
                value = value(depth);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        if (object.replace(name, value) != null) {
            throw WireReader.malformed("a name comes twice in an object");
        }
    }

    private JsonNode value(int depth) {
        int outer = in.enter(in.length());
        JsonNode value = NODES.nullNode();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.TEXT) {
                value = NODES.textNode(in.text());
            } else if (tag == Tags.OCTETS) {
                value = NODES.binaryNode(in.octets());
            } else if (tag == Tags.INTEGER) {
                value = number(in.signed());
            } else if (tag == Tags.FLAG) {
                value = NODES.booleanNode(in.varint() != 0);
            } else if (tag == Tags.FRACTION) {
                value = fraction(in.fraction());
            } else if (tag == Tags.OBJECT) {
                value = object(deeper(depth));
            } else if (tag == Tags.LIST) {
                value = list(deeper(depth));
            } else if (tag == Tags.JSON) {
                value = JsonInput.read(in.text().getBytes(StandardCharsets.UTF_8));
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return value;
    }

    private ObjectNode object(int depth) {
        int outer = in.enter(in.length());
        ObjectNode object = NODES.objectNode();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.ELEMENT) {
                entry(object, depth);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return object;
    }

    private ArrayNode list(int depth) {
        int outer = in.enter(in.length());
        ArrayNode list = NODES.arrayNode();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.ELEMENT) {
                list.add(value(depth));
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return list;
    }

    private static int deeper(int depth) {
        if (depth >= DEPTH_MAX) {
            throw WireReader.malformed("it is nested deeper than " + DEPTH_MAX);
        }
        return depth + 1;
    }

    /** The kind of node that JSON gives for a number of that size. */
    private static JsonNode number(long number) {
        int small = (int) number;
        return small == number ? NODES.numberNode(small) : NODES.numberNode(number);
    }

    private static JsonNode fraction(double value) {
        if (!Double.isFinite(value)) {
            throw WireReader.malformed("a number is not finite");
        }
        return NODES.numberNode(value);
    }
}
