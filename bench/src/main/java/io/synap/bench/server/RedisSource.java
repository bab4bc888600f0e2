package io.synap.bench.server;

import io.synap.bench.system.Children;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Thread-safe. Redis with its defaults, except for what is kept on disk. */
public final class RedisSource implements ServerSource {
    public static final String NAME = "redis";
    public static final String PROGRAM = "redis-server";

    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(10);

    private final Children children;

    public RedisSource(Children children) {
        this.children = children;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BenchServer launch(LaunchOptions options) throws IOException {
        int port = FreePort.find();
        return BenchServer.started(NAME, port, 0, children.start(new ProcessBuilder(command(options, port))));
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return parseVersion(children.start(new ProcessBuilder(PROGRAM, "--version"))
                .awaitSuccess("redis-server --version", VERSION_TIMEOUT));
    }

    static String parseVersion(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(" v="))
                .map(line -> "Redis " + line.replaceFirst(".* v=(\\S+).*", "$1"))
                .findFirst()
                .orElse("Redis of unknown version");
    }

    static List<String> command(LaunchOptions options, int port) {
        // without `--save ''` it would also save whole dumps by itself while it is measured
        List<String> command = new ArrayList<>(List.of(
                PROGRAM,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                options.dataFolder().toString(),
                "--save",
                ""));
        command.addAll(options.persistence().redisOptions());
        command.addAll(options.redisOptions());
        return command;
    }
}
