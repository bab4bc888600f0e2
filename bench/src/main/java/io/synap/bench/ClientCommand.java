package io.synap.bench;

import io.synap.bench.client.LettuceDriver;
import io.synap.bench.client.SynapDriver;
import io.synap.bench.report.Suite;
import io.synap.bench.row.ClientCallsRow;
import io.synap.bench.row.Rows;
import io.synap.bench.row.Stage;
import io.synap.bench.server.SynapSource;
import io.synap.bench.system.Children;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench client}: the rows of the Java client. */
@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The Java client beside Lettuce, on one server of ours, and a worker on a queue.",
            "Starts its own server for each row, on free ports and in folders of their own."
        })
final class ClientCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "kv,worker",
            description = "Which rows, of: ${DEFAULT-VALUE}.")
    private List<String> rows;

    /** picocli fills the fields before it calls {@link #call}. */
    @SuppressWarnings("NullAway.Init")
    ClientCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Children children = common.children()) {
            List<ClientCallsRow.Side> sides = List.of(
                    new ClientCallsRow.Side(SynapSource.NAME, SynapDriver::new),
                    new ClientCallsRow.Side("Lettuce", LettuceDriver::plain),
                    new ClientCallsRow.Side("Lettuce flushed", LettuceDriver::flushed));
            Stage stage = new Stage(
                    children,
                    common.ours(children),
                    Optional.empty(),
                    common.settings(0, Duration.ZERO),
                    common.progress());
            return common.measure(Suite.CLIENT, stage, Rows.client(sides), rows, List.of());
        }
    }
}
