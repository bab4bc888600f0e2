package io.synap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputLinesTest {
    private static List<String> read(String input) {
        InputLines lines = new InputLines(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        List<String> read = new ArrayList<>();
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            read.add(lines.number() + ":" + new String(line.get(), StandardCharsets.UTF_8));
        }
        return read;
    }

    @Test
    void blankLinesArePassedOverAndCounted() {
        assertThat(read("a\n\n  \r\nb c\r\n")).containsExactly("1:a", "4:b c");
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(read("a\nb")).containsExactly("1:a", "2:b");
        assertThat(read("")).isEmpty();
        assertThat(read("\n")).isEmpty();
    }

    @Test
    void aLineOfAnyLengthIsRefusedRatherThanKept() {
        byte[] endless = new byte[InputLines.LINE_BYTES_MAX + 2];
        Arrays.fill(endless, (byte) 'x');
        InputLines lines = new InputLines(new ByteArrayInputStream(endless));
        assertThatThrownBy(lines::next)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1 holds more than");
    }
}
