package io.synap.client.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Values as JSON documents, by Jackson, which has to be on the class path (jackson-databind). Immutable and thread-safe.
 *
 * <p>What others have written may have members that the type does not: they are passed over. With a mapper of your own
 * that is as the mapper says.
 *
 * {@snippet :
 * record Person(String name, int age) {}
 *
 * Kv<Person> people = client.kv(JsonCodec.of(Person.class));
 * people.set("person:1", new Person("Ann", 44));
 * Kv<List<Person>> families = client.kv(JsonCodec.of(new TypeReference<List<Person>>() {}));
 * }
 */
public final class JsonCodec<T> implements Codec<T> {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .findAndAddModules()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JavaType type;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    private JsonCodec(ObjectMapper mapper, JavaType type) {
        this.type = type;
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
    }

    public static <T> JsonCodec<T> of(Class<T> type) {
        return of(MAPPER, type);
    }

    /** For a type with parameters, such as {@code List<Person>}. */
    public static <T> JsonCodec<T> of(TypeReference<T> type) {
        return of(MAPPER, type);
    }

    /** With a mapper that nobody configures any more. */
    public static <T> JsonCodec<T> of(ObjectMapper mapper, Class<T> type) {
        return new JsonCodec<>(mapper, mapper.constructType(type));
    }

    public static <T> JsonCodec<T> of(ObjectMapper mapper, TypeReference<T> type) {
        return new JsonCodec<>(mapper, mapper.constructType(type));
    }

    /** @throws IllegalArgumentException if Jackson cannot write it */
    @Override
    public byte[] encode(T value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(
                    "a " + type.toCanonical() + " cannot be written as JSON: " + wrong.getOriginalMessage(), wrong);
        }
    }

    @Override
    public T decode(byte[] bytes) {
        try {
            T value = reader.readValue(bytes);
            if (value == null) {
                throw new IllegalArgumentException("the JSON null is no " + type.toCanonical());
            }
            return value;
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(
                    "no JSON of a " + type.toCanonical() + ": " + wrong.getOriginalMessage(), wrong);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "JSON of " + type.toCanonical();
    }
}
