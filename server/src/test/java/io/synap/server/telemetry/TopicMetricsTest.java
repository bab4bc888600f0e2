package io.synap.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.config.MetricsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a scrape shows of topics and groups. */
class TopicMetricsTest {
    private static final TopicGauges FIGURES = new TopicGauges() {
        @Override
        public void groups(Consumer<Group> action) {
            action.accept(new Group("a", "orders", 2, 7, List.of(10L, -1L)));
            action.accept(new Group("b", "orders", 1, 5, List.of(3L)));
            action.accept(new Group("c", "log", 4, 1, List.of(8L)));
        }

        @Override
        public void partitions(Consumer<Partition> action) {
            action.accept(new Partition("orders", 0, 4, 400, 14));
            action.accept(new Partition("orders", 1, 1, 100, 3));
        }
    };

    @Test
    void groupsAndPartitionsHaveTheirFigures() {
        assertThat(scrape(100))
                .contains("synap_consumer_group_members{group=\"a\",topic=\"orders\"} 2.0")
                .contains("synap_consumer_group_lag{group=\"c\",topic=\"log\"} 1.0")
                .contains("synap_consumer_group_committed_offset{group=\"a\",partition=\"0\",topic=\"orders\"} 10.0")
                .contains("synap_consumer_group_committed_offset{group=\"a\",partition=\"1\",topic=\"orders\"} 0.0")
                .contains("synap_partition_events{partition=\"0\",topic=\"orders\"} 4.0")
                .contains("synap_partition_bytes{partition=\"1\",topic=\"orders\"} 100.0")
                .contains("synap_partition_next_offset{partition=\"0\",topic=\"orders\"} 14.0")
                .noneMatch(line -> line.contains("other"));
    }

    @Test
    void whatIsBeyondTheLimitIsSummed() {
        List<String> lines = scrape(1);
        assertThat(lines)
                .contains("synap_consumer_group_lag{group=\"a\",topic=\"orders\"} 7.0")
                .contains("synap_consumer_group_lag{group=\"other\",topic=\"other\"} 6.0")
                .contains("synap_partition_events{partition=\"other\",topic=\"other\"} 1.0")
                .noneMatch(line -> line.contains("\"b\"") || line.contains("\"c\""));
    }

    private static List<String> scrape(int seriesMax) {
        MetricsConfig config = new MetricsConfig(true, "synap_", Map.of(), false, seriesMax);
        try (Telemetry telemetry = new Telemetry(config, Path.of("."))) {
            telemetry.add(new TopicMetrics(FIGURES, seriesMax));
            return telemetry
                    .scrape()
                    .lines()
                    .filter(line -> line.startsWith("synap_consumer_group") || line.startsWith("synap_partition"))
                    .toList();
        }
    }
}
