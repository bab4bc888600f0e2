package io.synap.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void distanceCountsInsertedDeletedReplacedAndSwappedLetters() {
        assertThat(Nearest.distance("fsync", "fsync")).isZero();
        assertThat(Nearest.distance("fsyn", "fsync")).isEqualTo(1);
        assertThat(Nearest.distance("fsyncs", "fsync")).isEqualTo(1);
        assertThat(Nearest.distance("fsinc", "fsync")).isEqualTo(1);
        assertThat(Nearest.distance("fsycn", "fsync")).isEqualTo(1);
        assertThat(Nearest.distance("", "fsync")).isEqualTo(5);
    }

    @Test
    void nearestIsNamedUnlessEverythingIsFar() {
        List<String> words = List.of("http.host", "http.port", "resp.port");
        assertThat(Nearest.to("http.prot", words)).contains("http.port");
        assertThat(Nearest.to("HTTP.HOTS", words)).contains("http.host");
        assertThat(Nearest.to("kafka.brokers", words)).isEmpty();
        assertThat(Nearest.to("", words)).isEmpty();
    }
}
