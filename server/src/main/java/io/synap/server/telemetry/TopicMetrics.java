package io.synap.server.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The metrics of topics and exclusive groups. Called by the scraping thread. The first so many series of a
 * family have labels of their own; the others are summed under {@code other}.
 */
public final class TopicMetrics implements MetricSource {
    private static final String OTHER = "other";

    private final TopicGauges gauges;
    private final int seriesMax;

    public TopicMetrics(TopicGauges gauges, int seriesMax) {
        this.gauges = gauges;
        this.seriesMax = seriesMax;
    }

    @Override
    public void collect(MetricFamilies families) {
        List<TopicGauges.Group> groups = new ArrayList<>();
        gauges.groups(groups::add);
        groups(families, "consumer_group_members", "Members of exclusive groups.", groups, TopicGauges.Group::members);
        groups(
                families,
                "consumer_group_lag",
                "Offsets that exclusive groups are behind, over all their partitions.",
                groups,
                TopicGauges.Group::lag);
        families.gauge("consumer_group_committed_offset", "Committed offsets of exclusive groups.", points -> {
            Bounded bounded = new Bounded(points, "group", "topic", "partition");
            for (TopicGauges.Group group : groups) {
                for (int partition = 0; partition < group.committed().size(); partition++) {
                    bounded.add(
                            Math.max(0, group.committed().get(partition)),
                            group.name(),
                            group.source(),
                            Integer.toString(partition));
                }
            }
            bounded.end();
        });
        List<TopicGauges.Partition> partitions = new ArrayList<>();
        gauges.partitions(partitions::add);
        partitions(families, "partition_events", "Events in partitions.", partitions, TopicGauges.Partition::events);
        partitions(
                families,
                "partition_bytes",
                "Bytes of events in partitions.",
                partitions,
                TopicGauges.Partition::bytes);
        partitions(
                families,
                "partition_next_offset",
                "Offsets that partitions give next.",
                partitions,
                TopicGauges.Partition::nextOffset);
    }

    private void groups(
            MetricFamilies families,
            String name,
            String help,
            List<TopicGauges.Group> groups,
            ToLongFunction<TopicGauges.Group> figure) {
        families.gauge(name, help, points -> {
            Bounded bounded = new Bounded(points, "group", "topic");
            groups.forEach(group -> bounded.add(figure.applyAsLong(group), group.name(), group.source()));
            bounded.end();
        });
    }

    private void partitions(
            MetricFamilies families,
            String name,
            String help,
            List<TopicGauges.Partition> partitions,
            ToLongFunction<TopicGauges.Partition> figure) {
        families.gauge(name, help, points -> {
            Bounded bounded = new Bounded(points, "topic", "partition");
            partitions.forEach(partition -> bounded.add(
                    figure.applyAsLong(partition), partition.topic(), Integer.toString(partition.number())));
            bounded.end();
        });
    }

    /** One family's series. */
    private final class Bounded {
        private final MetricFamilies.Points<Number> points;
        private final String[] names;
        private int series;
        private long others;

        Bounded(MetricFamilies.Points<Number> points, String... names) {
            this.points = points;
            this.names = names;
        }

        void add(long value, String... values) {
            if (series++ < seriesMax) {
                points.add(value, labels(values));
            } else {
                others += value;
            }
        }

        void end() {
            if (series > seriesMax) {
                String[] values = new String[names.length];
                Arrays.fill(values, OTHER);
                points.add(others, labels(values));
            }
        }

        private String[] labels(String... values) {
            String[] labels = new String[2 * names.length];
            for (int i = 0; i < names.length; i++) {
                labels[2 * i] = names[i];
                labels[2 * i + 1] = values[i];
            }
            return labels;
        }
    }
}
