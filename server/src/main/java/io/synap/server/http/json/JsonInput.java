package io.synap.server.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON within bounds of depth, length and names. Thread-safe. */
public final class JsonInput {
    private static final int DEPTH_MAX = 64;
    private static final int NUMBER_CHARS_MAX = 400;
    /** A name can be a key of ours, which is at most 65,535 bytes and so as many characters. */
    private static final int NAME_CHARS_MAX = 65_535;

    /** What a decoder puts where it finds no UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

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
     * @throws SynapException MALFORMED when it is none, or no UTF-8, or exceeds the bounds
     */
    public static JsonNode read(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(text(body));
            if (node == null || node.isMissingNode()) {
                throw malformed("the body is empty; JSON was expected");
            }
            return node;
        } catch (CharacterCodingException wrong) {
            throw malformed("the body is not UTF-8 text");
        } catch (StreamConstraintsException wrong) {
            throw malformed(
                    "the body is nested deeper than " + DEPTH_MAX + ", or a number or name in it is longer than "
                            + NUMBER_CHARS_MAX + " or " + NAME_CHARS_MAX + " characters");
        } catch (MismatchedInputException wrong) {
            // The syntax is right; what is left are the two things that we ask for beyond it.
            throw malformed("a name comes twice in an object, or something follows the document" + place(wrong));
        } catch (JsonProcessingException wrong) {
            throw malformed("the body is not the JSON expected: " + wrong.getOriginalMessage() + place(wrong));
        }
    }

    /** Whether the bytes are exactly one JSON document. */
    public static boolean isDocument(byte[] text) {
        try (JsonParser parser = FACTORY.createParser(text(text))) {
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

    /**
     * The text that the bytes are as UTF-8. The parser is given text because from bytes it would guess
     * among encodings, and replace what is none.
     */
    private static String text(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // The replacement character was sent, or stands for something that is no UTF-8.
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static SynapException malformed(String detail) {
        return new SynapException(ErrorCode.MALFORMED, detail);
    }

    private static String place(JsonProcessingException wrong) {
        var location = wrong.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
