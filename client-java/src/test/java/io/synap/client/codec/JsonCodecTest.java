package io.synap.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonCodecTest {
    record Person(String name, int age) {}

    private static final JsonCodec<Person> PERSON = JsonCodec.of(Person.class);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void typesComeBackAsTheyWere() {
        Person ann = new Person("Änn 🌍", 44);
        assertThat(PERSON.decode(PERSON.encode(ann))).isEqualTo(ann);
        JsonCodec<Map<String, List<Person>>> families = JsonCodec.of(new TypeReference<>() {});
        Map<String, List<Person>> all = Map.of("Smith", List.of(ann, new Person("Bob", 1)));
        assertThat(families.decode(families.encode(all))).isEqualTo(all);
    }

    @Test
    void membersThatTheTypeDoesNotHaveArePassedOver() {
        assertThat(PERSON.decode(utf8("{\"name\":\"Ann\",\"age\":44,\"born\":1980}")))
                .isEqualTo(new Person("Ann", 44));
    }

    @Test
    void aMapperOfOnesOwnDecides() {
        ObjectMapper strict = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        JsonCodec<Person> codec = JsonCodec.of(strict, Person.class);
        assertThatThrownBy(() -> codec.decode(utf8("{\"name\":\"Ann\",\"age\":44,\"born\":1980}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("born");
    }

    @Test
    void whatIsNoSuchValueIsRefused() {
        for (String wrong : List.of("", "{", "null", "[]", "{\"name\":\"Ann\",\"age\":44} {}", "{\"age\":\"old\"}")) {
            assertThatThrownBy(() -> PERSON.decode(utf8(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Person");
        }
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        JsonCodec<Object> anything = JsonCodec.of(Object.class);
        assertThatThrownBy(() -> anything.encode(new Object() {
                    @Override
                    public String toString() {
                        return "not for Jackson";
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be written as JSON");
    }
}
