package io.synap.server.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Synap server in a process of its own, on ports that the system chose. Its log goes to a file. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready .*http=\\S+:(\\d+).*resp=\\S+:(\\d+).*");
    private static final long START_SECONDS_MAX = 120;

    private final Process process;
    private final Path log;
    private final int httpPort;
    private final int respPort;

    private ServerProcess(Process process, Path log, int httpPort, int respPort) {
        this.process = process;
        this.log = log;
        this.httpPort = httpPort;
        this.respPort = respPort;
    }

    /** Starts a server on a data directory and waits until it serves. */
    public static ServerProcess start(Path data, String... settings) {
        Path log = data.resolveSibling(data.getFileName() + ".log");
        try {
            Process process = launch(data, log, settings);
            CompletableFuture<String> ready = CompletableFuture.supplyAsync(() -> readyLine(process.inputReader()));
            String line = ready.get(START_SECONDS_MAX, TimeUnit.SECONDS);
            Matcher ports = READY.matcher(line);
            if (!ports.matches()) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException(
                        "the server did not start, said '" + line + "':\n" + Files.readString(log));
            }
            return new ServerProcess(process, log, Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
        } catch (Exception failed) {
            throw new IllegalStateException("cannot start a server", failed);
        }
    }

    /** Starts a server that is expected to refuse, and returns what it printed. */
    public static String startRefused(Path data, String... settings) {
        Path log = data.resolveSibling(data.getFileName() + ".refused.log");
        try {
            Process process = launch(data, log, settings);
            String out = readyLine(process.inputReader());
            if (out.startsWith("ready")) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("the server started");
            }
            if (process.waitFor() == 0) {
                throw new IllegalStateException("the server refused, but with exit code 0");
            }
            return out + Files.readString(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Process launch(Path data, Path log, String... settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.synap.server.SynapMain",
                "server",
                "--data",
                data.toString(),
                "--resp-port",
                "0"));
        // An option goes before a setting.
        if (Stream.of(settings).noneMatch(each -> each.startsWith("http.port="))) {
            command.addAll(List.of("--http-port", "0"));
        }
        for (String setting : settings) {
            command.add("--set");
            command.add(setting);
        }
        return new ProcessBuilder(command).redirectError(log.toFile()).start();
    }

    private static String readyLine(BufferedReader out) {
        StringBuilder seen = new StringBuilder();
        try {
            String line = out.readLine();
            while (line != null) {
                if (line.startsWith("ready")) {
                    return line;
                }
                seen.append(line).append('\n');
                line = out.readLine();
            }
            return seen.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int httpPort() {
        return httpPort;
    }

    public int respPort() {
        return respPort;
    }

    public long pid() {
        return process.pid();
    }

    public Process process() {
        return process;
    }

    public String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** SIGKILL: the process gets no chance to do anything. */
    public void kill() {
        process.destroyForcibly();
        join();
    }

    /** SIGTERM, and waits for the clean stop; returns the exit code. */
    public int stop() {
        process.destroy();
        return join();
    }

    private int join() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not stop:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
