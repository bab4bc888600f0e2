package io.synap.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.synap.client.wire.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;

/**
 * Values as JSON. Stateless. Bytes that are no text are {@code {"encoding":"base64","value_base64":"…"}}, as member
 * {@code x} of an object {@code "x_base64"}.
 */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** One line, without its end. */
    public static String of(Value value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(out, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Value value) throws IOException {
        switch (value) {
            case Value.Null() -> out.writeNull();
            case Value.Flag(var flag) -> out.writeBoolean(flag);
            case Value.Whole(var number) -> out.writeNumber(number);
            case Value.Fraction(var number) -> out.writeNumber(number);
            case Value.Text(var text) -> out.writeString(text);
            case Value.Json(var document) -> out.writeRawValue(document);
            case Value.Octets octets -> {
                out.writeStartObject();
                out.writeStringField("encoding", "base64");
                out.writeStringField("value_base64", base64(octets));
                out.writeEndObject();
            }
            case Value.Sequence(var elements) -> {
                out.writeStartArray();
                for (Value element : elements) {
                    write(out, element);
                }
                out.writeEndArray();
            }
            case Value.Structure(var members) -> {
                out.writeStartObject();
                for (Map.Entry<String, Value> member : members.entrySet()) {
                    writeMember(out, member.getKey(), member.getValue());
                }
                out.writeEndObject();
            }
        }
    }

    private static void writeMember(JsonGenerator out, String name, Value value) throws IOException {
        if (value instanceof Value.Octets octets) {
            out.writeStringField(name + "_base64", base64(octets));
        } else {
            out.writeFieldName(name);
            write(out, value);
        }
    }

    private static String base64(Value.Octets octets) {
        return Base64.getEncoder().encodeToString(octets.value());
    }
}
