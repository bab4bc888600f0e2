package io.synap.bench.load;

import io.synap.bench.system.Children;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Thread-safe. Drives the HTTP side with wrk, one thread and fifty connections. */
public final class Wrk {
    private static final Pattern REQUESTS = Pattern.compile("\\s*(\\d+) requests in .*");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([0-9.]+)");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile("\\s*Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    private final Children children;
    private final int connections;

    public Wrk(Children children, int connections) {
        this.children = children;
        this.connections = connections;
    }

    /** What one run did. */
    public record Run(long requests, double requestsPerSecond) {}

    public Run run(String url, Duration duration) throws IOException, InterruptedException {
        long seconds = Math.max(1, duration.toSeconds());
        List<String> output = children.start(
                        new ProcessBuilder("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", url))
                .awaitSuccess("wrk", duration.plusSeconds(60));
        return parse(output);
    }

    static Run parse(List<String> output) {
        long requests = -1;
        double rate = -1;
        for (String line : output) {
            Matcher count = REQUESTS.matcher(line);
            Matcher speed = RATE.matcher(line);
            if (count.matches()) {
                requests = Long.parseLong(count.group(1));
            } else if (speed.matches()) {
                rate = Double.parseDouble(speed.group(1));
            } else if (line.contains("Non-2xx or 3xx")
                    || SOCKET_ERRORS.matcher(line).matches()) {
                throw new MeasurementException("wrk met errors: " + line.strip());
            }
        }
        if (requests <= 0 || rate <= 0) {
            throw new MeasurementException("wrk printed no rate: " + output);
        }
        return new Run(requests, rate);
    }
}
