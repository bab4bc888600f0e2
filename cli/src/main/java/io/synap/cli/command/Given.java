package io.synap.cli.command;

import io.synap.client.wire.Arguments;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a command of the server, of which a command line says some. Confined to its owner. What is said
 * first wins: a name that comes again is passed over.
 */
public final class Given {
    private final Arguments arguments = Arguments.none();
    private final Set<String> names = new HashSet<>();

    /** Begins with one that is always there. */
    public static Given of(String name, String value) {
        return new Given().text(name, value);
    }

    public Given text(String name, String value) {
        if (names.add(name)) {
            arguments.text(name, value);
        }
        return this;
    }

    public Given text(String name, Optional<String> value) {
        value.ifPresent(present -> text(name, present));
        return this;
    }

    public Given bytes(String name, byte[] value) {
        if (names.add(name)) {
            arguments.bytes(name, value);
        }
        return this;
    }

    public Given number(String name, long value) {
        if (names.add(name)) {
            arguments.integer(name, value);
        }
        return this;
    }

    public Given number(String name, Optional<Long> value) {
        value.ifPresent(present -> number(name, present));
        return this;
    }

    public Given millis(String name, Optional<Duration> value) {
        value.ifPresent(present -> number(name, present.toMillis()));
        return this;
    }

    /** True; what is not set is not said. */
    public Given flag(String name, boolean set) {
        if (set && names.add(name)) {
            arguments.flag(name, true);
        }
        return this;
    }

    public Given json(String name, String document) {
        if (names.add(name)) {
            arguments.json(name, document);
        }
        return this;
    }

    /** A list, unless it is empty. */
    public Given texts(String name, List<String> values) {
        if (!values.isEmpty() && names.add(name)) {
            arguments.texts(name, values);
        }
        return this;
    }

    /** A list of numbers, unless it is empty. */
    public Given numbers(String name, List<Long> values) {
        return values.isEmpty() ? this : json(name, values.toString());
    }

    /** An object of texts, unless it is empty. */
    public Given texts(String name, Map<String, String> values) {
        if (!values.isEmpty() && names.add(name)) {
            arguments.textMap(name, values);
        }
        return this;
    }

    /** An object, unless nothing was said of it. */
    public Given object(String name, Given members) {
        if (!members.names.isEmpty() && names.add(name)) {
            arguments.object(name, members.arguments);
        }
        return this;
    }

    public Given objects(String name, List<Given> values) {
        if (names.add(name)) {
            arguments.objects(name, values.stream().map(Given::make).toList());
        }
        return this;
    }

    /**
     * All of another, whose names must be others.
     *
     * @throws IllegalArgumentException if a name is in both
     */
    public Given and(Given other) {
        for (String name : other.names) {
            if (!names.add(name)) {
                throw new IllegalArgumentException("'" + name + "' is said twice");
            }
        }
        arguments.and(other.arguments);
        return this;
    }

    /** Whether that was said. */
    public boolean has(String name) {
        return names.contains(name);
    }

    public Arguments make() {
        return arguments;
    }
}
