package io.synap.cli.server;

import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints metrics. Confined to one run. */
@Command(name = "metrics", description = "The server's metrics; exit code 1 when none has such a name.")
public final class MetricsCommand extends HttpCommand {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)");

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those whose name holds it, such as queue.")
    private String part = "";

    @Option(names = "--all", description = "The buckets of histograms too.")
    private boolean all;

    @Option(names = "--raw", description = "The text as Prometheus reads it.")
    private boolean raw;

    @Override
    protected int run(Output output) throws InterruptedException {
        String text = ask("GET", "/metrics", deadline()).body();
        if (raw) {
            output.raw(text.getBytes(StandardCharsets.UTF_8));
            output.flush();
            return ExitCodes.OK;
        }
        List<Value> rows = text.lines()
                .map(SAMPLE::matcher)
                .filter(sample -> sample.matches() && isWanted(sample.group(1)))
                .map(MetricsCommand::row)
                .toList();
        output.rows(List.of("name", "labels", "value"), rows);
        return rows.isEmpty() ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }

    private boolean isWanted(String name) {
        return name.contains(part) && (all || !name.endsWith("_bucket"));
    }

    private static Value row(Matcher sample) {
        String labels = sample.group(2) == null ? "" : sample.group(2);
        return new Fields()
                .text("name", sample.group(1))
                .text("labels", labels)
                .value("value", number(sample.group(3)))
                .make();
    }

    private static Value number(String text) {
        return switch (text) {
            case "NaN", "+Inf", "-Inf" -> new Value.Text(text);
            default -> new Value.Fraction(Double.parseDouble(text));
        };
    }
}
