package io.synap.bench.row;

import io.synap.bench.load.Requests;
import io.synap.bench.load.RespClient;
import io.synap.bench.load.Wrk;
import io.synap.bench.report.Better;
import io.synap.bench.report.RowResult;
import io.synap.bench.server.BenchServer;
import io.synap.bench.server.Persistence;
import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Confined to the measuring thread. GET over HTTP, driven by wrk; Redis has nothing to put beside it. */
final class HttpRow implements Row {
    private static final Duration RUN = Duration.ofSeconds(10);
    private static final Duration QUICK_RUN = Duration.ofSeconds(2);
    private static final String KEY = "bench:http";

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Optional<String> obstacle(Stage stage) {
        return Tools.installed("wrk") ? Optional.empty() : Optional.of("wrk is not installed");
    }

    @Override
    public RowResult.Measured measure(Stage stage) throws IOException, InterruptedException {
        Duration run = stage.settings().quick() ? QUICK_RUN : RUN;
        Samples samples = new Samples();
        try (Contestants contestants = stage.start(List.of(stage.ours()), Persistence.NONE, UnaryOperator.identity())) {
            BenchServer server = contestants.ours();
            String url = prepare(server);
            Wrk wrk = new Wrk(stage.children(), stage.settings().clients());
            wrk.run(url, run);
            for (int round = 0; round < stage.settings().rounds(); round++) {
                long cpuBefore = server.cpuMicros();
                Wrk.Run done = wrk.run(url, run);
                double cpu = (double) (server.cpuMicros() - cpuBefore) / done.requests();
                samples.add(server.name(), "http.get.requests", done.requestsPerSecond());
                samples.add(server.name(), "http.get.cpu", cpu);
            }
        }
        return new RowResult.Measured(
                name(),
                List.of(
                        samples.figure("http.get.requests", "GET /api/v1/kv/{key}", "req/s", Better.HIGHER),
                        samples.figure("http.get.cpu", "GET /api/v1/kv/{key}", "µs CPU/req", Better.LOWER)),
                List.of("wrk -t1 -c" + stage.settings().clients() + " -d" + run.toSeconds() + "s, no persistence"));
    }

    /** Sets the key over RESP and sees that HTTP gives it back. */
    private static String prepare(BenchServer server) throws IOException, InterruptedException {
        String value = new Requests().valueOf(0);
        try (RespClient client = server.connect()) {
            client.text("SET", KEY, value);
        }
        String url = "http://127.0.0.1:" + server.httpPort() + "/api/v1/kv/" + KEY;
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200 || !response.body().contains(value)) {
                throw new MeasurementException(
                        url + " was answered with " + response.statusCode() + ": " + response.body());
            }
        }
        return url;
    }
}
