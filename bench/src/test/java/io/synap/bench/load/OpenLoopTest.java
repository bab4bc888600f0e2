package io.synap.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final double RATE = 2_000;
    private static final Duration STALL = Duration.ofMillis(300);

    @Test
    void aStallCountsForEveryRequestItHeldUp() throws IOException {
        // 2,000 requests of warm-up come first; the stall begins in the middle of the measured two seconds
        try (FakeRespServer server = new FakeRespServer("+OK\r\n", 4_000, STALL)) {
            OpenLoop.Outcome outcome = run(server, Duration.ofSeconds(2));
            Histogram latency = outcome.latencyNanos();

            assertThat(latency.getTotalCount()).isBetween(3_950L, 4_300L);
            assertThat(latency.getValueAtPercentile(99.9)).isGreaterThan(STALL.toNanos() * 9 / 10);
            // a closed loop would have counted one slow request a connection: four
            long slow = latency.getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(100), Long.MAX_VALUE);
            assertThat(slow).isGreaterThan((long) (RATE * 0.2 * 0.9));
        }
    }

    @Test
    void everyRequestOfTheScheduleIsSentAndAnswered() throws IOException {
        try (FakeRespServer server = FakeRespServer.answering("$2\r\nhi\r\n")) {
            OpenLoop.Outcome outcome = run(server, Duration.ofMillis(500));

            assertThat(outcome.latencyNanos().getTotalCount()).isBetween(980L, 1_300L);
            assertThat(server.commands()).isGreaterThanOrEqualTo(2_980);
            assertThat(outcome.generatorCores()).isLessThan(1);
        }
    }

    @Test
    void anErrorReplyEndsTheMeasurement() throws IOException {
        try (FakeRespServer server = FakeRespServer.answering("-OOM no room\r\n")) {
            assertThatThrownBy(() -> run(server, Duration.ofSeconds(1)))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessageContaining("OOM no room");
        }
    }

    @Test
    void aMissingKeyEndsTheMeasurement() throws IOException {
        try (FakeRespServer server = FakeRespServer.answering("$-1\r\n")) {
            assertThatThrownBy(() -> run(server, Duration.ofSeconds(1))).hasMessageContaining("missing");
        }
    }

    private static OpenLoop.Outcome run(FakeRespServer server, Duration duration) throws IOException {
        return new OpenLoop(new OpenLoop.Plan(server.port(), RATE, 4, 1_000)).run(Window.of(duration));
    }
}
