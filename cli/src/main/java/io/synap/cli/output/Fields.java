package io.synap.cli.output;

import io.synap.client.wire.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes an object to be printed, member by member, in the order they are added. Confined to its owner. */
public final class Fields {
    private final Map<String, Value> members = new LinkedHashMap<>();

    public Fields text(String name, String value) {
        return value(name, new Value.Text(value));
    }

    public Fields number(String name, long value) {
        return value(name, new Value.Whole(value));
    }

    public Fields fraction(String name, double value) {
        return value(name, new Value.Fraction(value));
    }

    public Fields flag(String name, boolean value) {
        return value(name, new Value.Flag(value));
    }

    public Fields value(String name, Value value) {
        members.put(name, value);
        return this;
    }

    /** Null where there is none. */
    public Fields textIfAny(String name, Optional<String> value) {
        return value.isPresent() ? text(name, value.get()) : value(name, Value.nothing());
    }

    /** Null where there is none. */
    public Fields numberIfAny(String name, OptionalLong value) {
        return value.isPresent() ? number(name, value.getAsLong()) : value(name, Value.nothing());
    }

    /** All members of another object. */
    public Fields all(Value object) {
        members.putAll(object.members());
        return this;
    }

    public Value make() {
        return new Value.Structure(new LinkedHashMap<>(members));
    }
}
