package io.synap.server.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.synap.server.config.MetricsConfig;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the server counts, and the page that Prometheus reads. Thread-safe. Counting works
 * from the start; registry, JVM and host metrics are loaded by the first scrape.
 */
public final class Telemetry implements AutoCloseable {
    private final MetricsConfig config;
    private final Path dataFolder;
    private final KvMetrics kv = new KvMetrics();
    private final RespMetrics resp = new RespMetrics();
    private final HttpMetrics http = new HttpMetrics();
    private final SseFigures sse = new SseFigures();
    private final WebSocketMetrics webSockets = new WebSocketMetrics();
    private final PersistenceMetrics persistence = new PersistenceMetrics();
    private final QueueMetrics queues;
    private final Map<NamedFamily, NamedMetrics> named = new EnumMap<>(NamedFamily.class);
    private final EventMetrics events;
    private final PubSubMetrics pubSub;
    private final List<MetricSource> sources =
            new CopyOnWriteArrayList<>(List.of(kv, resp, http, webSockets, sse, persistence));
    private @Nullable Exposition exposition;

    /** Counts from now on. {@code dataFolder} is whose file system's space is shown. */
    public Telemetry(MetricsConfig config, Path dataFolder) {
        this.config = config;
        this.dataFolder = dataFolder;
        Map<NamedFamily, LabelNames> names = new EnumMap<>(NamedFamily.class);
        for (NamedFamily family : NamedFamily.values()) {
            LabelNames ofFamily = new LabelNames(config.namesMax());
            names.put(family, ofFamily);
            named.put(family, new NamedMetrics(family, ofFamily));
        }
        this.queues = new QueueMetrics(Objects.requireNonNull(names.get(NamedFamily.QUEUE)));
        this.events = new EventMetrics(Objects.requireNonNull(names.get(NamedFamily.STREAM)));
        this.pubSub = new PubSubMetrics(new LabelNames(config.namesMax()));
        sources.addAll(named.values());
        sources.add(queues);
        sources.add(events);
        sources.add(pubSub);
    }

    /** Counters for one more event loop. */
    public KvCounters newKvCounters() {
        return kv.newCounters();
    }

    /** A timer for one more event loop. */
    public KvTimer newKvTimer() {
        return kv.newTimer();
    }

    /** Counters for one more event loop. */
    public RespCounters newRespCounters() {
        return resp.newCounters();
    }

    /** Counters for one more event loop. */
    public NamedCounters newNamedCounters(NamedFamily family) {
        return Objects.requireNonNull(named.get(family)).newCounters();
    }

    /** Counters for one more event loop. */
    public WebSocketCounters newWebSocketCounters() {
        return webSockets.newCounters();
    }

    /** The value of the family's label for what bears that name, which several may share. */
    public String label(NamedFamily family, String name) {
        return Objects.requireNonNull(named.get(family)).label(name);
    }

    /** Counters for one more event loop. */
    public EventCounters newEventCounters() {
        return events.newCounters();
    }

    /** Counters for one more event loop. */
    public ChannelCounters newChannelCounters() {
        return pubSub.newCounters();
    }

    public HttpMetrics http() {
        return http;
    }

    public SseFigures sse() {
        return sse;
    }

    /** Where the log records what each fsync took, in nanoseconds. */
    public Histogram fsyncs() {
        return persistence.fsyncs();
    }

    /** Shows the store's figures from now on, in place of any given before. */
    public void watch(KvGauges store) {
        kv.watch(store);
    }

    /** Shows the figures of log and snapshots from now on, in place of any given before. */
    public void watch(PersistenceGauges log) {
        persistence.watch(log);
    }

    /** Shows the queues' figures from now on, in place of any given before. */
    public void watch(QueueGauges store) {
        queues.watch(store);
    }

    /** Shows the figures of pub/sub from now on, in place of any given before. */
    public void watch(PubSubGauges hub) {
        pubSub.watch(hub);
    }

    /** Shows further figures from now on. */
    public void add(MetricSource source) {
        sources.add(source);
    }

    /** Key-value operations with this outcome since the start, all event loops together. */
    public long kvOperations(KvCommand command, KvOutcome outcome) {
        return kv.total(command, outcome);
    }

    /** Key-value operations with this outcome since the start, all event loops together. */
    public long kvOperations(KvOutcome outcome) {
        return Stream.of(KvCommand.values())
                .mapToLong(command -> kv.total(command, outcome))
                .sum();
    }

    /** Commands of the Redis protocol since the start. */
    public long respCommands() {
        return resp.sum(RespCounters::commands);
    }

    /** Open connections of the Redis protocol. */
    public long respConnections() {
        return resp.sum(RespCounters::connections);
    }

    /** For meters that are made while the server runs. Their names get the prefix. */
    public MeterRegistry registry() {
        return exposition().registry();
    }

    /**
     * All metrics in the text format of Prometheus, 0.0.4. Reads files and may take tens of
     * milliseconds, the first time more: not for an event loop.
     */
    public String scrape() {
        return exposition().scrape();
    }

    @Override
    public synchronized void close() {
        if (exposition != null) {
            exposition.close();
            exposition = null;
        }
    }

    private synchronized Exposition exposition() {
        if (exposition == null) {
            exposition = new Exposition(config, dataFolder, sources);
        }
        return exposition;
    }
}
