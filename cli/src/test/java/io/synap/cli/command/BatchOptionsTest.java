package io.synap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.cli.output.Output;
import io.synap.cli.output.OutputFormat;
import io.synap.cli.output.Style;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BatchOptionsTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Integer> calls = new ArrayList<>();

    private final BatchOptions.Format format = new BatchOptions.Format() {
        @Override
        public String content() {
            return "payload";
        }

        @Override
        public void addTo(Given line) {
            line.number("priority", 3);
        }
    };

    private static BatchOptions options(String... arguments) {
        BatchOptions options = new BatchOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("batch", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }

    private long send(BatchOptions options, String in) {
        Output output = new Output(
                OutputStream.nullOutputStream(),
                err,
                new Output.Manner(OutputFormat.TABLE, Style.PLAIN, Style.PLAIN, 0, false, false, false));
        return options.send(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), output, "publish", format, this::answer);
    }

    /** The third call fails. */
    private CompletionStage<Value> answer(List<Given> lines) {
        calls.add(lines.size());
        return calls.size() == 3
                ? CompletableFuture.failedStage(SynapClientException.of(ClientFault.CONNECTION_LOST))
                : CompletableFuture.completedStage(Value.nothing());
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(each -> "line " + each + "\n").collect(Collectors.joining());
    }

    @Test
    void linesAreSentSeveralACall() {
        assertThat(send(options("--lines", "--batch-size", "4"), lines(7))).isEqualTo(7);
        assertThat(calls).containsExactly(4, 3);
    }

    @Test
    void whatWasAcknowledgedBeforeAFailureIsSaid() {
        BatchOptions options = options("--lines", "--batch-size", "2");
        assertThatThrownBy(() -> send(options, lines(8))).isInstanceOf(SynapClientException.class);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("publish  4 in ");
    }

    @Test
    void aLineThatIsNoObjectIsNamed() {
        BatchOptions options = options("--batch");
        assertThatThrownBy(() -> send(options, "{\"payload\":1}\n\n[1]\n")).hasMessage("line 3 is no JSON object");
        assertThatThrownBy(() -> send(options, "{\"payload\"")).hasMessage("line 1 is no JSON");
    }

    @Test
    void whatALineSaysItselfWins() {
        Given line = JsonObjects.members("{\"priority\":9}".getBytes(StandardCharsets.UTF_8), "line 1");
        int before = line.make().size();
        format.addTo(line);
        assertThat(line.make().size()).isEqualTo(before);
    }
}
