package io.synap.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.QueueCodec;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Receipt;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What queues do, one thing at a time. */
final class QueueSemanticsTest {
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
    void messagesAreReceivedInTheOrderOfTheirIdsAndGoneOnceAcknowledged() {
        assertThat(store.publish("a")).isEqualTo(1);
        assertThat(store.publish("b")).isEqualTo(2);
        List<QueueStore.Received> received = store.receive("c1", 10);
        assertThat(received).extracting(QueueStore.Received::payload).containsExactly("a", "b");
        assertThat(store.receive("c2", 10)).isEmpty();
        assertThat(store.ack(received.getFirst().receipt())).isNull();
        assertThat(store.ack(received.getFirst().receipt())).isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
        assertThat(store.ack(new Receipt(2, 0))).isNull();
        assertThat(store.queue().depth()).isZero();
        assertThat(store.publish("c")).isEqualTo(3);
    }

    @Test
    void whatIsUnknownIsRefusedAndTakesNoSequence() {
        long sequence = store.shard.sequence();
        Bytes other = Bytes.utf8("{q}other");
        assertThat(store.apply(new QueueOperation.Publish(other, List.of(QueueStore.message("x"))))
                        .rejection())
                .isEqualTo(ErrorCode.QUEUE_NOT_FOUND);
        assertThat(store.apply(new QueueOperation.Configure(other, Mode.UPDATE, Map.of()))
                        .rejection())
                .isEqualTo(ErrorCode.QUEUE_NOT_FOUND);
        assertThat(store.apply(new QueueOperation.Configure(QueueStore.name(), Mode.CREATE, Map.of()))
                        .rejection())
                .isEqualTo(ErrorCode.QUEUE_EXISTS);
        assertThat(store.configure(Map.of()).applied()).isFalse();
        assertThat(store.receive("c", 5)).isEmpty();
        assertThat(store.ack(new Receipt(7, 1))).isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
        assertThat(store.purge(Scope.ALL)).isZero();
        assertThat(store.shard.sequence()).isEqualTo(sequence);
    }

    @Test
    void higherPrioritiesComeFirstAndEveryNthHandOutIsOfTheLowest() {
        store.configure(QueueSetting.FAIRNESS_EVERY, 4);
        for (int i = 0; i < 6; i++) {
            store.publish(new MessageBuilder("high").priority(9).build());
        }
        for (int i = 0; i < 3; i++) {
            store.publish(new MessageBuilder("low").priority(0).build());
        }
        store.publish("middle");
        assertThat(store.receive("c", 10))
                .extracting(QueueStore.Received::payload)
                .containsExactly("high", "high", "high", "low", "high", "high", "high", "low", "middle", "low");
    }

