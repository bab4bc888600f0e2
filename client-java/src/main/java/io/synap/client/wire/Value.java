package io.synap.client.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a command answered: null, a flag, a number, text, bytes, an object, a list, or a JSON document. Immutable but
 * for the arrays, which nobody may change.
 *
 * <p>A value that is read as what it is not throws {@link BadFrameException}.
 */
public sealed interface Value {
    /** Null. */
    static Value nothing() {
        return Null.INSTANCE;
    }

    record Null() implements Value {
        private static final Null INSTANCE = new Null();
    }

    record Flag(boolean value) implements Value {}

    record Whole(long value) implements Value {}

    record Fraction(double value) implements Value {}

    record Text(String value) implements Value {}

    /** Bytes that are no text. */
    final class Octets implements Value {
        private final byte[] value;

        Octets(byte[] value) {
            this.value = value;
        }

        /** Nobody may change them. */
        public byte[] value() {
            return value;
        }

        @Override
        public String toString() {
            return "Octets[" + value.length + " bytes]";
        }
    }

    record Structure(Map<String, Value> members) implements Value {}

    record Sequence(List<Value> elements) implements Value {}

    /** As it was stored, to the letter. */
    record Json(String document) implements Value {}

    default boolean isNull() {
        return this instanceof Null;
    }

    /** A member of an object; null's value where there is none of that name. */
    default Value get(String name) {
        return members().getOrDefault(name, nothing());
    }

    default Map<String, Value> members() {
        if (this instanceof Structure(var members)) {
            return members;
        }
        if (this instanceof Json(var document)) {
            return JsonText.members(document);
        }
        throw new BadFrameException("no object: " + this);
    }

    /** The elements of a list. */
    default List<Value> elements() {
        if (this instanceof Sequence(var elements)) {
            return elements;
        }
        if (this instanceof Json(var document)) {
            return JsonText.elements(document);
        }
        throw new BadFrameException("no list: " + this);
    }

    default boolean flag() {
        if (this instanceof Flag(var value)) {
            return value;
        }
        if (this instanceof Json(var document) && (document.equals("true") || document.equals("false"))) {
            return document.equals("true");
        }
        throw new BadFrameException("no flag: " + this);
    }

    /** A whole number. */
    default long integer() {
        return switch (this) {
            case Whole(var value) -> value;
            case Fraction(var value) when value == Math.rint(value) -> (long) value;
            case Json(var document) -> JsonText.integer(document);
            default -> throw new BadFrameException("no whole number: " + this);
        };
    }

    default OptionalLong integerIfAny() {
        return isNull() ? OptionalLong.empty() : OptionalLong.of(integer());
    }

    default double fraction() {
        return switch (this) {
            case Whole(var value) -> value;
            case Fraction(var value) -> value;
            default -> throw new BadFrameException("no number: " + this);
        };
    }

    default String text() {
        return switch (this) {
            case Text(var value) -> value;
            case Octets octets -> new String(octets.value, StandardCharsets.UTF_8);
            case Json(var document) -> document;
            default -> throw new BadFrameException("no text: " + this);
        };
    }

    default Optional<String> textIfAny() {
        return isNull() ? Optional.empty() : Optional.of(text());
    }

    /** A text's UTF-8, bytes, or a JSON document's UTF-8. */
    default byte[] bytes() {
        return this instanceof Octets octets ? octets.value : text().getBytes(StandardCharsets.UTF_8);
    }
}
