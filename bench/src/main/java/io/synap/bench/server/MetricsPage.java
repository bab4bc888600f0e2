package io.synap.bench.server;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Thread-safe, no state. What our server says of itself at {@code /metrics}. */
final class MetricsPage {
    private static final int TIMEOUT_MILLIS = 10_000;

    private MetricsPage() {}

    /** Of the line that begins with the series' name and labels. */
    static double value(int httpPort, String series) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + httpPort + "/metrics").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (var in = connection.getInputStream()) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), series);
        } finally {
            connection.disconnect();
        }
    }

    static double parse(String page, String series) {
        return page.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(series.length() + 1).strip()))
                .findFirst()
                .orElseThrow(() -> new MeasurementException("no " + series + " in /metrics"));
    }
}
