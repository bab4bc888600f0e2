package io.synap.client.room;

import io.synap.client.wire.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what answers have in common. Stateless. */
final class Values {
    private Values() {}

    static Instant time(Value millis) {
        return Instant.ofEpochMilli(millis.integer());
    }

    static Optional<Instant> timeIfAny(Value millis) {
        return millis.isNull() ? Optional.empty() : Optional.of(time(millis));
    }

    static <T> List<T> list(Value list, Function<Value, T> each) {
        List<T> all = new ArrayList<>();
        for (Value element : list.elements()) {
            all.add(each.apply(element));
        }
        return List.copyOf(all);
    }

    static <T> List<T> listIfAny(Value list, Function<Value, T> each) {
        return list.isNull() ? List.of() : list(list, each);
    }
}
