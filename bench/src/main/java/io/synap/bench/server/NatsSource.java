package io.synap.bench.server;

import io.synap.bench.system.Children;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Thread-safe. NATS, with JetStream or without. JetStream's store is in the row's folder; it syncs its files every two
 * minutes whatever the row asks: the releases measured have no other choice.
 */
public final class NatsSource implements ServerSource {
    public static final String PROGRAM = "nats-server";

    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(10);

    private final Children children;
    private final boolean jetStream;

    private NatsSource(Children children, boolean jetStream) {
        this.children = children;
        this.jetStream = jetStream;
    }

    public static NatsSource jetStream(Children children) {
        return new NatsSource(children, true);
    }

    /** Which only passes on. */
    public static NatsSource core(Children children) {
        return new NatsSource(children, false);
    }

    @Override
    public String name() {
        return "nats";
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return parseVersion(children.start(new ProcessBuilder(PROGRAM, "--version"))
                .awaitSuccess("nats-server --version", VERSION_TIMEOUT));
    }

    static String parseVersion(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("nats-server: v"))
                .map(line -> "NATS " + line.substring("nats-server: v".length()))
                .findFirst()
                .orElse("NATS of unknown version");
    }

    @Override
    public BenchServer launch(LaunchOptions options) throws IOException {
        int port = FreePort.find();
        return BenchServer.greeting(
                name(), port, children.start(new ProcessBuilder(command(options, port, jetStream))), Greeting.NATS);
    }

    static List<String> command(LaunchOptions options, int port, boolean jetStream) {
        List<String> command =
                new ArrayList<>(List.of(PROGRAM, "--addr", "127.0.0.1", "--port", Integer.toString(port)));
        if (jetStream) {
            command.addAll(
                    List.of("--jetstream", "--store_dir", options.dataFolder().toString()));
        }
        return command;
    }
}
