package io.synap.bench.server;

import io.synap.bench.load.RespClient;
import io.synap.bench.system.ChildProcess;
import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.ProcFile;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Confined to the measuring thread. A server on the loopback interface: its ports, its process in /proc,
 * and, if we started it, its end.
 */
public final class BenchServer implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final String name;
    private final int port;
    private final int httpPort;
    private final Optional<ChildProcess> child;
    /** Of one that does not speak RESP. */
    private final Optional<Greeting> greeting;

    private OptionalLong pid;
    private Optional<BenchServer> helper = Optional.empty();

    private BenchServer(
            String name,
            int port,
            int httpPort,
            Optional<ChildProcess> child,
            Optional<Greeting> greeting,
            OptionalLong pid) {
        this.name = name;
        this.port = port;
        this.httpPort = httpPort;
        this.child = child;
        this.greeting = greeting;
        this.pid = pid;
    }

    static BenchServer started(String name, int port, int httpPort, ChildProcess child) {
        return new BenchServer(name, port, httpPort, Optional.of(child), Optional.empty(), OptionalLong.empty());
    }

    /** One that does not speak RESP; the child has to be the server itself, not a launcher that stays. */
    static BenchServer greeting(String name, int port, ChildProcess child, Greeting greeting) {
        return new BenchServer(name, port, 0, Optional.of(child), Optional.of(greeting), OptionalLong.of(child.pid()));
    }

    static BenchServer attached(String name, int port, int httpPort, OptionalLong pid) {
        return new BenchServer(name, port, httpPort, Optional.empty(), Optional.empty(), pid);
    }

    /** Another server that this one needs and that ends with it. */
    BenchServer closedWith(BenchServer other) {
        helper = Optional.of(other);
        return this;
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public int httpPort() {
        return httpPort;
    }

    /** {@link System#nanoTime} just before it was executed; only of one that we started. */
    public long startedNanos() {
        return child.orElseThrow().startedNanos();
    }

    public RespClient connect() throws IOException {
        return new RespClient(port);
    }

    /** The server's own process: a launcher may stand between it and us, so the server is asked. */
    public long pid() throws IOException {
        if (pid.isEmpty()) {
            try (RespClient client = connect()) {
                String answer = client.info("server").get("process_id");
                if (answer == null) {
                    throw new MeasurementException(name + " does not say its process_id in INFO; give --pid");
                }
                pid = OptionalLong.of(Long.parseLong(answer));
            }
        }
        return pid.getAsLong();
    }

    public long cpuMicros() throws IOException {
        return ProcFile.cpuMicros(pid());
    }

    public long residentKib() throws IOException {
        return ProcFile.residentKib(pid());
    }

    /** The value of one line of ours' {@code /metrics}, named as it stands there with its labels. */
    public double metric(String series) throws IOException {
        return MetricsPage.value(httpPort, series);
    }

    public long keys() throws IOException {
        try (RespClient client = connect()) {
            return client.number("DBSIZE");
        }
    }

    /** Waits until it says it is ready, if it does say so, and answers. */
    public void awaitReady(Duration timeout) throws InterruptedException {
        if (child.isPresent() && name.equals(SynapSource.NAME)) {
            child.get().awaitReadyLine(timeout);
        }
        if (greeting.isPresent()) {
            FirstAnswer.awaitGreeting(this, greeting.get(), timeout);
        } else {
            FirstAnswer.await(this, FirstAnswer.PING, timeout);
        }
    }

    boolean ended() {
        return child.isPresent() && !child.get().isAlive();
    }

    String lastOutput() {
        return child.map(process -> String.join("\n", process.lines())).orElse("");
    }

    /** SIGTERM and the wait for the end; a server that has to be killed fails the row that needs a clean end. */
    public void stopCleanly() {
        if (child.isPresent() && !child.get().stop(STOP_TIMEOUT)) {
            throw new MeasurementException(name + " did not stop within " + STOP_TIMEOUT.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        child.ifPresent(process -> process.stop(STOP_TIMEOUT));
        helper.ifPresent(BenchServer::close);
    }
}
