package io.synap.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What may be written for a setting. Immutable. */
sealed interface ValueType permits ValueType.Scalar, LabelsType {
    /** The value that a node of the file means; empty if it is not one of this type. */
    Optional<Object> read(Node node);

    /** The value that a text outside of the file means; empty if it is not one of this type. */
    Optional<Object> read(String text);

    /** The canonical text of a value; {@link #read(String)} gives the value back. */
    String write(Object value);

    /** What may be written, to follow "allowed: ". */
    String allowed();

    /** The words that may be written, if they are few. */
    default List<String> words() {
        return List.of();
    }

    /** What is written as one word or text. */
    sealed interface Scalar extends ValueType {
        @Override
        default Optional<Object> read(Node node) {
            return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
                    ? read(scalar.getValue())
                    : Optional.empty();
        }
    }

    record Switch() implements Scalar {
        @Override
        public Optional<Object> read(String text) {
            return switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        @Override
        public String write(Object value) {
            return value.toString();
        }

        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public List<String> words() {
            return List.of("true", "false");
        }
    }

    record WholeNumber(int least, int greatest) implements Scalar {
        @Override
        public Optional<Object> read(String text) {
            try {
                int number = Integer.parseInt(text);
                return number >= least && number <= greatest ? Optional.of(number) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public String write(Object value) {
            return value.toString();
        }

        @Override
        public String allowed() {
            return greatest == Integer.MAX_VALUE
                    ? "a whole number from " + least
                    : "a whole number from " + least + " to " + greatest;
        }
    }

    record Size(long least, long greatest) implements Scalar {
        @Override
        public Optional<Object> read(String text) {
            OptionalLong size = ByteSize.parse(text);
            return size.isPresent() && size.getAsLong() >= least && size.getAsLong() <= greatest
                    ? Optional.of(size.getAsLong())
                    : Optional.empty();
        }

        @Override
        public String write(Object value) {
            return ByteSize.format((Long) value);
        }

        @Override
        public String allowed() {
            return "a size from " + ByteSize.format(least) + " to " + ByteSize.format(greatest);
        }
    }

    record Choice(List<?> constants) implements Scalar {
        @Override
        public Optional<Object> read(String text) {
            for (Object constant : constants) {
                if (write(constant).equals(text)) {
                    return Optional.of(constant);
                }
            }
            return Optional.empty();
        }

        @Override
        public String write(Object value) {
            return value.toString().toLowerCase(Locale.ROOT);
        }

        @Override
        public String allowed() {
            return String.join(", ", words());
        }

        @Override
        public List<String> words() {
            return constants.stream().map(this::write).toList();
        }
    }

    /** Text that matches a pattern; {@code form} tells people which. */
    record Text(Pattern pattern, String form) implements Scalar {
        @Override
        public Optional<Object> read(String text) {
            return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        }

        @Override
        public String write(Object value) {
            return value.toString();
        }

        @Override
        public String allowed() {
            return form;
        }
    }

    record FilePath() implements Scalar {
        @Override
        public Optional<Object> read(String text) {
            try {
                return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }

        @Override
        public String write(Object value) {
            return value.toString();
        }

        @Override
        public String allowed() {
            return "a path";
        }
    }

    /** Another type's values in an optional container, whose empty state is written {@code auto}. */
    record Auto(Scalar inner, Object empty, Function<Object, Object> wrap, Function<Object, Object> unwrap)
            implements Scalar {
        private static final String WORD = "auto";

        static Auto text(Text inner) {
            return new Auto(inner, Optional.empty(), Optional::of, value -> ((Optional<?>) value).orElseThrow());
        }

        static Auto number(WholeNumber inner) {
            return new Auto(
                    inner,
                    OptionalInt.empty(),
                    value -> OptionalInt.of((Integer) value),
                    value -> ((OptionalInt) value).getAsInt());
        }

        static Auto size(Size inner) {
            return new Auto(
                    inner,
                    OptionalLong.empty(),
                    value -> OptionalLong.of((Long) value),
                    value -> ((OptionalLong) value).getAsLong());
        }

        @Override
        public Optional<Object> read(String text) {
            return text.equals(WORD) ? Optional.of(empty) : inner.read(text).map(wrap);
        }

        @Override
        public String write(Object value) {
            return value.equals(empty) ? WORD : inner.write(unwrap.apply(value));
        }

        @Override
        public String allowed() {
            return WORD + ", or " + inner.allowed();
        }

        @Override
        public List<String> words() {
            return List.of(WORD);
        }
    }
}
