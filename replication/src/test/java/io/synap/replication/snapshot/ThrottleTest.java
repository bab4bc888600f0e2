package io.synap.replication.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ThrottleTest {
    @Test
    void aStopDoesNotWaitForTheLimit() {
        AtomicInteger asked = new AtomicInteger();
        // At this rate the pause would take twelve days.
        Throttle throttle = new Throttle(1, () -> asked.incrementAndGet() > 3);
        assertThatThrownBy(() -> throttle.spent(1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closing");
    }

    @Test
    void workTakesAtLeastAsLongAsTheLimitSays() throws IOException {
        Throttle throttle = new Throttle(10 << 20, () -> false);
        long began = System.nanoTime();
        throttle.spent(1 << 20);
        // Parking may end early now and then, never by much.
        assertThat(System.nanoTime() - began).isGreaterThan(50_000_000);
    }
}
