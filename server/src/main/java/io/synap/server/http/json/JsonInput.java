package io.synap.server.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.io.IOException;

/** Reads JSON within bounds of depth, length and names. Thread-safe. */
public final class JsonInput {
    private static final int DEPTH_MAX = 64;
    private static final int NUMBER_CHARS_MAX = 400;
    /** A name can be a key of ours, which is at most 65,535 bytes and so as many characters. */
    private static final int NAME_CHARS_MAX = 65_535;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_CHARS_MAX)
                    .maxNameLength(NAME_CHARS_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            // Names come from outside: interning them would let anybody fill a global table.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Numbers keep the digits they came with: a value that is stored must not change by being read. */
    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonInput() {}

    /**
     * Reads one document.
     *
     * @throws SynapException MALFORMED when it is none
     */
    public static JsonNode read(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || node.isMissingNode()) {
                throw new SynapException(ErrorCode.MALFORMED, "the body is empty; JSON was expected");
            }
            return node;
        } catch (JsonProcessingException wrong) {
            throw new SynapException(
                    ErrorCode.MALFORMED,
                    "the body is not the JSON expected: " + wrong.getOriginalMessage() + place(wrong));
        } catch (IOException wrong) {
            // Bytes in memory fail to be read only when they are no UTF-8.
            throw new SynapException(ErrorCode.MALFORMED, "the body is not UTF-8 text");
        }
    }

    /** Whether the bytes are exactly one JSON document. */
    public static boolean isDocument(byte[] text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return false;
            }
            parser.skipChildren();
            if (first.isScalarValue()) {
                parser.getText();
            }
            return parser.nextToken() == null;
        } catch (IOException wrong) {
            return false;
        }
    }

    private static String place(JsonProcessingException wrong) {
        var location = wrong.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
