package io.synap.server.http;

import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands after the question mark. Immutable. A name without a value has an empty one; a name may
 * come once.
 */
public final class QueryString implements Parameters {
    private static final int PARAMETERS_MAX = 64;
    private static final QueryString EMPTY = new QueryString(Map.of());
    private final Map<String, String> values;

    private QueryString(Map<String, String> values) {
        this.values = values;
    }

    static QueryString parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return EMPTY;
        }
        Map<String, String> values = new LinkedHashMap<>(4);
        for (int from = 0; from <= query.length(); ) {
            int ampersand = query.indexOf('&', from);
            int to = ampersand < 0 ? query.length() : ampersand;
            int equals = query.indexOf('=', from);
            int nameEnd = equals < 0 || equals > to ? to : equals;
            if (to > from) {
                String name = decode(query, from, nameEnd);
                if (values.put(name, decode(query, Math.min(to, nameEnd + 1), to)) != null) {
                    throw Fields.invalid("query parameter '" + Fields.shorten(name) + "' comes twice");
                }
            }
            if (values.size() > PARAMETERS_MAX) {
                throw Fields.invalid("more than " + PARAMETERS_MAX + " query parameters");
            }
            from = to + 1;
        }
        return new QueryString(values);
    }

    private static String decode(String query, int from, int to) {
        String spaced = query.substring(from, to).replace('+', ' ');
        if (spaced.indexOf('%') < 0) {
            return spaced;
        }
        ByteBuffer bytes = ByteBuffer.allocate(3 * spaced.length());
        for (int i = 0; i < spaced.length(); i++) {
            if (spaced.charAt(i) == '%') {
                bytes.put((byte) NativeText.octet(spaced, i, spaced.length()));
                i += 2;
            } else {
                bytes.put(spaced.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException wrong) {
            throw Fields.invalid("a query parameter is not UTF-8");
        }
    }

    /** Refuses parameters that do not belong to the shape. */
    public void check(Shape shape) {
        for (String name : values.keySet()) {
            if (!shape.knows(name) && !name.equals("durability")) {
                throw Fields.invalid(
                        "unknown query parameter '" + Fields.shorten(name) + "'; known are " + shape.names());
            }
        }
    }

    /** The same with another value of one parameter. */
    public QueryString with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put(name, value);
        return new QueryString(all);
    }

    public void forEach(BiConsumer<String, String> action) {
        values.forEach(action);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public boolean has(String name) {
        return values.containsKey(name);
    }

    @Override
    public @Nullable String textOrNull(String name) {
        return values.get(name);
    }

    /** A switch: on when it is there without a value, or as true or 1. */
    @Override
    public boolean flag(String name) {
        String value = values.get(name);
        if (value == null) {
            return false;
        }
        return switch (value) {
            case "", "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw Fields.invalid("query parameter '" + name + "' must be true or false");
        };
    }

    @Override
    public long integer(String name, long otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    @Override
    public long integer(String name) {
        String value = values.get(name);
        if (value == null) {
            throw Fields.invalid("query parameter '" + name + "' is missing");
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException wrong) {
            throw Fields.invalid("query parameter '" + name + "' must be an integer of 64 bits");
        }
    }
}
