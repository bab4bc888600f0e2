package io.synap.bench.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Thread-safe. One child process: its output is drained all along (a full pipe would stall it), the last
 * lines are kept, and stopping it stops its descendants too, because a launcher script may not {@code exec}.
 */
public final class ChildProcess {
    private static final int LINES_KEPT = 200;
    private static final long POLL_NANOS = 2_000_000;
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;
    private final long startedNanos;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread drain;

    /** Guarded by itself. */
    private final ArrayDeque<String> tail = new ArrayDeque<>();

    ChildProcess(ProcessBuilder builder) throws IOException {
        startedNanos = System.nanoTime();
        process = builder.start();
        drain = Thread.ofPlatform().daemon().name("output-" + process.pid()).start(this::drain);
    }

    /** {@link System#nanoTime} just before the exec. */
    public long startedNanos() {
        return startedNanos;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    void onExit(Runnable action) {
        var _ = process.onExit().thenRun(action);
    }

    /** Waits for the output line beginning {@code ready}; fails with the last output when it does not come. */
    public void awaitReadyLine(Duration timeout) throws InterruptedException {
        try {
            ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new MeasurementException("the server ended before it was ready:\n" + output(), e);
        } catch (TimeoutException e) {
            throw new MeasurementException(
                    "the server was not ready after " + timeout.toSeconds() + " s:\n" + output(), e);
        }
    }

    /** Waits for the end of a tool and gives its output lines; a failure or a timeout is an exception. */
    public List<String> awaitSuccess(String name, Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            stop(Duration.ofSeconds(1));
            throw new MeasurementException(name + " took longer than " + timeout.toSeconds() + " s");
        }
        drain.join(KILL_TIMEOUT);
        if (process.exitValue() != 0) {
            throw new MeasurementException(name + " failed with code " + process.exitValue() + ": " + output());
        }
        return lines();
    }

    public List<String> lines() {
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

    private String output() {
        return String.join("\n", lines());
    }

    /** SIGTERM, then SIGKILL after the timeout. True if everything ended by itself. */
    public boolean stop(Duration timeout) {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroy);
        if (allEnd(family, timeout)) {
            return true;
        }
        // listed again, and the parent first, so that it starts no more children
        List<ProcessHandle> left =
                Stream.concat(family().stream(), family.stream()).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        allEnd(left, KILL_TIMEOUT);
        return false;
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /**
     * Polls: {@link ProcessHandle#onExit} of a process completes only after a read of its output, and that
     * read lasts as long as any orphan of it holds the pipe.
     */
    private static boolean allEnd(List<ProcessHandle> family, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (family.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private void drain() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(line);
                if (line.startsWith("ready")) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            keep("(output lost: " + e.getMessage() + ")");
        }
        ready.completeExceptionally(new IOException("end of output"));
    }

    private void keep(String line) {
        synchronized (tail) {
            if (tail.size() == LINES_KEPT) {
                tail.removeFirst();
            }
            tail.addLast(line);
        }
    }
}
