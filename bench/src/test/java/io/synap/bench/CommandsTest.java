package io.synap.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.bench.broker.RedisListClient;
import io.synap.bench.row.Entrant;
import io.synap.bench.row.Rows;
import io.synap.bench.server.AttachedSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {
    private static final List<Entrant> OURS =
            List.of(new Entrant("synap", new AttachedSource(1, 2, OptionalLong.of(3)), new RedisListClient(), true));

    @Test
    void allRowsAreMeasuredUnlessSomeAreNamed() {
        assertThat(rowsByDefault("kv")).containsExactlyElementsOf(Rows.keys().keySet());
        assertThat(rowsByDefault("queue"))
                .containsExactlyElementsOf(Rows.queue(OURS).keySet());
        assertThat(rowsByDefault("stream"))
                .containsExactlyElementsOf(Rows.stream(OURS).keySet());
        assertThat(rowsByDefault("pubsub"))
                .containsExactlyElementsOf(Rows.pubsub(List.of()).keySet());
        assertThat(rowsByDefault("ws"))
                .containsExactlyElementsOf(Rows.webSocket().keySet());
    }

    @Test
    void anUnknownRowIsAMistakeOfWhoeverTypedIt() {
        StringWriter errors = new StringWriter();
        CommandLine commands = BenchMain.commandLine().setErr(new PrintWriter(errors));

        assertThat(commands.execute("queue", "--alone", "--rows", "everyday")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("unknown row everyday; rows are [everysec, always, memory, depth]");
    }

    private static List<String> rowsByDefault(String command) {
        CommandLine subcommand =
                Objects.requireNonNull(BenchMain.commandLine().getSubcommands().get(command));
        String rows = subcommand.getCommandSpec().findOption("--rows").defaultValue();
        return List.of(rows.split(","));
    }
}
