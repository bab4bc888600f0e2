package io.synap.client.change;

import io.synap.client.wire.Arguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which changes, and from where. Immutable.
 *
 * @param families of kv, queue, stream, topic, system; none for all
 * @param names patterns with {@code *}, {@code ?} and {@code [a-z]}; none for all
 * @param cursor behind which it goes on; empty for from now
 */
public record ChangeOptions(List<String> families, List<String> names, Optional<String> cursor) {
    private static final ChangeOptions ALL = new ChangeOptions(List.of(), List.of(), Optional.empty());

    public ChangeOptions {
        families = List.copyOf(families);
        names = List.copyOf(names);
    }

    /** All changes from now on. */
    public static ChangeOptions all() {
        return ALL;
    }

    public ChangeOptions families(String... which) {
        return new ChangeOptions(with(families, List.of(which)), names, cursor);
    }

    public ChangeOptions matching(String... patterns) {
        return new ChangeOptions(families, with(names, List.of(patterns)), cursor);
    }

    /** Behind that cursor; {@code first} is the oldest that is kept. */
    public ChangeOptions behind(String place) {
        return new ChangeOptions(families, names, Optional.of(place));
    }

    private static List<String> with(List<String> before, Collection<String> more) {
        List<String> all = new ArrayList<>(before);
        all.addAll(more);
        return all;
    }

    Arguments arguments() {
        Arguments arguments = Arguments.none();
        if (!families.isEmpty()) {
            arguments.texts("families", families);
        }
        if (!names.isEmpty()) {
            arguments.texts("match", names);
        }
        return arguments;
    }
}
