package io.synap.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Seed;
import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NameTableTest {
    private record Thing(String text) implements Named {
        @Override
        public byte[] name() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final NameTable<Thing> table = new NameTable<>(7);

    @Test
    void behavesLikeASortedMap() {
        SplittableRandom random = Seed.random("behavesLikeASortedMap");
        TreeMap<String, Thing> model = new TreeMap<>();
        for (int i = 0; i < 50_000; i++) {
            // Grows and shrinks in turns, so that slots are filled over and over again.
            boolean grows = i / 5_000 % 2 == 0;
            String name = "room_" + random.nextInt(3_000);
            Thing there = model.get(name);
            if (there == null && grows) {
                Thing added = new Thing(name);
                model.put(name, added);
                table.add(added);
            } else if (there != null && !grows) {
                model.remove(name);
                table.remove(there);
            }
            assertThat(table.size()).isEqualTo(model.size());
            String probe = "room_" + random.nextInt(3_000);
            assertThat(find(probe)).isSameAs(model.get(probe));
        }
        for (Thing thing : List.copyOf(model.values())) {
            assertThat(find(thing.text())).isSameAs(thing);
            table.remove(thing);
            assertThat(find(thing.text())).isNull();
        }
        assertThat(table.size()).isZero();
    }

    @Test
    void listsInTheOrderOfNamesFromBehindAName() {
        for (String name : List.of("b", "a", "\u00ff", "ab", "")) {
            table.add(new Thing(name));
        }
        assertThat(names(null)).containsExactly("", "a", "ab", "b", "\u00ff");
        assertThat(names("ab")).containsExactly("b", "\u00ff");
        assertThat(names("aa")).containsExactly("ab", "b", "\u00ff");
        assertThat(names("\u00ff")).isEmpty();
    }

    private List<String> names(@Nullable String after) {
        List<String> names = new ArrayList<>();
        table.after(after == null ? null : after.getBytes(StandardCharsets.ISO_8859_1))
                .forEach(thing -> names.add(thing.text()));
        return names;
    }

    private @Nullable Thing find(String text) {
        byte[] name = text.getBytes(StandardCharsets.ISO_8859_1);
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, name.length)).address();
            Memory.copy(name, 0, address, name.length);
            return table.find(address, name.length);
        }
    }
}
