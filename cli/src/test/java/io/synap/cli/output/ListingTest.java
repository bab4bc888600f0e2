package io.synap.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.wire.Value;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final Listing THINGS =
            new Listing().column("name").column("inner size", "facts.size").moment("made", "made_ms");

    private static String printed(OutputFormat format, List<Value> things) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Output output = new Output(
                out,
                OutputStream.nullOutputStream(),
                new Output.Manner(format, Style.PLAIN, Style.PLAIN, 0, false, false, false));
        THINGS.print(output, things);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static final List<Value> TWO = List.of(
            new Fields()
                    .text("name", "a")
                    .value("facts", new Fields().number("size", 7).make())
                    .number("made_ms", 0)
                    .text("more", "x")
                    .make(),
            new Value.Json("{\"name\":\"b\",\"made_ms\":null}"));

    @Test
    void aTableHasTheColumnsThatAreWanted() {
        assertThat(printed(OutputFormat.TABLE, TWO)).isEqualTo("""
            NAME  INNER SIZE  MADE
            a              7  1970-01-01T00:00:00.000Z
            b              -  -
            """);
    }

    @Test
    void jsonHasEverything() {
        assertThat(printed(OutputFormat.JSON, TWO)).isEqualTo("""
            [{"name":"a","facts":{"size":7},"made_ms":0,"more":"x"},{"name":"b","made_ms":null}]
            """);
    }
}
