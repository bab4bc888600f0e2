package io.synap.bench.client;

import io.lettuce.core.LettuceVersion;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;

/** Lettuce over one connection of the Redis protocol: as it comes, or flushed by the caller, many calls at a time. */
public final class LettuceDriver implements KvDriver {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisAsyncCommands<String, String> commands;
    private final boolean flushedByCaller;

    private LettuceDriver(int respPort, boolean flushedByCaller) {
        this.client = RedisClient.create(RedisURI.create("127.0.0.1", respPort));
        this.connection = client.connect();
        this.commands = connection.async();
        this.flushedByCaller = flushedByCaller;
        connection.setAutoFlushCommands(!flushedByCaller);
    }

    /** Each call is written as it is made. */
    public static LettuceDriver plain(int httpPort, int respPort) {
        return new LettuceDriver(respPort, false);
    }

    /** Calls are written when the caller says so. */
    public static LettuceDriver flushed(int httpPort, int respPort) {
        return new LettuceDriver(respPort, true);
    }

    public static String version() {
        return LettuceVersion.getVersion();
    }

    @Override
    public CompletionStage<?> set(String key, String value) {
        return commands.set(key, value);
    }

    @Override
    public CompletionStage<String> get(String key) {
        return commands.get(key);
    }

    @Override
    public void flush() {
        if (flushedByCaller) {
            connection.flushCommands();
        }
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
