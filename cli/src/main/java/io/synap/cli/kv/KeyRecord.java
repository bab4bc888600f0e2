package io.synap.cli.kv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.synap.cli.output.Fields;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * A key as a line of an export: {@code {"key":…,"value":…,"expire_at_ms":…}}, where {@code key_base64} and
 * {@code value_base64} stand for bytes that are no text. Immutable; nobody may change the arrays.
 */
final class KeyRecord {
    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] key;
    private final byte[] value;
    /** When it expires, milliseconds since 1970. */
    private final OptionalLong deadlineMillis;

    private KeyRecord(byte[] key, byte[] value, OptionalLong deadlineMillis) {
        this.key = key;
        this.value = value;
        this.deadlineMillis = deadlineMillis;
    }

    /** As a line says, without its end. */
    static Value line(Value key, Value value, Value deadlineMillis) {
        Fields fields = new Fields().value("key", key).value("value", KeyAnswers.asText(value));
        if (!deadlineMillis.isNull()) {
            fields.value("expire_at_ms", deadlineMillis);
        }
        return fields.make();
    }

    /** @throws IllegalArgumentException if the line is none */
    static KeyRecord parse(String line) {
        byte[] key = null;
        byte[] value = null;
        OptionalLong deadline = OptionalLong.empty();
        try (JsonParser in = JSON.createParser(line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken token = in.nextToken();
                switch (name) {
                    case "key" -> key = text(in, token);
                    case "value" -> value = text(in, token);
                    case "key_base64" -> key = Base64.getDecoder().decode(in.getText());
                    case "value_base64" -> value = Base64.getDecoder().decode(in.getText());
                    case "expire_at_ms" -> deadline = OptionalLong.of(in.getLongValue());
                    default -> in.skipChildren();
                }
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("it is no JSON object", malformed);
        }
        if (key == null || value == null) {
            throw new IllegalArgumentException(key == null ? "it has no 'key'" : "it has no 'value'");
        }
        return new KeyRecord(key, value, deadline);
    }

    private static byte[] text(JsonParser in, JsonToken token) throws IOException {
        if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw new IllegalArgumentException("'" + in.currentName() + "' is no text");
        }
        return in.getText().getBytes(StandardCharsets.UTF_8);
    }

    int bytes() {
        return key.length + value.length;
    }

    Arguments arguments() {
        Arguments arguments = Arguments.none().bytes("key", key).bytes("value", value);
        deadlineMillis.ifPresent(millis -> arguments.integer("expire_at_ms", millis));
        return arguments;
    }
}
