package io.synap.bench.row;

import io.synap.bench.pubsub.Subject;
import io.synap.bench.server.Persistence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Thread-safe, no state. The catalogue of rows, in the order they are measured. */
public final class Rows {
    private static final long DEEP_COUNT = 3_000_000;
    private static final long MIDDLE_COUNT = 1_500_000;
    private static final long SINGLE_COUNT = 100_000;
    private static final long SYNCED_COUNT = 50_000;

    private static final int QUEUE_CONNECTIONS = 8;
    private static final int QUEUE_BATCH = 32;
    private static final int WAITING_PUBLISHERS = 50;
    private static final int STREAM_CONNECTIONS = 8;
    private static final int APPEND_BATCH = 16;
    private static final int READ_BATCH = 100;
    private static final long READ_EVENTS = 200_000;

    private static final int FANOUT = 10;
    private static final int PATTERNS = 1_000;
    private static final int CHANNELS = 10_000;

    private Rows() {}

    /** Of {@code bench kv}. */
    public static Map<String, Row> keys() {
        return byName(List.of(
                plain("p64", 64, DEEP_COUNT),
                plain("p16", 16, MIDDLE_COUNT),
                plain("p1", 1, SINGLE_COUNT),
                new ThroughputRow(
                        "aof",
                        Persistence.EVERYSEC,
                        List.of(
                                new ThroughputRow.Work("SET", 16, MIDDLE_COUNT),
                                new ThroughputRow.Work("SET", 64, DEEP_COUNT))),
                new ThroughputRow(
                        "always", Persistence.ALWAYS, List.of(new ThroughputRow.Work("SET", 1, SYNCED_COUNT))),
                new MemoryRow(),
                new HttpRow(),
                new RestartRow(),
                new SnapshotRow()));
    }

    /** Of {@code bench queue}; the first entrant is ours. */
    public static Map<String, Row> queue(List<Entrant> entrants) {
        List<Entrant> synced = entrants.stream().filter(Entrant::syncs).toList();
        return byName(List.of(
                new FlowRow(
                        new FlowRow.Spec(
                                "queue",
                                "everysec",
                                Persistence.EVERYSEC,
                                "publish, receive, ack",
                                "msg",
                                QUEUE_CONNECTIONS,
                                QUEUE_CONNECTIONS,
                                QUEUE_BATCH,
                                0),
                        entrants),
                new FlowRow(
                        new FlowRow.Spec(
                                "queue",
                                "always",
                                Persistence.ALWAYS,
                                "publish, always",
                                "msg",
                                WAITING_PUBLISHERS,
                                0,
                                1,
                                0),
                        synced),
                new HeldMemoryRow("queue", "messages", entrants),
                new DepthRow(entrants.getFirst())));
    }

    /** Of {@code bench stream}; the first entrant is ours. */
    public static Map<String, Row> stream(List<Entrant> entrants) {
        return byName(List.of(
                new FlowRow(
                        new FlowRow.Spec(
                                "stream",
                                "append",
                                Persistence.EVERYSEC,
                                "append, pipeline 16, everysec",
                                "event",
                                STREAM_CONNECTIONS,
                                0,
                                APPEND_BATCH,
                                0),
                        entrants),
                new FlowRow(
                        new FlowRow.Spec(
                                "stream",
                                "read",
                                Persistence.EVERYSEC,
                                "read, batches of 100",
                                "event",
                                0,
                                STREAM_CONNECTIONS,
                                READ_BATCH,
                                READ_EVENTS),
                        entrants),
                new HeldMemoryRow("stream", "events", entrants)));
    }

    /** Of {@code bench pubsub}; the first is ours. */
    public static Map<String, Row> pubsub(List<FanoutRow.Side> sides) {
        return byName(List.of(
                new FanoutRow(new FanoutRow.Spec("resp-1", "1 subscriber", Subject.oneChannel(), 1), sides),
                new FanoutRow(
                        new FanoutRow.Spec("resp-10", FANOUT + " subscribers", Subject.oneChannel(), FANOUT), sides),
                new FanoutRow(
                        new FanoutRow.Spec(
                                "patterns",
                                FANOUT + " subscribers, 1 of 1,000 patterns matches",
                                Subject.patterns(PATTERNS),
                                FANOUT),
                        sides),
                new FanoutRow(
                        new FanoutRow.Spec(
                                "many-channels", "10,000 channels on a connection", Subject.channels(CHANNELS), 1),
                        sides)));
    }

    /** Of {@code bench ws}. */
    public static Map<String, Row> webSocket() {
        return byName(List.of(new RoomRow(), new IdleRow(), new SocketQueueRow()));
    }

    /** Of {@code bench client}; the first is ours. */
    public static Map<String, Row> client(List<ClientCallsRow.Side> sides) {
        return byName(List.of(new ClientCallsRow(sides), new WorkerRow()));
    }

    private static Map<String, Row> byName(List<Row> rows) {
        Map<String, Row> map = new LinkedHashMap<>();
        rows.forEach(row -> map.put(row.name(), row));
        return map;
    }

    private static Row plain(String name, int pipeline, long count) {
        return new ThroughputRow(
                name,
                Persistence.NONE,
                List.of(
                        new ThroughputRow.Work("SET", pipeline, count),
                        new ThroughputRow.Work("GET", pipeline, count)));
    }
}
