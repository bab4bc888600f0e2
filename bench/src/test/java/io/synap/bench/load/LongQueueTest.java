package io.synap.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongQueueTest {
    @Test
    void orderSurvivesWrappingAndGrowing() {
        LongQueue queue = new LongQueue();
        long added = 0;
        long removed = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 300; i++) {
                queue.add(added++);
            }
            for (int i = 0; i < 170; i++) {
                assertThat(queue.remove()).isEqualTo(removed++);
            }
        }
        assertThat(queue.size()).isEqualTo((int) (added - removed));
        while (queue.size() > 0) {
            assertThat(queue.remove()).isEqualTo(removed++);
        }
        assertThat(removed).isEqualTo(added);
    }
}
