package io.synap.bench.row;

import io.synap.bench.load.RedisBenchmark;
import io.synap.bench.load.Reply;
import io.synap.bench.load.Requests;
import io.synap.bench.load.RespClient;
import io.synap.bench.server.BenchServer;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Thread-safe, no state. Checks that a server did and holds what a figure claims it did. */
final class Reality {
    private static final int SAMPLED_KEYS = 1_000;
    /** How far the number of distinct random keys may be from its expectation; its deviation is about 0.05 %. */
    private static final double DISTINCT_TOLERANCE = 0.01;

    private Reality() {}

    /** Commands served so far, if the server counts them. */
    static OptionalLong commandsServed(BenchServer server) throws IOException {
        try (RespClient client = server.connect()) {
            String served = client.info("stats").get("total_commands_processed");
            return served == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(served));
        }
    }

    static void requireServed(BenchServer server, OptionalLong before, long count) throws IOException {
        OptionalLong after = commandsServed(server);
        if (before.isPresent() && after.isPresent() && after.getAsLong() - before.getAsLong() < count) {
            throw new MeasurementException("%s served %d commands of %d"
                    .formatted(server.name(), after.getAsLong() - before.getAsLong(), count));
        }
    }

    /** After at least so many SETs of random keys: at least the distinct ones that chance gives, with whole values. */
    static void requireRandomKeys(BenchServer server, long sets) throws IOException {
        double space = RedisBenchmark.KEY_SPACE;
        double expected = space * -Math.expm1(-sets / space);
        long keys = server.keys();
        if (keys < expected * (1 - DISTINCT_TOLERANCE) || keys > space) {
            throw new MeasurementException(
                    "%s holds %d keys, expected at least %.0f".formatted(server.name(), keys, expected));
        }
        SplittableRandom random = new SplittableRandom(7);
        int present = 0;
        try (RespClient client = server.connect()) {
            for (int i = 0; i < SAMPLED_KEYS; i++) {
                Reply value = client.call("GET", Requests.keyName(random.nextLong(RedisBenchmark.KEY_SPACE)));
                requireLength(server, value);
                present += value.isNil() ? 0 : 1;
            }
        }
        if (present < SAMPLED_KEYS * (expected / space) * 0.9) {
            throw new MeasurementException(
                    "%s has only %d of %d sampled keys".formatted(server.name(), present, SAMPLED_KEYS));
        }
    }

    private static void requireLength(BenchServer server, Reply value) {
        if (value.isError() || (!value.isNil() && value.text().length() != Requests.VALUE_BYTES)) {
            throw new MeasurementException(server.name() + " answered a GET with: " + value.text());
        }
    }

    static void requireEmpty(BenchServer server) throws IOException {
        if (server.keys() != 0) {
            throw new MeasurementException(server.name() + " already holds keys; this row needs an empty one");
        }
    }

    /** Exactly the loaded keys, and the right values for a sample of them. */
    static void requireLoaded(BenchServer server, long count) throws IOException {
        long keys = server.keys();
        if (keys != count) {
            throw new MeasurementException("%s holds %d keys, expected %d".formatted(server.name(), keys, count));
        }
        SplittableRandom random = new SplittableRandom(11);
        Requests requests = new Requests();
        try (RespClient client = server.connect()) {
            for (int i = 0; i < SAMPLED_KEYS; i++) {
                long key = random.nextLong(count);
                if (!client.text("GET", Requests.keyName(key)).equals(requests.valueOf(key))) {
                    throw new MeasurementException(server.name() + " has a wrong value at " + Requests.keyName(key));
                }
            }
        }
    }
}
