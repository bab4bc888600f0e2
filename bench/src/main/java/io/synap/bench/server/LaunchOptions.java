package io.synap.bench.server;

import java.nio.file.Path;
import java.util.List;

/**
 * How a row wants a server started.
 *
 * @param javaOptions for our JVM, as in {@code SYNAP_JAVA_OPTS}; Redis has no use for them
 * @param redisOptions for Redis alone
 * @param settings for ours alone, as {@code path=value}
 */
public record LaunchOptions(
        Persistence persistence,
        Path dataFolder,
        List<String> javaOptions,
        List<String> redisOptions,
        List<String> settings) {

    public static LaunchOptions of(Persistence persistence, Path dataFolder) {
        return new LaunchOptions(persistence, dataFolder, List.of(), List.of(), List.of());
    }

    public LaunchOptions withJavaOption(String option) {
        return new LaunchOptions(persistence, dataFolder, List.of(option), redisOptions, settings);
    }

    public LaunchOptions withRedisOptions(String... options) {
        return new LaunchOptions(persistence, dataFolder, javaOptions, List.of(options), settings);
    }

    public LaunchOptions withSettings(String... paths) {
        return new LaunchOptions(persistence, dataFolder, javaOptions, redisOptions, List.of(paths));
    }
}
