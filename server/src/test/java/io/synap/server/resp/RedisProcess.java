package io.synap.server.resp;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A Redis to compare with, on a free port, which keeps nothing. */
final class RedisProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one and waits until it answers; null when Redis is not installed. */
    static @Nullable RedisProcess start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process;
        try {
            process = new ProcessBuilder(
                            "redis-server",
                            "--port",
                            "" + port,
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no",
                            "--databases",
                            "1")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notInstalled) {
            return null;
        }
        // What it says later is little and fits into the pipe.
        BufferedReader said = process.inputReader(StandardCharsets.US_ASCII);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.contains("Ready to accept connections")) {
                return new RedisProcess(process, port);
            }
        }
        throw new IOException("redis-server did not start");
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
