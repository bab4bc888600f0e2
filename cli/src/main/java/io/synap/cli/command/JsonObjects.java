package io.synap.cli.command;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/** JSON as a command's arguments. Stateless. */
public final class JsonObjects {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonObjects() {}

    /**
     * The members of an object.
     *
     * @param where such as "line 3", for the error
     * @throws IllegalArgumentException if it is no JSON object
     */
    public static Given members(byte[] document, String where) {
        JsonNode node;
        try {
            node = MAPPER.readTree(document);
        } catch (IOException wrong) {
            throw new IllegalArgumentException(where + " is no JSON", wrong);
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException(where + " is no JSON object");
        }
        Given members = new Given();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (member.getValue().isTextual()) {
                members.text(member.getKey(), member.getValue().textValue());
            } else {
                members.json(member.getKey(), member.getValue().toString());
            }
        }
        return members;
    }

    /** Whether it is one JSON document. */
    public static boolean isDocument(String text) {
        try {
            return !MAPPER.readTree(text).isMissingNode();
        } catch (IOException none) {
            return false;
        }
    }
}
