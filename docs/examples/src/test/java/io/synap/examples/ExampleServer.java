package io.synap.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Synap server in a process of its own, on a port that the system chose. Confined to its test. */
public final class ExampleServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready http=(\\S+) .*");

    private final Process process;
    private final String endpoint;

    private ExampleServer(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param settings such as presence.grace_millis=100
     */
    public static ExampleServer start(Path folder, String... settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.synap.server.SynapMain",
                "server",
                "--data",
                folder.resolve("data").toString(),
                "--http-port",
                "0",
                "--resp-port",
                "0"));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(folder.resolve("server.log").toFile())
                    .start();
            return new ExampleServer(process, endpoint(process.inputReader()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String endpoint(BufferedReader out) throws IOException {
        String line = out.readLine();
        while (line != null) {
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                return ready.group(1);
            }
            line = out.readLine();
        }
        throw new IOException("the server did not start");
    }

    /** host:port. */
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not stop");
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
