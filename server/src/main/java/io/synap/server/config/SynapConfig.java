package io.synap.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server was told. Immutable; every value is in its range and the sections agree with each
 * other. What may change while the server runs is read through {@link LiveSettings}.
 */
public record SynapConfig(
        ServerConfig server,
        HttpConfig http,
        SseConfig sse,
        WebSocketConfig websocket,
        RespConfig resp,
        MemoryConfig memory,
        PersistenceConfig persistence,
        LimitsConfig limits,
        PubSubConfig pubsub,
        MetricsConfig metrics,
        LoggingConfig logging,
        ExpiryConfig expiry,
        FeedConfig feed,
        PresenceConfig presence,
        CompletionConfig completion) {

    /** Every setting at its default. */
    public static SynapConfig defaults() {
        return Catalogue.OF_SYNAP.build(Map.of(), SynapConfig.class);
    }

    /**
     * Reads the settings. Where several say one, the later wins: the defaults, the file, the
     * environment ({@code SYNAP_HTTP_PORT}), {@code sets} ({@code http.port=0}, the last one).
     *
     * @param file the file; if null, the one that {@code SYNAP_CONFIG} names; without that, {@code
     *     config.yml} in the working folder if there is one
     * @throws ConfigException listing every unknown name, bad value and contradiction
     */
    public static SynapConfig load(@Nullable Path file, Map<String, String> environment, List<String> sets) {
        return load(file, Path.of(""), environment, sets);
    }

    /**
     * These settings, if they let the server be reached from outside: only clients in its own process need no port.
     *
     * @throws ConfigException if there is no listener
     */
    public SynapConfig withListener() {
        if (!http.enabled() && !resp.enabled()) {
            throw new ConfigException(
                    List.of("http.enabled, resp.enabled: both are false, so nothing would be served"));
        }
        return this;
    }

    static SynapConfig load(
            @Nullable Path file, Path workingFolder, Map<String, String> environment, List<String> sets) {
        ConfigLoader loader = new ConfigLoader(Catalogue.OF_SYNAP);
        Path source = file == null ? standardFile(workingFolder, environment) : file;
        if (source != null) {
            loader.readFile(source);
        }
        loader.readEnvironment(environment);
        loader.readSets(sets);
        return loader.finish();
    }

    private static @Nullable Path standardFile(Path workingFolder, Map<String, String> environment) {
        String named = environment.get(EnvironmentNames.CONFIG_FILE);
        if (named != null) {
            return Path.of(named);
        }
        Path local = workingFolder.resolve("config.yml");
        return local.toFile().exists() ? local : null;
    }
}
