package io.synap.bench.report;

import io.synap.bench.system.Machine;
import java.util.List;

/** Results made up for the tests of their forms. */
final class Example {
    private static final Machine MACHINE =
            new Machine("Some CPU", 2, "Linux 6.1", "Temurin 25.0.3", "Redis 7.0.15", "ext4", "2026-01-02");

    private Example() {}

    static Figure figure(String id, Better better, Target target, Series ours, Series theirs) {
        return new Figure(id, id, "unit", better, target, true, ours, "Redis", theirs);
    }

    /** One measurement beside two peers, and one of ours alone. */
    static Results amongSeveral() {
        return new Results(
                MACHINE,
                "./synap bench queue",
                List.of(new RowResult.Measured(
                        "everysec",
                        List.of(
                                through("rabbitmq-quorum", "RabbitMQ quorum", 20_000),
                                through("nats-jetstream", "NATS JetStream", 100_000),
                                figure(
                                        "queue.memory.bytes",
                                        Better.LOWER,
                                        new Target.Own(180),
                                        Series.of(171.3),
                                        Series.NONE)),
                        List.of())));
    }

    private static Figure through(String id, String peer, double theirs) {
        return new Figure(
                "queue.everysec." + id + ".throughput",
                "publish, receive, ack",
                "msg/s",
                Better.HIGHER,
                Target.none(),
                true,
                Series.of(400_000),
                peer,
                Series.of(theirs));
    }

    static Results results() {
        Figure speed = new Figure(
                "p64.set.p64.throughput",
                "SET, pipeline 64",
                "op/s",
                Better.HIGHER,
                new Target.Ratio(2),
                true,
                Series.of(1_999_000, 2_000_000, 2_100_000),
                "Redis",
                Series.of(800_000));
        Figure cost = new Figure(
                "p64.set.p64.cpu",
                "SET, pipeline 64",
                "µs CPU/op",
                Better.LOWER,
                new Target.Ratio(0.6),
                true,
                Series.of(0.65),
                "Redis",
                Series.of(1));
        Figure start = new Figure(
                "restart.empty",
                "empty start <first answer>",
                "ms",
                Better.LOWER,
                new Target.Own(1500),
                true,
                Series.of(612.4),
                "Redis",
                Series.NONE);
        return new Results(
                MACHINE,
                "./synap bench kv",
                List.of(
                        new RowResult.Measured("p64", List.of(speed, cost), List.of()),
                        new RowResult.Measured("restart", List.of(start), List.of("a note")),
                        new RowResult.Skipped("http", "wrk is not installed"),
                        new RowResult.Failed("always", "error reply: ERR full")));
    }
}