    @Test
    void withoutFairnessPrioritiesAreStrict() {
        store.configure(QueueSetting.FAIRNESS_EVERY, 0);
        for (int i = 0; i < 100; i++) {
            store.publish(new MessageBuilder("m").priority(i % 10).build());
        }
        assertThat(store.receive("c", 100))
                .extracting(QueueStore.Received::priority)
                .isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void aNackWithoutDelayBringsTheMessageBackToItsPlaceAtOnce() {
        for (int i = 0; i < 5; i++) {
            store.publish("m");
        }
        assertThat(store.receiveIds("c", 3)).containsExactly(1L, 2L, 3L);
        assertThat(store.nack(new Receipt(2, 1), 0, "")).isNull();
        assertThat(store.receive("c", 2))
                .extracting(QueueStore.Received::id, QueueStore.Received::delivery)
                .containsExactly(tuple(2L, 2), tuple(4L, 1));
    }

    @Test
    void messagesThatComeBackInAnyOrderAreReceivedInTheOrderOfTheirIds() {
        for (int i = 0; i < 200; i++) {
            store.publish("m");
        }
        List<Long> ids = new ArrayList<>(store.receiveIds("c", 200));
        List<Long> sorted = List.copyOf(ids);
        Collections.shuffle(ids, new Random(5));
        ids.forEach(id -> store.nack(new Receipt(id, 0), 0, ""));
        assertThat(store.receiveIds("c", 200)).isEqualTo(sorted);
    }

    @Test
    void whatIsReleasedComesBackHoweverOftenItWasDelivered() {
        store.publish("m");
        for (int delivery = 1; delivery <= 9; delivery++) {
            assertThat(store.receiveOne("c").delivery()).isEqualTo(delivery);
            assertThat(store.nack(new Receipt(1, delivery), QueueCodec.RELEASE, ""))
                    .isNull();
        }
        assertThat(store.nack(store.receiveOne("c").receipt(), 0, "")).isNull();
        assertThat(store.receiveIds("c", 1)).isEmpty();
    }

    @Test
    void aNackWithADelayBringsTheMessageBackThen() {
        store.publish("m");
        store.nack(store.receiveOne("c").receipt(), 500, "later");
        assertThat(store.count(MessageState.DELAYED)).isEqualTo(1);
        store.now += 499;
        assertThat(store.receive("c", 1)).isEmpty();
        store.now += 1;
        assertThat(store.receiveOne("c").count()).isEqualTo(2);
    }

    @Test
    void backoffDoublesWithinItsBounds() {
        store.configure(Map.of(
                QueueSetting.MAX_DELIVERIES, 100L,
                QueueSetting.BACKOFF_MIN_MILLIS, 100L,
                QueueSetting.BACKOFF_MAX_MILLIS, 1_500L));
        store.publish("m");
        for (long whole : new long[] {100, 200, 400, 800, 1_500, 1_500, 1_500}) {
            store.nack(store.receiveOne("c").receipt(), QueueCodec.BACKOFF, "");
            long wait = store.shard.nextDeadline() - store.now;
            assertThat(wait).isBetween(whole / 2, whole);
            store.now += wait;
        }
    }

    @Test
    void anExpiredLeaseIsRedeliveredToAnotherConsumer() {
        store.configure(QueueSetting.LEASE_MILLIS, 30_000);
        store.publish("m");
        QueueStore.Received first = store.receiveOne("c1");
        store.now += 29_999;
        assertThat(store.receive("c2", 1)).isEmpty();
        store.now += 1;
        assertThat(store.advance()).isEqualTo(1);
        assertThat(store.ack(first.receipt())).isEqualTo(ErrorCode.LEASE_LOST);
        assertThat(store.count(MessageState.DELAYED)).isEqualTo(1);
        store.now += 1_000;
        QueueStore.Received second = store.receiveOne("c2");
        assertThat(second.delivery()).isEqualTo(2);
        assertThat(store.ack(first.receipt())).isEqualTo(ErrorCode.LEASE_LOST);
        assertThat(store.ack(second.receipt())).isNull();
        assertThat(store.queue().counter(QueueCounter.LEASES_EXPIRED)).isEqualTo(1);
    }

    @Test
    void anAckThatComesLateButBeforeItsLeaseWasEndedIsGood() {
        store.publish("m");
        QueueStore.Received received = store.receiveOne("c");
        store.now += 40_000;
        assertThat(store.ack(received.receipt())).isNull();
        assertThat(store.advance()).isZero();
    }

    @Test
    void extendingALeaseMovesItsEnd() {
        store.publish("m");
        QueueStore.Received received = store.receive("c", 1, 1_000, false).getFirst();
        store.now += 900;
        assertThat(store.extend(received.receipt(), 1_000)).isNull();
        store.now += 999;
        assertThat(store.advance()).isZero();
        assertThat(store.extend(new Receipt(1, 2), 1_000)).isEqualTo(ErrorCode.LEASE_LOST);
        assertThat(store.ack(received.receipt())).isNull();
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void afterItsLastDeliveryAMessageIsADeadLetterWithItsHistory() {
        store.configure(QueueSetting.MAX_DELIVERIES, 3);
        store.publish("poison");
        store.nack(store.receiveOne("c").receipt(), 0, "first");
        store.receiveOne("c");
        store.now += 30_000;
        store.advance();
        store.now += 2_000;
        store.nack(store.receiveOne("c").receipt(), 0, "third");
        assertThat(store.receive("c", 1)).isEmpty();
        assertThat(store.letters())
                .containsExactly(new QueueStore.Letter(
                        1, DeathReason.MAX_DELIVERIES, 1, "third", List.of("nacked@1", "lease_expired@2", "nacked@3")));
        assertThat(Message.lastDiedMillis(store.queue().find(1))).isEqualTo(store.now);
        assertThat(store.ack(new Receipt(1, 3))).isEqualTo(ErrorCode.LEASE_LOST);
    }

    @Test
    void ofItsHistoryAMessageKeepsTheLastEight() {
        store.configure(QueueSetting.MAX_DELIVERIES, 20);
        store.publish(
                new MessageBuilder("m").header("h", "v").key("k").ttl(1_000_000).build());
        for (int i = 1; i <= 11; i++) {
            store.nack(store.receiveOne("c").receipt(), 0, i == 3 ? "x".repeat(2_000) : i < 9 ? "e" + i : "");
        }
        QueueStore.Letter letter = QueueStore.letter(store.queue().find(1));
        assertThat(letter.error()).isEqualTo("e8");
        assertThat(letter.history()).hasSize(8).startsWith("nacked@4").endsWith("nacked@11");
        assertThat(store.receiveOne("c").payload()).isEqualTo("m");
        List<String> headers = new ArrayList<>();
        Message.headers(
                store.queue().find(1), (_, nameLength, _, valueLength) -> headers.add(nameLength + ":" + valueLength));
        assertThat(headers).containsExactly("1:1");
    }

    @Test
    void aRejectedMessageIsADeadLetterAtOnce() {
        store.publish("m");
        assertThat(store.reject(store.receiveOne("c").receipt(), "bad")).isNull();
        assertThat(store.letters())
                .containsExactly(new QueueStore.Letter(1, DeathReason.REJECTED, 1, "bad", List.of("rejected@1")));
        assertThat(store.queue().depth()).isZero();
    }

    @Test
    void aMessageOwnMostDeliveriesGoBeforeTheQueues() {
        store.publish(new MessageBuilder("m").maxDeliveries(1).build());
        store.nack(store.receiveOne("c").receipt(), 0, "");
        assertThat(store.count(MessageState.DEAD)).isEqualTo(1);
    }

    @Test
    void aDelayedMessageIsReceivedAfterItsDelay() {
        store.publish(new MessageBuilder("later").delay(1_000).build());
        store.publish("now");
        assertThat(store.receiveIds("c", 2)).containsExactly(2L);
        store.now += 1_000;
        assertThat(store.receiveIds("c", 2)).containsExactly(1L);
    }

    @Test
    void aMessageThatNobodyReceivesInTimeIsADeadLetter() {
        store.configure(QueueSetting.MESSAGE_TTL_MILLIS, 1_000);
        store.publish("a");
        store.publish(new MessageBuilder("b").ttl(3_000).build());
        store.publish(new MessageBuilder("c").delay(5_000).build());
        store.now += 1_000;
        assertThat(store.receiveIds("c", 5)).containsExactly(2L);
        assertThat(store.letters())
                .extracting(QueueStore.Letter::id, QueueStore.Letter::reason)
                .containsExactly(tuple(1L, DeathReason.EXPIRED), tuple(3L, DeathReason.EXPIRED));
        store.now += 5_000;
        assertThat(store.ack(new Receipt(2, 1)))
                .as("a lease goes before the time to live")
                .isNull();
    }

    @Test
    void manyExpiredMessagesAreNeverHandedOut() {
        store.configure(QueueSetting.MESSAGE_TTL_MILLIS, 1_000);
        for (int i = 0; i < 2_000; i++) {
            store.publish("m");
        }
        store.now += 1_000;
        store.publish("fresh");
        List<QueueStore.Received> received = new ArrayList<>();
        while (received.isEmpty()) {
            received.addAll(store.receive("c", 10));
        }
        assertThat(received).extracting(QueueStore.Received::payload).containsExactly("fresh");
    }

    @Test
    void aFullQueueRefusesABatchAsAWhole() {
        store.configure(QueueSetting.MAX_DEPTH, 3);
        store.publish("a");
        store.publish("b");
        long sequence = store.shard.sequence();
        var two = List.of(QueueStore.message("c"), QueueStore.message("d"));
        assertThat(store.apply(new QueueOperation.Publish(QueueStore.name(), two))
                        .rejection())
                .isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(store.shard.sequence()).isEqualTo(sequence);
        assertThat(store.publish("c")).isEqualTo(3);
        assertThat(store.receiveIds("c", 1)).containsExactly(1L);
        assertThat(store.apply(new QueueOperation.Publish(QueueStore.name(), List.of(QueueStore.message("d"))))
                        .rejection())
                .as("what is leased counts")
                .isEqualTo(ErrorCode.QUEUE_FULL);
    }

    @Test
    void aQueueIsBoundedByBytesToo() {
        store.configure(QueueSetting.MAX_BYTES, 1_000);
        assertThat(store.apply(new QueueOperation.Publish(
                                QueueStore.name(), List.of(QueueStore.message("x".repeat(1_000)))))
                        .rejection())
                .isEqualTo(ErrorCode.QUEUE_FULL);
        store.publish("x".repeat(500));
        assertThat(store.queue().bytes()).isBetween(500L, 600L);
    }

    @Test
    void aQueueThatDropsItsOldestMakesThemDeadLetters() {
        store.configure(Map.of(QueueSetting.MAX_DEPTH, 3L, QueueSetting.OVERFLOW, 1L));
        store.publish("leased");
        store.receiveOne("c");
        for (int i = 0; i < 4; i++) {
            store.publish("m");
        }
        assertThat(store.queue().depth()).isEqualTo(3);
        assertThat(store.letters())
                .extracting(QueueStore.Letter::id, QueueStore.Letter::reason)
                .containsExactly(tuple(2L, DeathReason.MAX_LENGTH), tuple(3L, DeathReason.MAX_LENGTH));
        store.receive("c", 2);
        assertThat(store.apply(new QueueOperation.Publish(QueueStore.name(), List.of(QueueStore.message("x"))))
                        .rejection())
                .as("nothing can be dropped beside what is leased")
                .isEqualTo(ErrorCode.QUEUE_FULL);
    }

    @Test
    void aDuplicateWithinTheWindowGetsTheFirstOnesId() {
        store.configure(QueueSetting.DEDUP_WINDOW_MILLIS, 1_000);
        long first = store.publish(new MessageBuilder("a").dedup("d").build());
        store.ack(store.receiveOne("c").receipt());
        store.now += 999;
        assertThat(store.publish(new MessageBuilder("b").dedup("d").build())).isEqualTo(-first);
        assertThat(store.publish(new MessageBuilder("b").dedup("e").build())).isEqualTo(2);
        store.now += 1;
        assertThat(store.publish(new MessageBuilder("c").dedup("d").build())).isEqualTo(3);
        assertThat(store.queue().counter(QueueCounter.DEDUPLICATED)).isEqualTo(1);
        assertThat(store.advance()).isEqualTo(1);
    }

    @Test
    void duplicatesWithinABatchAreToldApart() {
        var same = new MessageBuilder("a").dedup("d").build();
        var result = store.apply(
                new QueueOperation.Publish(QueueStore.name(), List.of(same, QueueStore.message("b"), same)));
        assertThat(new long[] {result.itemNumber(0), result.itemNumber(1), result.itemNumber(2)})
                .containsExactly(1, 2, -1);
    }

    @Test
    void ofAnOrderingKeyOneMessageIsInFlightAtATime() {
        for (int i = 0; i < 3; i++) {
            store.publish(new MessageBuilder("k" + i).key("k").build());
        }
        store.publish("other");
        assertThat(store.receiveIds("c", 5)).containsExactly(1L, 4L);
        assertThat(store.count(MessageState.WAITING)).isEqualTo(2);
        store.nack(new Receipt(1, 1), 0, "");
        assertThat(store.receiveIds("c", 5)).containsExactly(1L);
        store.ack(new Receipt(1, 2));
        assertThat(store.receiveIds("c", 5)).containsExactly(2L);
        store.reject(new Receipt(2, 1), "");
        assertThat(store.receiveIds("c", 5)).containsExactly(3L);
    }

    @Test
    void aDelayedMessageHoldsUpItsOrderingKey() {
        store.publish(new MessageBuilder("first").key("k").delay(100).build());
        store.publish(new MessageBuilder("second").key("k").build());
        assertThat(store.receive("c", 5)).isEmpty();
        store.now += 100;
        assertThat(store.receiveIds("c", 5)).containsExactly(1L);
    }

    @Test
    void aRedrivenMessageGoesBeforeYoungerOnesOfItsOrderingKey() {
        for (int i = 0; i < 3; i++) {
            store.publish(new MessageBuilder("m").key("k").build());
        }
        store.reject(store.receiveOne("c").receipt(), "");
        redrive(1L);
        assertThat(store.receiveIds("c", 5)).containsExactly(1L);
        store.reject(new Receipt(1, 2), "");
        assertThat(store.receiveIds("c", 5)).containsExactly(2L);
        redrive(1L);
        assertThat(store.receive("c", 5)).as("2 is in flight").isEmpty();
        store.nack(new Receipt(2, 1), 0, "");
        assertThat(store.receive("c", 5))
                .extracting(QueueStore.Received::id, QueueStore.Received::delivery, QueueStore.Received::count)
                .containsExactly(tuple(1L, 3, 1));
    }

    private void redrive(long id) {
        assertThat(store.apply(new QueueOperation.Redrive(QueueStore.name(), List.of(id)))
                        .itemError(0))
                .isNull();
    }
}
