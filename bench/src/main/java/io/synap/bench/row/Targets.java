package io.synap.bench.row;

import io.synap.bench.report.Target;
import java.util.Map;

/** Thread-safe, no state. What each figure has to reach; the only place that says so. */
final class Targets {
    private static final Map<String, Target> TARGETS = Map.ofEntries(
            ratio("p64.set.p64.throughput", 2.5),
            ratio("p64.get.p64.throughput", 2.5),
            ratio("p64.set.p64.cpu", 0.55),
            ratio("p64.get.p64.cpu", 0.55),
            ratio("p16.set.p16.throughput", 1.3),
            ratio("p16.get.p16.throughput", 1.3),
            ratio("p16.set.p16.cpu", 0.7),
            ratio("p16.get.p16.cpu", 0.7),
            ratio("p1.set.p1.throughput", 0.9),
            ratio("p1.get.p1.throughput", 0.9),
            ratio("p1.set.p1.cpu", 1.1),
            ratio("p1.get.p1.cpu", 1.1),
            ratio("aof.set.p16.throughput", 1.8),
            ratio("aof.set.p16.cpu", 0.6),
            ratio("aof.set.p64.throughput", 1.8),
            ratio("aof.set.p64.cpu", 0.6),
            ratio("always.set.p1.throughput", 1.0),
            ratio("memory.resident", 0.8),
            own("memory.pause.p999", 5),
            own("memory.pause.max", 20),
            own("memory.heap.max", 256),
            own("http.get.cpu", 12),
            ratio("restart.loaded", 1.0),
            own("restart.empty", 1500),
            own("snapshot.stretch.p999", 3),
            ratio("queue.everysec.rabbitmq-quorum.throughput", 5),
            ratio("queue.everysec.rabbitmq-classic.throughput", 2),
            ratio("queue.always.rabbitmq-quorum.throughput", 3),
            own("queue.memory.bytes", 180),
            own("queue.depth.publish.ratio", 0.8),
            own("queue.depth.take.ratio", 0.8),
            own("queue.depth.cpu.ratio", 1.25),
            own("queue.depth.restart.growth", 1.25),
            ratio("stream.append.redis.throughput", 1.5),
            ratio("stream.append.redis.cpu", 0.6),
            ratio("stream.read.redis.throughput", 1.5),
            own("stream.memory.bytes", 140),
            ratio("pubsub.resp-1.redis.throughput", 1.0),
            ratio("pubsub.resp-1.redis.cpu", 1.0),
            ratio("pubsub.resp-10.redis.throughput", 1.0),
            ratio("pubsub.resp-10.redis.cpu", 1.0),
            own("ws.room-1000.p99", 100),
            own("ws.room-1000.lost", 0),
            own("ws.idle-20000.settled", 12 * 1024),
            own("ws.queue.throughput", 50_000),
            ratio("client.set.lettuce.throughput", 0.7),
            ratio("client.get.lettuce.throughput", 0.7),
            ratio("client.set.lettuce-flushed.throughput", 0.7),
            ratio("client.get.lettuce-flushed.throughput", 0.7),
            own("client.worker.throughput", 100_000));

    private Targets() {}

    static Target of(String figure) {
        return TARGETS.getOrDefault(figure, Target.none());
    }

    private static Map.Entry<String, Target> ratio(String figure, double bound) {
        return Map.entry(figure, new Target.Ratio(bound));
    }

    private static Map.Entry<String, Target> own(String figure, double bound) {
        return Map.entry(figure, new Target.Own(bound));
    }
}
