package io.synap.bench.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.synap.bench.server.BenchServer;
import io.synap.bench.server.LaunchOptions;
import io.synap.bench.server.NatsSource;
import io.synap.bench.server.Persistence;
import io.synap.bench.server.RedisSource;
import io.synap.bench.server.ServerSource;
import io.synap.bench.system.Children;
import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanoutTest {
    private static final int PIPELINE = 16;
    private static final long AHEAD_BYTES = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void everyDeliveryIsCounted() throws IOException, InterruptedException {
        try (TinyPubSub server = new TinyPubSub(0)) {
            Fanout.Outcome outcome = run(Subject.oneChannel(), 3, new RespDialect(), server.port());
            assertThat(outcome.deliveries()).isEqualTo(server.deliveries()).isPositive();
            assertThat(outcome.perSecond()).isPositive();
        }
    }

    @Test
    void aDeliveryThatIsLostFailsTheRun() throws IOException {
        try (TinyPubSub server = new TinyPubSub(100)) {
            assertThatThrownBy(() -> run(Subject.channels(32), 1, new RespDialect(), server.port()))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessageStartingWith("not what was published");
        }
    }

    @Test
    void aServerThatEndsFailsTheRun() throws IOException {
        TinyPubSub server = new TinyPubSub(-100);
        assertThatThrownBy(() -> run(Subject.oneChannel(), 2, new RespDialect(), server.port()))
                .isInstanceOf(IOException.class);
        server.close();
    }

    @Test
    void redisDeliversAsItIsThought() throws IOException, InterruptedException {
        assumeTrue(Tools.installed(RedisSource.PROGRAM));
        try (Children children = new Children(folder)) {
            everySubject(new RedisSource(children), new RespDialect());
        }
    }

    @Test
    void natsDeliversAsItIsThought() throws IOException, InterruptedException {
        assumeTrue(Tools.installed(NatsSource.PROGRAM));
        try (Children children = new Children(folder)) {
            everySubject(NatsSource.core(children), new NatsDialect());
        }
    }

    private void everySubject(ServerSource source, Dialect dialect) throws IOException, InterruptedException {
        try (BenchServer server = source.launch(LaunchOptions.of(Persistence.NONE, folder))) {
            server.awaitReady(Duration.ofSeconds(30));
            for (Subject subject : List.of(Subject.oneChannel(), Subject.patterns(200), Subject.channels(320))) {
                assertThat(run(subject, 4, dialect, server.port()).deliveries()).isPositive();
            }
        }
    }

    private static Fanout.Outcome run(Subject subject, int subscribers, Dialect dialect, int port)
            throws IOException, InterruptedException {
        Fanout.Plan plan = new Fanout.Plan(
                subject, subscribers, PIPELINE, AHEAD_BYTES, Duration.ofMillis(50), Duration.ofMillis(200));
        return new Fanout(plan, dialect, port, () -> 0).run();
    }
}
