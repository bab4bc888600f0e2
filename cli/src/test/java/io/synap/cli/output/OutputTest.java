package io.synap.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.wire.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputTest {
    private static final Value ANN =
            new Fields().text("name", "Ann").number("age", 7).make();
    private static final Value ZOE = new Fields()
            .text("name", "Zoë\u001b[31m")
            .number("age", 1234)
            .text("note", "two\nlines")
            .make();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Output output(OutputFormat format, int width, boolean terminal) {
        return new Output(
                out, err, new Output.Manner(format, Style.PLAIN, Style.PLAIN, width, terminal, terminal, false));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void rowsAreATableWithNumbersToTheRight() {
        output(OutputFormat.TABLE, 0, false).rows(List.of("name", "age", "note"), List.of(ANN, ZOE));
        assertThat(printed()).isEqualTo("""
            NAME           AGE  NOTE
            Ann              7  -
            Zoë\\x1b[31m  1234  two\\nlines
            """);
    }

    @Test
    void aTableIsCutToATerminalAndNotElsewhere() {
        Value row = new Fields().text("key", "k").text("value", "x".repeat(50)).make();
        output(OutputFormat.TABLE, 20, true).rows(List.of("key", "value"), List.of(row));
        assertThat(printed().lines()).allMatch(line -> line.length() <= 20).anyMatch(line -> line.endsWith("x…"));
    }

    @Test
    void rowsAreOneJsonListForPrograms() {
        output(OutputFormat.JSON, 0, false).rows(List.of("name"), List.of(ANN));
        assertThat(printed()).isEqualTo("[{\"name\":\"Ann\",\"age\":7}]\n");
    }

    @Test
    void anObjectIsNamesAndValues() {
        Value nested = new Fields().value("who", ANN).flag("ready", true).make();
        output(OutputFormat.TABLE, 0, false).result(nested);
        assertThat(printed()).isEqualTo("""
            who.name  Ann
            who.age   7
            ready     yes
            """);
    }

    @Test
    void aTerminalIsNotToldWhatToDoByAValue() {
        output(OutputFormat.TABLE, 80, true).result(new Value.Text("a\u001b]0;title\u0007\nb"));
        assertThat(printed()).isEqualTo("a\\x1b]0;title\\x07\nb\n");
    }

    @Test
    void aPipeGetsTheTextAsItIs() {
        output(OutputFormat.TABLE, 0, false).result(new Value.Text("a\u001b[0m"));
        assertThat(printed()).isEqualTo("a\u001b[0m\n");
    }

    @Test
    void jsonThatIsStoredIsPartOfTheDocument() {
        Value value = new Fields()
                .value("value", new Value.Json("{\"a\": [1]}"))
                .fraction("rate", 0.5)
                .make();
        output(OutputFormat.JSON, 0, false).result(value);
        assertThat(printed()).isEqualTo("{\"value\":{\"a\": [1]},\"rate\":0.5}\n");
        assertThat(JsonReading.parse(printed()).get("value").get("a").elements())
                .containsExactly(new Value.Whole(1));
    }

    @Test
    void whatIsSaidInPassingGoesToStandardError() {
        output(OutputFormat.JSON, 0, false).note("listening");
        assertThat(printed()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("listening\n");
    }

    @Test
    void aReaderWhoHasGoneIsAnError() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Output output = new Output(
                closed, err, new Output.Manner(OutputFormat.TABLE, Style.PLAIN, Style.PLAIN, 0, false, false, false));
        assertThatThrownBy(() -> output.result(new Value.Text("x"))).isInstanceOf(UncheckedIOException.class);
    }
}
