package io.synap.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.synap.client.wire.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON documents as the values that they stand for. Stateless. */
public final class JsonValues {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonValues() {}

    /** What a document within an answer says; anything else, and what is no JSON, is as it is. */
    public static Value opened(Value value) {
        if (!(value instanceof Value.Json(var document))) {
            return value;
        }
        try (JsonParser in = FACTORY.createParser(document)) {
            return read(in, in.nextToken());
        } catch (IOException none) {
            return value;
        }
    }

    private static Value read(JsonParser in, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> list(in);
            case VALUE_STRING -> new Value.Text(in.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Value.Flag(in.getBooleanValue());
            case VALUE_NUMBER_INT -> whole(in);
            case VALUE_NUMBER_FLOAT -> new Value.Fraction(in.getDoubleValue());
            case VALUE_NULL -> Value.nothing();
            default -> throw new IOException("no value");
        };
    }

    private static Value whole(JsonParser in) throws IOException {
        return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? new Value.Json(in.getText())
                : new Value.Whole(in.getLongValue());
    }

    private static Value object(JsonParser in) throws IOException {
        Map<String, Value> members = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            members.put(name, read(in, in.nextToken()));
        }
        return new Value.Structure(members);
    }

    private static Value list(JsonParser in) throws IOException {
        List<Value> elements = new ArrayList<>();
        JsonToken token = in.nextToken();
        while (token != JsonToken.END_ARRAY) {
            elements.add(read(in, token));
            token = in.nextToken();
        }
        return new Value.Sequence(elements);
    }
}
