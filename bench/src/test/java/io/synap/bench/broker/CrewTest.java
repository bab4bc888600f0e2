package io.synap.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CrewTest {
    @Test
    void exactlyTheMessagesAskedForArePublishedAndTaken() throws IOException, InterruptedException {
        AtomicLong held = new AtomicLong();
        try (Crew crew = Crew.of(3, 2, 32, () -> publisher(held), () -> taker(held))) {
            assertThat(crew.publish(1_000)).isPositive();
            assertThat(held).hasValue(1_000);

            assertThat(crew.take(900)).isPositive();
            assertThat(held).hasValue(100);
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
            public int take(int countMax) {
                held.addAndGet(-countMax);
                return countMax;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
