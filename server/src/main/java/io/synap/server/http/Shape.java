package io.synap.server.http;

import io.synap.server.http.json.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a JSON object or of a query: said once for the check and for the documentation.
 * Thread-safe, immutable.
 */
public final class Shape {
    public static final Shape NONE = new Shape(List.of());

    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "array", "object", "any");

    private record Field(String name, String type, boolean required) {}

    private final List<Field> fields;
    private final Set<String> names;

    private Shape(List<Field> fields) {
        this.fields = fields;
        this.names = new LinkedHashSet<>(fields.stream().map(Field::name).toList());
    }

    /** Fields as "name:type", or "name?:type" when it may be absent, separated by spaces. */
    public static Shape of(String text) {
        List<Field> fields = new ArrayList<>();
        for (String each : text.split(" ", -1)) {
            int colon = each.indexOf(':');
            boolean required = each.charAt(colon - 1) != '?';
            String type = each.substring(colon + 1);
            if (!TYPES.contains(type)) {
                throw new IllegalArgumentException("no such type: " + each);
            }
            fields.add(new Field(each.substring(0, required ? colon : colon - 1), type, required));
        }
        return new Shape(List.copyOf(fields));
    }

    /** The fields of both; those that both have are as they are here. */
    public Shape and(Shape other) {
        List<Field> all = new ArrayList<>(fields);
        other.fields.stream().filter(field -> !knows(field.name())).forEach(all::add);
        return new Shape(List.copyOf(all));
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    public boolean knows(String name) {
        return names.contains(name);
    }

    public Set<String> names() {
        return names;
    }

    /** Refuses fields that do not belong to the shape. */
    public Fields check(Fields given) {
        return given.only(names);
    }

    /** As a JSON Schema. */
    Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(field.name(), schemaOf(field.type())));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        List<String> required =
                fields.stream().filter(Field::required).map(Field::name).toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /** As query parameters of an OpenAPI operation. */
    List<Map<String, Object>> parameters() {
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (Field field : fields) {
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("name", field.name());
            parameter.put("in", "query");
            parameter.put("required", field.required());
            parameter.put("schema", schemaOf(field.type()));
            parameters.add(parameter);
        }
        return parameters;
    }

    private static Map<String, Object> schemaOf(String type) {
        return switch (type) {
            case "any" -> Map.of();
            case "array" -> Map.of("type", "array", "items", Map.of());
            default -> Map.of("type", type);
        };
    }
}
