package io.synap.server.client;

import static io.synap.server.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.client.error.ClientFault;
import io.synap.client.error.InvalidRequestException;
import io.synap.client.error.RejectedException;
import io.synap.client.error.SynapClientException;
import io.synap.client.queue.BlockingDeadLetters;
import io.synap.client.queue.BlockingQueues;
import io.synap.client.queue.ConsumeOptions;
import io.synap.client.queue.DeadLetterFilter;
import io.synap.client.queue.DeadLetterPage;
import io.synap.client.queue.Delivery;
import io.synap.client.queue.MessageDetail;
import io.synap.client.queue.Nack;
import io.synap.client.queue.Outgoing;
import io.synap.client.queue.Overflow;
import io.synap.client.queue.PublishOptions;
import io.synap.client.queue.Published;
import io.synap.client.queue.PurgeScope;
import io.synap.client.queue.QueuePage;
import io.synap.client.queue.QueueSettings;
import io.synap.client.queue.QueueStats;
import io.synap.client.queue.ReceiveOptions;
import io.synap.client.queue.RedriveOptions;
import io.synap.client.queue.RedriveState;
import io.synap.client.queue.Settlement;
import io.synap.client.queue.StoredMessage;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.DeathReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Every call on queues, against a real server. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueueClientTest {
    private final QueueServer server = new QueueServer();
    private final SynapClient client = server.client();
    private final BlockingQueues<String> queues = client.queues().blocking();

    @BeforeAll
    void createWhatMostUse() {
        assertThat(queues.create("letters", QueueSettings.none().maxDeliveries(1)))
                .isTrue();
    }

    @AfterAll
    void end() {
        client.close();
        server.close();
    }

    @Test
    void aQueueHasTheSettingsThatItWasCreatedWith() {
        QueueSettings wanted = QueueSettings.none()
                .maxDepth(1_000)
                .maxBytes(1_000_000)
                .overflow(Overflow.DROP_OLDEST)
                .lease(Duration.ofSeconds(7))
                .maxDeliveries(9)
                .defaultPriority(2)
                .prefetch(50)
                .messageTtl(Duration.ofMinutes(5))
                .dedupWindow(Duration.ofMinutes(1))
                .backoff(Duration.ofMillis(20), Duration.ofMillis(500))
                .fairnessEvery(8)
                .deadLettersMax(77)
                .deadLetterRetention(Duration.ofHours(1))
                .paused(false);
        assertThat(queues.create("set", wanted)).isTrue();
        QueueSettings settings = queues.stats("set").settings();
        assertThat(settings).isEqualTo(wanted);
        assertThat(settings.lease()).contains(Duration.ofSeconds(7));

        assertThat(queues.create("set", QueueSettings.none().maxDeliveries(3))).isFalse();
        assertThat(queues.stats("set").settings()).isEqualTo(wanted.maxDeliveries(3));
        assertThatThrownBy(() -> queues.createNew("set", wanted))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused ->
                                assertThat(refused.is(ErrorCode.QUEUE_EXISTS)).isTrue());
    }

    @Test
    void queuesAreListedPageByPage() {
        for (String name : List.of("list-a", "list-b", "list-c")) {
            queues.createNew(name, QueueSettings.none());
        }
        assertThat(queues.list().names()).contains("list-a", "list-b", "list-c").isSorted();
        QueuePage first = queues.list(2, Optional.empty());
        assertThat(first.names()).hasSize(2);
        assertThat(queues.list(2, first.cursor()).names()).doesNotContainAnyElementsOf(first.names());
    }

    @Test
    void aMessageIsReceivedWithAllThatItWasPublishedWith() {
        queues.create("mail");
        Instant before = Instant.now().minusSeconds(5);
        Published published = queues.publish(
                "mail",
                "to: ada",
                PublishOptions.none()
                        .priority(7)
                        .ttl(Duration.ofHours(1))
                        .maxDeliveries(5)
                        .orderingKey("ada")
                        .dedupId("4711")
                        .header("trace", "abc")
                        .header("lang", "én"));
        assertThat(published).isEqualTo(new Published(1, false));
        assertThat(queues.publish("mail", "again", PublishOptions.none().dedupId("4711")))
                .isEqualTo(new Published(1, true));

        Delivery<String> delivery = queues.receive("mail").orElseThrow();
        assertThat(delivery.queue()).isEqualTo("mail");
        assertThat(delivery.messageId()).isEqualTo(1);
        assertThat(delivery.receipt()).isEqualTo("1-1");
        assertThat(delivery.payload()).isEqualTo("to: ada");
        assertThat(delivery.priority()).isEqualTo(7);
        assertThat(delivery.deliveryCount()).isEqualTo(1);
        assertThat(delivery.maxDeliveries()).isEqualTo(5);
        assertThat(delivery.orderingKey()).contains("ada");
        assertThat(delivery.headers()).isEqualTo(Map.of("trace", "abc", "lang", "én"));
        assertThat(delivery.publishedAt()).isAfter(before);
        assertThat(delivery.expiresAt().orElseThrow()).isAfter(before.plusSeconds(3_500));
        assertThat(delivery.leaseDeadline()).isAfter(delivery.publishedAt());
        queues.ack(delivery);
        assertThat(queues.length("mail")).isZero();
    }

    @Test
    void payloadsAreWhateverTheCodecMakesOfThem() {
        BlockingQueues<byte[]> bytes = client.queues(Codec.bytes()).blocking();
        bytes.create("bytes");
        byte[] wild = {0, (byte) 0xff, '{', (byte) 0xc3, 0};
        bytes.publish("bytes", wild);
        bytes.publish("bytes", new byte[0]);
        List<Delivery<byte[]>> all =
                bytes.receive("bytes", ReceiveOptions.none().max(5));
        assertThat(all).extracting(Delivery::payload).containsExactly(wild, new byte[0]);
    }

    @Test
    void whatTheCodecCannotReadFailsWhereItIsReadAndCanBeRejected() {
        Codec<Integer> numbers = new Codec<>() {
            @Override
            public byte[] encode(Integer value) {
                return Codec.text().encode(value.toString());
            }

            @Override
            public Integer decode(byte[] bytes) {
                return Integer.valueOf(Codec.text().decode(bytes));
            }
        };
        queues.create("numbers");
        queues.publish("numbers", "many");
        BlockingQueues<Integer> typed = client.queues(numbers).blocking();
        typed.publish("numbers", 12);
        List<Delivery<Integer>> all =
                typed.receive("numbers", ReceiveOptions.none().max(2));
        assertThat(all.get(1).payload()).isEqualTo(12);
        assertThatThrownBy(() -> all.getFirst().payload())
                .hasMessageContaining("message 1 of queue 'numbers'")
                .isInstanceOfSatisfying(
                        SynapClientException.class,
                        failed ->
                                assertThat(failed.is(ClientFault.CODEC_FAILED)).isTrue());
        typed.reject(all.getFirst(), "no number");
        assertThat(typed.stats("numbers").deadLetters()).isEqualTo(1);
    }

    @Test
    void severalArePublishedAndSettledTogether() {
        queues.create("batch");
        assertThat(queues.publishAll("batch", List.of("a", "b", "c")))
                .extracting(Published::messageId)
                .containsExactly(1L, 2L, 3L);
        queues.publishAll("batch", List.of("d"), PublishOptions.none().priority(9));
        queues.publishEach(
                "batch",
                List.of(
                        Outgoing.of("e"),
                        new Outgoing<>("f", PublishOptions.none().delay(Duration.ofHours(1)))));
        List<Delivery<String>> got = queues.receive(
                "batch", ReceiveOptions.none().max(10).consumer("me").lease(Duration.ofMinutes(1)));
        assertThat(got).extracting(Delivery::payload).containsExactly("d", "a", "b", "c", "e");

        assertThat(queues.extendAll(got, Duration.ofMinutes(2)).isComplete()).isTrue();
        assertThat(queues.ackAll(got.subList(0, 2))).isEqualTo(new Settlement(2, List.of()));
        assertThat(queues.nackAll(
                                got.subList(2, 3),
                                Nack.after(Duration.ofHours(1)).because("later"))
                        .done())
                .isEqualTo(1);
        assertThat(queues.rejectAll(got.subList(3, 4), "never").done()).isEqualTo(1);
        Settlement late =
                queues.ackAll("batch", List.of(got.get(0).receipt(), got.get(4).receipt()));
        assertThat(late.done()).isEqualTo(1);
        assertThat(late.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.receipt()).isEqualTo(got.getFirst().receipt());
            assertThat(refused.reason().is(ErrorCode.MESSAGE_NOT_FOUND)).isTrue();
        });
        QueueStats stats = queues.stats("batch");
        assertThat(stats.delayed()).isEqualTo(2);
        assertThat(stats.deadLetters()).isEqualTo(1);
        assertThat(stats.counts().acked()).isEqualTo(3);
        assertThat(stats.counts().published()).isEqualTo(6);
        assertThat(stats.readyByPriority()).hasSize(10);
    }

    @Test
    void aMessageThatIsGivenBackComesAgain() {
        queues.create("again", QueueSettings.none().maxDeliveries(2));
        queues.publish("again", "x");
        Delivery<String> first = queues.receive("again").orElseThrow();
        queues.extend(first, Duration.ofMinutes(1));
        queues.nack(first, Nack.now());
        assertThatThrownBy(() -> queues.ack(first))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.is(ErrorCode.LEASE_LOST)).isTrue());
        Delivery<String> second = queues.receive("again").orElseThrow();
        assertThat(second.deliveryCount()).isEqualTo(2);
        queues.nack(second, Nack.released());
        Delivery<String> third = queues.receive("again").orElseThrow();
        queues.nack(third, Nack.withBackoff().because("it failed three times"));
        StoredMessage letter =
                queues.deadLetters().get("again", third.messageId()).message();
        assertThat(letter.death().orElseThrow().reason()).isEqualTo(DeathReason.MAX_DELIVERIES);
        assertThat(letter.lastError()).contains("it failed three times");
    }

    @Test
    void receivingWaitsForAMessage() throws Exception {
        queues.create("wait");
        assertThat(queues.receive("wait", Duration.ofMillis(20))).isEmpty();
        CompletableFuture<Optional<Delivery<String>>> waiting =
                client.queues().receive("wait", Duration.ofSeconds(30)).toCompletableFuture();
        queues.publish("wait", "now");
        assertThat(waiting.get().orElseThrow().payload()).isEqualTo("now");
        queues.publish("wait", "gone");
        assertThat(queues.receive("wait", ReceiveOptions.none().noAck())).hasSize(1);
        assertThat(queues.stats("wait").inFlight()).isEqualTo(1);
    }

    @Test
    void aPausedQueueHandsOutNothing() {
        queues.create("paused");
        queues.publish("paused", "x");
        queues.pause("paused");
        assertThat(queues.receive("paused")).isEmpty();
        assertThat(queues.stats("paused").settings().paused()).contains(true);
        queues.resume("paused");
        assertThat(queues.receive("paused")).isPresent();
        assertThat(queues.purge("paused", PurgeScope.READY)).isZero();
        assertThat(queues.purge("paused", PurgeScope.ALL)).isEqualTo(1);
        queues.publish("paused", "y");
        assertThat(queues.delete("paused")).isEqualTo(1);
        assertThatThrownBy(() -> queues.length("paused")).isInstanceOfSatisfying(RejectedException.class, refused -> {
            assertThat(refused.is(ErrorCode.QUEUE_NOT_FOUND)).isTrue();
            assertThat(refused).hasCauseInstanceOf(RejectedException.class);
        });
    }

    @Test
    void aMessageCanBeLookedAtWithoutReceivingIt() {
        queues.create("peek");
        queues.publish("peek", "look", PublishOptions.none().delay(Duration.ofHours(1)));
        MessageDetail<String> seen = queues.peek("peek", 1);
        assertThat(seen.payload()).isEqualTo("look");
        assertThat(seen.message().state()).isEqualTo(StoredMessage.State.DELAYED);
        assertThat(seen.message().payloadBytes()).isEqualTo(4);
        assertThat(seen.history()).isEmpty();
        assertThatThrownBy(() -> queues.peek("peek", 99)).hasMessageContaining("MESSAGE_NOT_FOUND");
    }

    @Test
    void deadLettersAreListedInspectedRedrivenAndRemoved() {
        BlockingDeadLetters<String> letters = queues.deadLetters();
        for (String each : List.of("timeout one", "timeout two", "no such address", "other")) {
            queues.publish("letters", each);
            queues.reject(queues.receive("letters").orElseThrow(), each);
        }
        DeadLetterFilter timeouts =
                DeadLetterFilter.all().errorContains("timeout").reason(DeathReason.REJECTED);
        DeadLetterPage page = letters.list("letters", timeouts, 10, Optional.empty());
        assertThat(page.letters())
                .extracting(each -> each.lastError().orElseThrow())
                .containsExactly("timeout one", "timeout two");
        assertThat(page.cursor()).isEmpty();
        DeadLetterPage first = letters.list("letters", DeadLetterFilter.all(), 3, Optional.empty());
        assertThat(letters.list("letters", DeadLetterFilter.all(), 3, first.cursor())
                        .letters())
                .hasSize(1);
        assertThat(letters.list(
                                "letters",
                                DeadLetterFilter.all().diedBefore(Instant.now().minusSeconds(600)),
                                10,
                                Optional.empty())
                        .letters())
                .isEmpty();

        MessageDetail<String> detail = letters.get("letters", 3);
        assertThat(detail.payload()).isEqualTo("no such address");
        assertThat(detail.history()).extracting(MessageDetail.Event::what).isNotEmpty();
        assertThat(detail.message().death().orElseThrow().deaths()).isEqualTo(1);

        RedriveState state = letters.redrive(
                "letters", timeouts, RedriveOptions.none().limit(5).ratePerSecond(10_000));
        assertThat(state.halted()).isFalse();
        assertThat(letters.redriveState("letters").diedAgain()).isZero();
        assertThat(letters.redrive("letters", List.of(3L, 77L)).done()).isEqualTo(1);
        assertThat(letters.remove("letters", List.of(4L)).isComplete()).isTrue();
        until(() -> queues.stats("letters").ready() == 3);
        assertThat(letters.stopRedrive("letters")).isFalse();
        assertThat(letters.purge("letters")).isZero();
        assertThat(queues.purge("letters", PurgeScope.READY)).isEqualTo(3);
    }

    @Test
    void subscribersGetWhatTheyAskForAndHaveNoMoreInHandThanThePrefetch() throws Exception {
        queues.create("flow");
        queues.publishAll("flow", List.of("a", "b", "c", "d", "e"));
        BlockingQueue<Delivery<String>> got = new ArrayBlockingQueue<>(16);
        CompletableFuture<Flow.Subscription> opened = new CompletableFuture<>();
        client.queues()
                .consume(
                        "flow", ConsumeOptions.none().prefetch(3).consumer("me").lease(Duration.ofMinutes(1)))
                .subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        opened.complete(subscription);
                    }

                    @Override
                    public void onNext(Delivery<String> delivery) {
                        got.add(delivery);
                    }

                    @Override
                    public void onError(Throwable reason) {
                        opened.completeExceptionally(reason);
                    }

                    @Override
                    public void onComplete() {}
                });
        Flow.Subscription subscription = opened.get();
        subscription.request(2);
        Delivery<String> first = got.take();
        assertThat(first.payload()).isEqualTo("a");
        assertThat(got.take().payload()).isEqualTo("b");
        until(() -> queues.stats("flow").inFlight() == 3);
        subscription.request(10);
        assertThat(got.take().payload()).isEqualTo("c");
        assertThat(queues.stats("flow").inFlight()).isEqualTo(3);
        queues.ack(first);
        assertThat(got.take().payload()).isEqualTo("d");
        subscription.cancel();
        until(() -> queues.stats("flow").ready() == 4);
    }

    @Test
    void wrongArgumentsAreRefusedWhereTheCallIsMade() {
        assertThatThrownBy(() -> client.queues().publish("", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queue is empty");
        assertThatThrownBy(() -> PublishOptions.none().priority(10))
                .hasMessageContaining("priority must be from 0 to 9");
        assertThatThrownBy(() -> PublishOptions.none().ttl(Duration.ZERO)).hasMessageContaining("ttl");
        assertThatThrownBy(() -> PublishOptions.none().delay(Duration.ofMillis(-1)))
                .hasMessageContaining("delay");
        assertThatThrownBy(() -> ReceiveOptions.none().max(0)).hasMessageContaining("max");
        assertThatThrownBy(() -> ConsumeOptions.none().prefetch(10_001)).hasMessageContaining("prefetch");
        assertThatThrownBy(() -> QueueSettings.none().defaultPriority(-1)).hasMessageContaining("defaultPriority");
        assertThatThrownBy(() -> client.queues().publishAll("q", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.queues().ackAll("q", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.queues().worker("q").concurrency(0)).hasMessageContaining("concurrency");
        assertThatThrownBy(() -> client.queues().worker("q").prefetch(5).handleBatch(10, Duration.ZERO, each -> {}))
                .hasMessageContaining("never gives batches of 10");
    }

    @Test
    void whatTheServerRefusesCarriesItsCodeAndAHint() {
        assertThatThrownBy(() -> queues.publish("nowhere", "x"))
                .isInstanceOfSatisfying(RejectedException.class, failed -> {
                    assertThat(failed.code()).isEqualTo("QUEUE_NOT_FOUND");
                    assertThat(failed.hint()).isEqualTo(ErrorCode.QUEUE_NOT_FOUND.hint());
                });
        queues.create("full", QueueSettings.none().maxDepth(1));
        queues.publish("full", "x");
        assertThatThrownBy(() -> queues.publish("full", "y")).hasMessageContaining("QUEUE_FULL");
        assertThatThrownBy(() -> queues.list(1, Optional.of("!"))).isInstanceOf(InvalidRequestException.class);
    }
}
