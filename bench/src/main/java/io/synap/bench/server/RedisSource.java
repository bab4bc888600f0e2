package io.synap.bench.server;

import io.synap.bench.system.Children;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Thread-safe. Redis with its defaults, except for what is kept on disk. */
public final class RedisSource implements ServerSource {
    public static final String NAME = "redis";

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

    static List<String> command(LaunchOptions options, int port) {
        // without `--save ''` it would also save whole dumps by itself while it is measured
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
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
