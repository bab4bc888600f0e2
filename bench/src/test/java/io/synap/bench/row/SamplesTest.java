package io.synap.bench.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.bench.report.Better;
import io.synap.bench.report.Figure;
import io.synap.bench.report.Series;
import io.synap.bench.report.Target;
import io.synap.bench.server.SynapSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void everyPeerMeasuredGetsALineWithItsOwnIdAndTarget() {
        Samples samples = new Samples();
        samples.add(SynapSource.NAME, "queue.everysec.throughput", 500);
        samples.add("RabbitMQ quorum", "queue.everysec.throughput", 100);
        samples.add("NATS JetStream", "queue.everysec.throughput", 250);

        List<Figure> figures = samples.beside(
                List.of("RabbitMQ quorum", "RabbitMQ classic", "NATS JetStream"),
                "queue.everysec.throughput",
                "through",
                "msg/s",
                Better.HIGHER);

        assertThat(figures)
                .extracting(Figure::id)
                .containsExactly(
                        "queue.everysec.rabbitmq-quorum.throughput", "queue.everysec.nats-jetstream.throughput");
        assertThat(figures.getFirst().target()).isEqualTo(new Target.Ratio(5));
        assertThat(figures.getFirst().mark()).isEqualTo(Figure.Mark.PASS);
        assertThat(figures.getLast().target()).isEqualTo(Target.none());
        assertThat(figures.getLast().ratio()).hasValue(2);
    }

    @Test
    void withoutPeersOursStandsAlone() {
        Samples samples = new Samples();
        samples.add(SynapSource.NAME, "queue.everysec.throughput", 500);

        assertThat(samples.beside(List.of(), "queue.everysec.throughput", "through", "msg/s", Better.HIGHER))
                .singleElement()
                .extracting(Figure::id, Figure::theirs)
                .containsExactly("queue.everysec.throughput", Series.NONE);
    }
}
