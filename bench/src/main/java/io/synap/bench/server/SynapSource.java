package io.synap.bench.server;

import io.synap.bench.system.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Thread-safe. Our server, started through the launcher as a user would. */
public final class SynapSource implements ServerSource {
    public static final String NAME = "synap";

    private final Children children;
    private final Path home;
    private final List<String> settings;

    /** {@code settings} go to every start, as {@code path=value}. */
    public SynapSource(Children children, Path home, List<String> settings) {
        this.children = children;
        this.home = home;
        this.settings = List.copyOf(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BenchServer launch(LaunchOptions options) throws IOException {
        int port = FreePort.find();
        int httpPort = FreePort.find();
        ProcessBuilder builder = new ProcessBuilder(command(options, port, httpPort));
        if (!options.javaOptions().isEmpty()) {
            builder.environment()
                    .merge("SYNAP_JAVA_OPTS", String.join(" ", options.javaOptions()), (a, b) -> a + " " + b);
        }
        return BenchServer.started(NAME, port, httpPort, children.start(builder));
    }

    List<String> command(LaunchOptions options, int port, int httpPort) {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("synap").toString(),
                "server",
                "--data",
                options.dataFolder().toString(),
                "--http-port",
                Integer.toString(httpPort),
                "--resp-port",
                Integer.toString(port)));
        for (String setting : options.persistence().settings()) {
            command.addAll(List.of("--set", setting));
        }
        for (String setting : options.settings()) {
            command.addAll(List.of("--set", setting));
        }
        // typed by whoever measures, so they win
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        return command;
    }
}
