package io.synap.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CrewTest {
    private static final int BATCH = 32;

    @Test
    void exactlyTheMessagesAskedForArePublishedAndTaken() throws IOException, InterruptedException {
        AtomicLong held = new AtomicLong();
        try (Crew crew = Crew.of(3, 2, BATCH, () -> publisher(held), () -> taker(held))) {
            assertThat(crew.publish(1_000)).isPositive();
            assertThat(held).hasValue(1_000);

            assertThat(crew.take(896)).isPositive();
            assertThat(held).hasValue(104);
        }
    }

    @Test
    void queuesOfRabbitAreOfTheTypeAskedFor() {
        assertThat(new AmqpQueueClient(AmqpQueueClient.Type.QUORUM).arguments())
                .isEqualTo(Map.of("x-queue-type", "quorum"));
        assertThat(new AmqpQueueClient(AmqpQueueClient.Type.CLASSIC).arguments())
                .isEqualTo(Map.of("x-queue-type", "classic"));
    }

    private static Publisher publisher(AtomicLong held) {
        return new Publisher() {
            @Override
            public void publish(int count) {
                held.addAndGet(count);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    private static Taker taker(AtomicLong held) {
        return new Taker() {
            @Override
            public int take() {
                held.addAndGet(-BATCH);
                return BATCH;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
