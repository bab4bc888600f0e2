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

/** JSON as values. Stateless. */
public final class JsonReading {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonReading() {}

    /** @throws IllegalArgumentException if it is no JSON document */
    public static Value parse(String document) {
        try (JsonParser in = JSON.createParser(document)) {
            in.nextToken();
            Value value = value(in);
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON document");
            }
            return value;
        } catch (IOException malformed) {
            throw new IllegalArgumentException("it is no JSON document", malformed);
        }
    }

    private static Value value(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("there is no JSON document");
        }
        return switch (token) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_TRUE, VALUE_FALSE -> new Value.Flag(in.getBooleanValue());
            case VALUE_NULL -> Value.nothing();
            case VALUE_NUMBER_FLOAT -> new Value.Fraction(in.getDoubleValue());
            case VALUE_NUMBER_INT ->
                in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? new Value.Fraction(in.getDoubleValue())
                        : new Value.Whole(in.getLongValue());
            default -> new Value.Text(in.getText());
        };
    }

    private static Value object(JsonParser in) throws IOException {
        Map<String, Value> members = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            members.put(name, value(in));
        }
        return new Value.Structure(members);
    }

    private static Value array(JsonParser in) throws IOException {
        List<Value> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(in));
        }
        return new Value.Sequence(elements);
    }
}
