package io.synap.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final int BATCH = 4;
    private static final Duration WINDOW = Duration.ofMillis(50);

    /** A queue in memory: counts only. */
    private static final class Counter {
        final AtomicLong held = new AtomicLong();
        final AtomicLong highest = new AtomicLong();
        final AtomicLong open = new AtomicLong();

        Publisher publisher() {
            open.incrementAndGet();
            return new Publisher() {
                @Override
                public void publish(int count) {
                    highest.accumulateAndGet(held.addAndGet(count), Math::max);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        Taker taker() {
            open.incrementAndGet();
            return new Taker() {
                @Override
                public int take() {
                    if (held.get() < BATCH) {
                        Thread.onSpinWait();
                        return 0;
                    }
                    held.addAndGet(-BATCH);
                    return BATCH;
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }

    @Test
    void everythingPublishedIsTakenInTheEndAndNeverTooMuchIsOnTheWay() throws IOException, InterruptedException {
        Counter queue = new Counter();
        Flow.Plan plan = new Flow.Plan(2, 1, BATCH, 64, Duration.ZERO, WINDOW);
        Flow.Outcome outcome = new Flow(plan, queue::publisher, queue::taker, () -> 0).run();

        assertThat(outcome.published()).isPositive().isEqualTo(outcome.taken());
        assertThat(outcome.perSecond()).isPositive();
        assertThat(outcome.confirmNanos().getTotalCount()).isPositive();
        assertThat(queue.held).hasValue(0);
        // each publisher may have looked just before the other published, and the count follows the taking
        assertThat(queue.highest.get()).isLessThanOrEqualTo(64 + 2 * BATCH);
        assertThat(queue.open).hasValue(0);
    }

    @Test
    void withoutTakersConfirmedMessagesCount() throws IOException, InterruptedException {
        Counter queue = new Counter();
        Flow.Plan plan = new Flow.Plan(2, 0, BATCH, 1, Duration.ZERO, WINDOW);
        Flow.Outcome outcome = new Flow(plan, queue::publisher, queue::taker, () -> 0).run();

        assertThat(outcome.taken()).isZero();
        assertThat(outcome.published()).isEqualTo(queue.held.get());
        assertThat(outcome.perSecond()).isPositive();
    }

    @Test
    void aConnectionThatFailsFailsTheRunAndClosesTheOthers() {
        Counter queue = new Counter();
        Flow.Plan plan = new Flow.Plan(2, 1, BATCH, 64, Duration.ZERO, Duration.ofMinutes(5));
        Connector<Taker> failing = () -> {
            Taker taker = queue.taker();
            return new Taker() {
                @Override
                public int take() throws IOException {
                    throw new IOException("connection reset");
                }

                @Override
                public void close() throws IOException {
                    taker.close();
                }
            };
        };

        assertThatThrownBy(() -> new Flow(plan, queue::publisher, failing, () -> 0).run())
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThat(queue.open).hasValue(0);
    }

    @Test
    void nothingComingThroughIsNoMeasurement() {
        Flow.Plan plan = new Flow.Plan(0, 1, BATCH, 64, Duration.ZERO, WINDOW);
        Counter queue = new Counter();

        assertThatThrownBy(() -> new Flow(plan, queue::publisher, queue::taker, () -> 0).run())
                .isInstanceOf(MeasurementException.class);
    }
}
