package io.synap.bench.load;

import io.synap.bench.system.Children;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Thread-safe. Drives either server with redis-benchmark, Redis' own tool, so that neither side is measured
 * by a client made for the other. It ends with code 1 at the first error reply, which fails the row.
 */
public final class RedisBenchmark {
    /** Keys are drawn at random from this many. */
    public static final int KEY_SPACE = 1_000_000;

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Children children;
    private final int clients;

    public RedisBenchmark(Children children, int clients) {
        this.children = children;
        this.clients = clients;
    }

    /** Operations per second of one run; {@code operation} is {@code SET} or {@code GET}. */
    public double run(int port, String operation, int pipeline, long count) throws IOException, InterruptedException {
        List<String> output = children.start(new ProcessBuilder(command(port, operation, pipeline, count)))
                .awaitSuccess("redis-benchmark", TIMEOUT);
        return parseRate(output, operation);
    }

    List<String> command(int port, String operation, int pipeline, long count) {
        return List.of(
                "redis-benchmark",
                "-p",
                Integer.toString(port),
                "-t",
                operation.toLowerCase(Locale.ROOT),
                "-n",
                Long.toString(count),
                "-c",
                Integer.toString(clients),
                "-P",
                Integer.toString(pipeline),
                "-r",
                Integer.toString(KEY_SPACE),
                "-d",
                Integer.toString(Requests.VALUE_BYTES),
                "--csv");
    }

    /** The second column of the line that begins with the operation; older versions print no header line. */
    static double parseRate(List<String> output, String operation) {
        String name = '"' + operation + '"';
        return output.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.split(",", -1)[1].replace("\"", ""))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new MeasurementException("redis-benchmark printed no rate: " + output));
    }
}
