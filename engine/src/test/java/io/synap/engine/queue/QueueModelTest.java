package io.synap.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.Outcome;
import io.synap.engine.Seed;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.QueueSetting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random histories of a queue beside a simple model. */
final class QueueModelTest {
    @Test
    void everyOperationDoesWhatTheModelDoes() {
        SplittableRandom random = Seed.random("everyOperationDoesWhatTheModelDoes");
        for (int round = 0; round < 12; round++) {
            RandomQueueHistory history = new RandomQueueHistory(random, false);
            ModelQueue model = new ModelQueue();
            try (QueueStore store = new QueueStore(random.nextLong())) {
                for (int i = 0; i < 4_000; i++) {
                    Operation operation = history.next();
                    String context = round + "." + i + ": " + operation;
                    model.apply(operation, history.now);
                    store.now = history.now;
                    List<QueueStore.Received> received = new ArrayList<>();
                    Outcome outcome = store.apply(operation, received);
                    history.received(received);
                    assertThat(outcome.rejection()).as(context).isEqualTo(model.rejection);
                    assertThat(received).as(context).isEqualTo(model.received);
                    assertThat(outcome.applied()).as(context).isEqualTo(model.applied);
                    assertThat(outcome.number()).as(context).isEqualTo(model.number);
                    assertItems(context, outcome, model);
                    assertThat(store.shard.sequence()).as(context).isEqualTo(model.sequence);
                    assertThat(store.shard.nextDeadline()).as(context).isEqualTo(model.nextDeadline());
                    if (model.exists && i % 5 == 0) {
                        assertSame(context, store.queue(), model);
                        assertOneInFlightPerKey(context, model);
                    }
                    if (i % 7 == 0) {
                        store.shard.tidy();
                    }
                }
            }
        }
    }

    private static void assertItems(String context, Outcome outcome, ModelQueue model) {
        assertThat(outcome.count()).as(context).isEqualTo(model.errors.size());
        for (int item = 0; item < outcome.count(); item++) {
            assertThat(outcome.itemError(item)).as(context).isEqualTo(model.errors.get(item));
            assertThat(outcome.itemNumber(item)).as(context).isEqualTo(model.numbers.get(item));
        }
    }

    private static void assertSame(String context, Queue queue, ModelQueue model) {
        Map<MessageState, Long> counts = new HashMap<>();
        Set<String> consumers = new HashSet<>();
        for (ModelMessage item : model.live.values()) {
            long message = queue.find(item.id);
            assertThat(message).as(context + ", message " + item.id).isNotZero();
            assertThat(Message.state(message)).as(context).isEqualTo(item.state);
            assertThat(QueueStore.received(message))
                    .as(context)
                    .isEqualTo(
                            new QueueStore.Received(item.id, item.delivery, item.count, item.priority, item.payload()));
            counts.merge(item.state, 1L, Long::sum);
            if (item.leased()) {
                consumers.add(item.consumer);
            }
        }
        for (MessageState state : MessageState.values()) {
            long expected = state == MessageState.DEAD ? model.letters.size() : counts.getOrDefault(state, 0L);
            assertThat(queue.count(state)).as(context + ", " + state).isEqualTo(expected);
        }
        for (int priority = 0; priority < 10; priority++) {
            int each = priority;
            assertThat(queue.readyCount(priority))
                    .as(context)
                    .isEqualTo(model.live.values().stream()
                            .filter(item -> item.priority == each && item.state == MessageState.READY)
                            .count());
        }
        assertThat(queue.depth()).as(context).isEqualTo(model.live.size());
        assertThat(queue.bytes()).as(context).isEqualTo(model.bytes());
        assertThat(queue.consumersInFlight()).as(context).isEqualTo(consumers.size());
        assertThat(letters(queue))
                .as(context)
                .isEqualTo(model.letters.values().stream()
                        .map(item -> item.id + " " + item.reason)
                        .toList());
    }

    private static List<String> letters(Queue queue) {
        List<String> letters = new ArrayList<>();
        long cursor = 0;
        do {
            cursor = queue.deadLetters(
                    cursor, 4, letter -> letters.add(Message.id(letter) + " " + Message.deathReason(letter)));
        } while (cursor != 0);
        return letters;
    }

    private static void assertOneInFlightPerKey(String context, ModelQueue model) {
        Set<String> leased = new HashSet<>();
        for (ModelMessage item : model.live.values()) {
            String key = item.message.orderingKey().toString();
            if (item.leased() && !key.isEmpty()) {
                assertThat(leased.add(key)).as(context + ", key " + key).isTrue();
            }
        }
    }

    @Test
    void nothingIsLostAndNothingComesTwiceButByRedelivery() {
        SplittableRandom random = Seed.random("nothingIsLostAndNothingComesTwiceButByRedelivery");
        try (QueueStore store = new QueueStore(random.nextLong())) {
            store.configure(QueueSetting.MAX_DELIVERIES, 60_000);
            Set<String> acknowledged = new HashSet<>();
            Map<Long, QueueStore.Received> inFlight = new HashMap<>();
            int published = 0;
            while (acknowledged.size() < 5_000) {
                store.now += random.nextInt(400);
                for (int i = random.nextInt(20); i > 0 && published < 5_000; i--) {
                    store.publish(new MessageBuilder("m" + published++)
                            .priority(random.nextInt(10))
                            .key(random.nextInt(3) == 0 ? "k" + random.nextInt(50) : "")
                            .delay(random.nextInt(5) == 0 ? 100 : 0)
                            .build());
                }
                for (QueueStore.Received each : store.receive("c" + random.nextInt(5), random.nextInt(1, 30))) {
                    QueueStore.Received before = inFlight.put(each.id(), each);
                    assertThat(each.delivery()).isEqualTo(before == null ? 1 : before.delivery() + 1);
                    assertThat(acknowledged).doesNotContain(each.payload());
                }
                for (QueueStore.Received each : List.copyOf(inFlight.values())) {
                    int what = random.nextInt(10);
                    if (what < 5 && store.ack(each.receipt()) == null) {
                        assertThat(acknowledged.add(each.payload())).isTrue();
                        inFlight.remove(each.id());
                    } else if (what == 5) {
                        store.nack(each.receipt(), random.nextInt(2) * 50L, "");
                    }
                }
            }
            assertThat(store.queue().depth()).isZero();
            assertThat(store.queue().counter(QueueCounter.ACKED)).isEqualTo(5_000);
        }
    }
}
