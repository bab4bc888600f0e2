package io.synap.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Receipt;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import io.synap.protocol.operation.SystemOperation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may receive, who is told, and what whoever looks after a queue can do with it. */
final class QueueCareTest {
    private final QueueStore store = new QueueStore();

    @BeforeEach
    void create() {
        store.configure(Map.of());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void prefetchBoundsWhatAConsumerHas() {
        store.configure(QueueSetting.PREFETCH, 2);
        for (int i = 0; i < 5; i++) {
            store.publish("m");
        }
        assertThat(store.receiveIds("c1", 5)).containsExactly(1L, 2L);
        assertThat(store.receive("c1", 5)).isEmpty();
        assertThat(store.receiveIds("c2", 1)).containsExactly(3L);
        assertThat(store.queue().consumersInFlight()).isEqualTo(2);
        store.ready.clear();
        store.ack(new Receipt(1, 1));
        assertThat(store.ready).as("the consumer may go on").containsExactly(QueueStore.QUEUE);
        assertThat(store.receiveIds("c1", 5)).containsExactly(4L);
    }

    @Test
    void whatNeedsNoAckIsGoneWithItsHandOut() {
        store.publish("x".repeat(20_000));
        store.publish("b");
        assertThat(store.receive("c", 5, 0, true))
                .extracting(QueueStore.Received::payload)
                .containsExactly("x".repeat(20_000), "b");
        assertThat(store.queue().depth()).isZero();
        assertThat(store.queue().counter(QueueCounter.ACKED)).isEqualTo(2);
    }

    @Test
    void aPausedQueueHandsNothingOutAndTellsWhenItGoesOn() {
        store.publish("m");
        assertThat(store.configure(QueueSetting.PAUSED, 1).applied()).isTrue();
        assertThat(store.receive("c", 1)).isEmpty();
        store.ready.clear();
        store.publish("m");
        assertThat(store.ready).isEmpty();
        store.configure(QueueSetting.PAUSED, 0);
        assertThat(store.ready).containsExactly(QueueStore.QUEUE);
        assertThat(store.receiveIds("c", 2)).containsExactly(1L, 2L);
    }

    @Test
    void whoeverWaitsIsToldWhenSomethingCanBeReceived() {
        store.publish("m");
        assertThat(store.ready).hasSize(1);
        store.publish(new MessageBuilder("m").delay(100).build());
        assertThat(store.ready).hasSize(1);
        store.nack(store.receiveOne("c").receipt(), 0, "");
        assertThat(store.ready).hasSize(2);
        store.receiveOne("c");
        store.now += 100;
        store.apply(new SystemOperation.Advance(10));
        assertThat(store.ready).hasSize(3);
    }

    @Test
    void whoeverWaitsIsToldWhenTheQueueIsGone() {
        assertThat(store.ready).isEmpty();
        store.apply(new QueueOperation.Delete(QueueStore.name()));
        assertThat(store.ready).containsExactly(QueueStore.QUEUE);
    }

    @Test
    void purgeTakesWhatWaitsOrEverythingOrTheDead() {
        for (int i = 0; i < 6; i++) {
            store.publish(new MessageBuilder("m").key(i < 2 ? "k" : "").build());
        }
        store.publish(new MessageBuilder("m").delay(1_000).build());
        store.reject(store.receiveOne("c").receipt(), "");
        store.receiveOne("c");
        store.receiveOne("c");
        assertThat(store.purge(Scope.READY)).isEqualTo(4);
        assertThat(store.count(MessageState.LEASED)).isEqualTo(2);
        assertThat(store.queue().depth()).isEqualTo(2);
        store.publish(new MessageBuilder("m").key("k").build());
        assertThat(store.receive("c", 5)).as("2 has the key").isEmpty();
        assertThat(store.ack(new Receipt(2, 1))).isNull();
        assertThat(store.receiveIds("c", 5)).containsExactly(8L);
        assertThat(store.purge(Scope.DEAD)).isEqualTo(1);
        assertThat(store.letters()).isEmpty();
        assertThat(store.purge(Scope.ALL)).isEqualTo(2);
        assertThat(store.ack(new Receipt(3, 1))).isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
        assertThat(store.queue().consumersInFlight()).isZero();
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.queue().counter(QueueCounter.PURGED)).isEqualTo(7);
    }

    @Test
    void aQueueCreatedAnewBeginsAnew() {
        store.publish("m");
        store.receiveOne("c");
        assertThat(store.apply(new QueueOperation.Delete(QueueStore.name())).number())
                .isEqualTo(1);
        assertThat(store.shard.queues().count()).isZero();
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.configure(Map.of()).number()).isEqualTo(1);
        assertThat(store.publish("m")).isEqualTo(1);
    }

    @Test
    void messagesOfEveryStateCanBeRemovedByTheirIds() {
        for (int i = 0; i < 3; i++) {
            store.publish("m");
        }
        store.publish(new MessageBuilder("m").delay(100).build());
        store.reject(store.receiveOne("c").receipt(), "");
        store.receiveOne("c");
        var removed = store.apply(new QueueOperation.Remove(QueueStore.name(), false, List.of(1L, 2L, 3L, 4L, 5L)));
        assertThat(removed.number()).isEqualTo(4);
        assertThat(removed.itemError(4)).isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
        assertThat(store.queue().depth() + store.count(MessageState.DEAD)).isZero();
        assertThat(store.queue().consumersInFlight()).isZero();
    }

    @Test
    void onlyDeadLettersAreRemovedWhereOnlyTheyAreMeant() {
        for (int i = 0; i < 3; i++) {
            store.publish("m");
        }
        store.reject(store.receiveOne("c").receipt(), "");
        store.reject(store.receiveOne("c").receipt(), "");
        // The first is published anew before somebody removes what was a dead letter when it was looked at.
        store.apply(new QueueOperation.Redrive(QueueStore.name(), List.of(1L)));
        var removed = store.apply(new QueueOperation.Remove(QueueStore.name(), true, List.of(1L, 2L, 3L)));
        assertThat(removed.number()).isEqualTo(1);
        assertThat(removed.itemError(0)).isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
        assertThat(removed.itemError(1)).isNull();
        assertThat(removed.itemError(2)).isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
        assertThat(store.count(MessageState.DEAD)).isZero();
        assertThat(store.queue().depth()).isEqualTo(2);
    }

    @Test
    void theQueueTellsItsFigures() {
        store.publish(new MessageBuilder("m").priority(7).build());
        store.now += 5;
        store.publish("m");
        Queue queue = store.queue();
        assertThat(queue.readyCount(7)).isEqualTo(1);
        assertThat(queue.readyCount(4)).isEqualTo(1);
        assertThat(queue.oldestReadyMillis()).isEqualTo(store.now - 5);
        QueueStore.Received received = store.receiveOne("worker");
        assertThat(queue.oldestReadyMillis()).isEqualTo(store.now);
        assertThat(queue.consumerOf(queue.find(received.id()))).isEqualTo("worker".getBytes(StandardCharsets.UTF_8));
        assertThat(Message.leaseDeadline(queue.find(received.id()))).isEqualTo(store.now + 30_000);
    }
}
