package io.synap.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueSetting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of dead letters. */
final class QueueRedriveTest {
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
    void aLetterRedrivenByItsIdBeginsAnewAndKeepsItsHistory() {
        die(1, "bad");
        assertThat(store.apply(new QueueOperation.Redrive(QueueStore.name(), List.of(1L, 2L)))
                        .itemError(1))
                .isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
        assertThat(store.letters()).isEmpty();
        QueueStore.Received again = store.receiveOne("c");
        assertThat(again).isEqualTo(new QueueStore.Received(1, 2, 1, 4, "m"));
        store.reject(again.receipt(), "");
        assertThat(store.letters())
                .containsExactly(new QueueStore.Letter(
                        1, DeathReason.REJECTED, 2, "bad", List.of("rejected@1", "redriven@1", "rejected@2")));
        assertThat(Message.firstDiedMillis(store.queue().find(1))).isEqualTo(store.now);
    }

    @Test
    void aFullQueueTakesNoLetterBack() {
        die(1, "");
        store.configure(QueueSetting.MAX_DEPTH, 1);
        store.publish("m");
        assertThat(store.apply(new QueueOperation.Redrive(QueueStore.name(), List.of(1L)))
                        .itemError(0))
                .isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(begin(0, "", 0, 0, 0, 0)).isZero();
        assertThat(store.advance()).isZero();
        store.ack(store.receiveOne("c").receipt());
        store.now += 1_000;
        store.advance();
        assertThat(store.receiveIds("c", 5)).containsExactly(1L);
    }

    @Test
    void onlyWhatMatchesIsRedriven() {
        die(3, "timeout of upstream");
        long between = store.now += 10;
        die(2, "no such user");
        store.publish(new MessageBuilder("m").ttl(5).build());
        store.now += 5;
        store.advance();
        assertThat(begin(DeathReason.EXPIRED.code(), "", 0, 0, 0, 0)).isEqualTo(1);
        assertThat(begin(0, "such", 0, 0, 1, 0)).isEqualTo(1);
        assertThat(begin(0, "", 0, between, 0, 0)).isEqualTo(3);
        assertThat(begin(0, "timeout", 0, 0, 0, 0)).isZero();
        assertThat(store.letters()).extracting(QueueStore.Letter::id).containsExactly(5L);
        assertThat(store.receiveIds("c", 10)).containsExactly(1L, 2L, 3L, 4L, 6L);
        assertThat(Message.ttlDeadline(store.queue().find(6))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aRateSpreadsTheLettersOverTime() {
        die(30, "");
        assertThat(begin(0, "", 0, 0, 0, 10)).isEqualTo(1);
        for (int second = 1; second <= 2; second++) {
            for (int i = 0; i < 10; i++) {
                store.now += 100;
                store.advance();
            }
            assertThat(store.count(MessageState.READY)).isEqualTo(1 + 10 * second);
        }
        assertThat(store.queue().redrive()).isEqualTo(new RedriveStatus(true, false, 21, 0));
        store.now += 60_000;
        store.advance();
        assertThat(store.count(MessageState.READY)).isEqualTo(30);
        store.now += 1_000;
        store.advance();
        assertThat(store.queue().redrive().active()).isFalse();
        assertThat(store.shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void afterAPauseARedriveGoesOnWithASecondsWorth() {
        die(100, "");
        begin(0, "", 0, 0, 0, 10);
        store.now += 60_000;
        store.advance();
        assertThat(store.count(MessageState.READY)).isBetween(10L, 12L);
    }

    @Test
    void manyLettersAreRedrivenInSlices() {
        die(2_500, "");
        assertThat(begin(0, "", 0, 0, 0, 0)).isEqualTo(1_000);
        store.advance();
        assertThat(store.count(MessageState.READY)).isEqualTo(2_500);
    }

    @Test
    void aRedriveHaltsWhenHalfOfWhatItPublishedDiesAgain() {
        die(100, "");
        begin(0, "", 0, 0, 0, 10);
        for (int i = 0; i < 9; i++) {
            store.now += 100;
            store.advance();
        }
        assertThat(store.queue().redrive().redriven()).isEqualTo(10);
        store.receive("c", 5).forEach(each -> store.ack(each.receipt()));
        store.receive("c", 4).forEach(each -> store.reject(each.receipt(), "again"));
        assertThat(store.queue().redrive().halted()).isFalse();
        store.reject(store.receiveOne("c").receipt(), "again");
        assertThat(store.queue().redrive()).isEqualTo(new RedriveStatus(true, true, 10, 5));
        store.now += 10_000;
        assertThat(store.advance()).isZero();
        assertThat(store.apply(new QueueOperation.EndRedrive(QueueStore.name())).number())
                .isEqualTo(1);
        assertThat(store.apply(new QueueOperation.EndRedrive(QueueStore.name())).applied())
                .isFalse();
        assertThat(begin(0, "again", 0, 0, 0, 0)).as("another may be begun").isEqualTo(5);
    }

    @Test
    void whatDiesAfterARedriveBeganIsNoPartOfIt() {
        die(3, "");
        begin(0, "", 0, 0, 0, 1);
        store.reject(store.receiveOne("c").receipt(), "again");
        for (int i = 0; i < 10; i++) {
            store.now += 1_000;
            store.advance();
        }
        assertThat(store.queue().redrive()).isEqualTo(new RedriveStatus(false, false, 3, 1));
        assertThat(store.letters()).hasSize(1);
    }

    @Test
    void ofTooManyDeadLettersTheOldestGo() {
        store.configure(QueueSetting.DEAD_LETTERS_MAX, 3);
        die(5, "");
        assertThat(store.letters()).extracting(QueueStore.Letter::id).containsExactly(3L, 4L, 5L);
        store.configure(QueueSetting.DEAD_LETTERS_MAX, 1);
        store.advance();
        assertThat(store.letters()).extracting(QueueStore.Letter::id).containsExactly(5L);
        store.configure(QueueSetting.DEAD_LETTERS_MAX, 0);
        store.advance();
        die(1, "");
        assertThat(store.letters()).isEmpty();
        assertThat(store.queue().counter(QueueCounter.DEAD_LETTERS_DROPPED)).isEqualTo(6);
    }

    @Test
    void deadLettersAreKeptForTheirTime() {
        store.configure(QueueSetting.DEAD_LETTER_RETENTION_MILLIS, 1_000);
        die(1, "");
        store.now += 500;
        die(1, "");
        store.now += 499;
        assertThat(store.advance()).isZero();
        store.now += 1;
        assertThat(store.advance()).isEqualTo(1);
        assertThat(store.letters()).extracting(QueueStore.Letter::id).containsExactly(2L);
    }

    private void die(int messages, String error) {
        for (int i = 0; i < messages; i++) {
            store.publish("m");
            store.reject(store.receiveOne("c").receipt(), error);
        }
    }

    /** Returns how many were redriven at once. */
    private long begin(int reason, String error, long diedFrom, long diedBefore, long most, int perSecond) {
        return store.apply(new QueueOperation.BeginRedrive(
                        QueueStore.name(), reason, Bytes.utf8(error), diedFrom, diedBefore, most, perSecond))
                .number();
    }
}
