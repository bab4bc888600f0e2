package io.synap.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuUsageTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    @Test
    void firstSampleShowsTheMeanSinceTheStart() {
        CpuUsage usage = new CpuUsage(2, -7 * MINUTE);
        assertThat(usage.percent(MINUTE)).isZero();
        usage.sample(3 * MINUTE, 5 * MINUTE);
        assertThat(usage.percent(MINUTE)).isEqualTo(25);
    }

    @Test
    void windowsSeeTheirSamplesOnly() {
        CpuUsage usage = new CpuUsage(1, 0);
        for (int second = 1; second <= 600; second += 15) {
            // Idle for nine minutes, then busy.
            usage.sample(second * SECOND, Math.max(0, second - 541) * SECOND);
        }
        assertThat(usage.percent(30 * SECOND)).isEqualTo(100);
        assertThat(usage.percent(90 * SECOND)).isEqualTo(50);
        assertThat(usage.percent(5 * MINUTE)).isEqualTo(15);
    }

    @Test
    void eagerScraperDoesNotShortenTheWindow() {
        CpuUsage usage = new CpuUsage(1, 0);
        for (long millis = 1; millis <= 20_000; millis++) {
            usage.sample(millis * 1_000_000, millis * 500_000);
        }
        assertThat(usage.percent(MINUTE)).isEqualTo(50);
    }
}
