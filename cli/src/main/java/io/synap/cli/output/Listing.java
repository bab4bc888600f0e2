package io.synap.cli.output;

import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a table of things shows, and under which heads; as JSON it is everything that is known. Immutable once it is
 * made.
 */
public final class Listing {
    private record Column(String head, String member, UnaryOperator<Value> shown) {}

    private final List<Column> columns = new ArrayList<>();

    /** A member under its own name. */
    public Listing column(String member) {
        return column(member, member);
    }

    /** @param member of an object within as {@code outer.inner} */
    public Listing column(String head, String member) {
        return column(head, member, value -> value);
    }

    /** Milliseconds since 1970 as a moment. */
    public Listing moment(String head, String member) {
        return column(head, member, Moments::of);
    }

    public Listing column(String head, String member, UnaryOperator<Value> shown) {
        columns.add(new Column(head, member, shown));
        return this;
    }

    public void print(Output output, List<Value> rows) {
        List<String> heads = columns.stream().map(Column::head).toList();
        output.rows(heads, output.isJson() ? rows : rows.stream().map(this::row).toList());
    }

    private Value row(Value given) {
        Value thing = given instanceof Value.Json(var document) ? JsonReading.parse(document) : given;
        Map<String, Value> cells = new LinkedHashMap<>();
        for (Column column : columns) {
            cells.put(column.head(), column.shown().apply(member(thing, column.member())));
        }
        return new Value.Structure(cells);
    }

    private static Value member(Value thing, String path) {
        Value found = thing;
        for (String name : path.split("\\.", -1)) {
            found = found.isNull() ? found : found.get(name);
        }
        return found;
    }
}
