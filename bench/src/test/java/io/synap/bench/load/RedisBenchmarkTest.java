package io.synap.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisBenchmarkTest {
    private static final String HEADER =
            "\"test\",\"rps\",\"avg_latency_ms\",\"min_latency_ms\",\"p50_latency_ms\",\"p95_latency_ms\"";

    @Test
    void rateIsTheSecondColumn() {
        List<String> output = List.of(HEADER, "\"GET\",\"666666.69\",\"0.778\",\"0.272\",\"0.783\",\"1.135\"");

        assertThat(RedisBenchmark.parseRate(output, "GET")).isEqualTo(666_666.69);
    }

    @Test
    void olderVersionsPrintNoHeader() {
        assertThat(RedisBenchmark.parseRate(List.of("\"SET\",\"1234.50\""), "SET"))
                .isEqualTo(1234.5);
    }

    @Test
    void aHeaderAloneIsNotAResult() {
        assertThatThrownBy(() -> RedisBenchmark.parseRate(List.of(HEADER), "SET"))
                .isInstanceOf(MeasurementException.class)
                .hasMessageContaining("no rate");
    }
}
