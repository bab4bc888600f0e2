package io.synap.server.cli;

import io.synap.server.config.SynapConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where settings come from, the same for every command. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Settings; by default ./config.yml if it is there.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (persistence.dir).")
    private @Nullable Path data;

    @Option(names = "--http-port", paramLabel = "N", description = "HTTP and WebSocket port; 0 takes a free one.")
    private @Nullable String httpPort;

    @Option(names = "--resp-port", paramLabel = "N", description = "Redis protocol port; 0 takes a free one.")
    private @Nullable String respPort;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Any setting of config.yml, any number of times.")
    private List<String> sets = new ArrayList<>();

    /** Reads the settings; a short option wins over {@code --set}. */
    SynapConfig load() {
        List<String> all = new ArrayList<>(sets);
        add(all, "persistence.dir", data);
        add(all, "http.port", httpPort);
        add(all, "resp.port", respPort);
        return SynapConfig.load(file, System.getenv(), all);
    }

    private static void add(List<String> all, String path, @Nullable Object value) {
        if (value != null) {
            all.add(path + "=" + value);
        }
    }
}
