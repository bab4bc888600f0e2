package io.synap.server.client;

import static io.synap.server.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.SynapClient;
import io.synap.client.change.Change;
import io.synap.client.change.ChangeItem;
import io.synap.client.change.ChangeOptions;
import io.synap.client.change.ChangePage;
import io.synap.client.codec.Codec;
import io.synap.client.error.SynapClientException;
import io.synap.client.live.Listening;
import io.synap.client.live.Live;
import io.synap.client.live.LiveItems;
import io.synap.client.presence.Member;
import io.synap.client.presence.PresenceItem;
import io.synap.client.pubsub.BlockingPubSub;
import io.synap.client.pubsub.PubSubItem;
import io.synap.client.pubsub.SubscribeOptions;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.process.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Channels, presence and changes. */
@Timeout(60)
final class ChannelClientTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static SynapClient client;
    private static BlockingPubSub<String> pubsub;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder.resolve("data"), "presence.grace_millis=10");
        client = SynapClient.connect("127.0.0.1:" + server.httpPort());
        pubsub = client.pubsub().blocking();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void aMessageGoesToWhoeverIsSubscribedWhenItIsPublished() {
        assertThat(pubsub.publish("orders.eu", "nobody").subscribers()).isZero();
        try (LiveItems<PubSubItem<String>> items = Live.items(client.pubsub().subscribe("orders.>", "orders.eu"))) {
            assertThat(pubsub.publish("orders.eu", "{\"n\": 1}", Map.of("trace", "4711"))
                            .subscribers())
                    .isEqualTo(2);
            PubSubItem.Message<String> message = message(items);
            assertThat(message.channel()).isEqualTo("orders.eu");
            assertThat(message.payload()).isEqualTo("{\"n\": 1}");
            assertThat(message.metadata()).isEqualTo(Map.of("trace", "4711"));
            assertThat(items.poll(Duration.ofMillis(50)))
                    .as("once for both patterns")
                    .isEmpty();
            assertThat(pubsub.channels("orders.*")).containsExactly("orders.eu");
            assertThat(pubsub.subscribers("orders.eu")).isEqualTo(1);
            assertThat(pubsub.stats().patterns()).isEqualTo(1);
        }
        until(() -> pubsub.subscribers("orders.eu") == 0);
    }

    @Test
    void payloadsOfAnyBytesArrive() {
        byte[] bytes = {0, -1, (byte) 0xc3, 0x28};
        try (LiveItems<PubSubItem<byte[]>> items =
                Live.items(client.pubsub(Codec.bytes()).subscribe("raw"))) {
            client.pubsub(Codec.bytes()).blocking().publish("raw", bytes);
            assertThat(((PubSubItem.Message<byte[]>) items.poll(SOON).orElseThrow()).payload())
                    .isEqualTo(bytes);
        }
    }

    @Test
    void aQueueGroupSharesItsMessages() {
        SubscribeOptions group = SubscribeOptions.usual().group("workers");
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        try (Listening _ = Live.forEach(client.pubsub().subscribe(List.of("jobs"), group), each -> seen.add("a"));
                Listening _ = Live.forEach(client.pubsub().subscribe(List.of("jobs"), group), each -> seen.add("b"))) {
            for (int i = 0; i < 10; i++) {
                assertThat(pubsub.publish("jobs", "j" + i).subscribers()).isEqualTo(1);
            }
            until(() -> seen.size() == 10);
            assertThat(seen).contains("a", "b");
        }
    }

    @Test
    void whoIsTooSlowIsToldHowManyMessagesAreMissing() {
        SubscribeOptions few =
                SubscribeOptions.usual().buffer(1).serverBuffer(2).policy(SubscribeOptions.Policy.DROP_OLDEST);
        try (LiveItems<PubSubItem<String>> items =
                Live.items(hesitant(client.pubsub().subscribe(List.of("fast"), few)))) {
            for (int i = 0; i < 100; i++) {
                pubsub.publish("fast", "m" + i);
            }
            long told = 0;
            long missing = 0;
            while (told + missing < 100) {
                switch (items.poll(SOON).orElseThrow()) {
                    case PubSubItem.Message<String> _ -> told++;
                    case PubSubItem.Gap<String>(var dropped) -> missing += dropped;
                    case PubSubItem.Reconnected<String> _ -> throw new AssertionError("nothing was lost");
                }
            }
            assertThat(missing).isPositive();
        }
    }

    @Test
    void whoIsTooSlowEndsUnderTheOtherPolicy() {
        SubscribeOptions few =
                SubscribeOptions.usual().buffer(1).serverBuffer(1).policy(SubscribeOptions.Policy.DISCONNECT);
        try (LiveItems<PubSubItem<String>> items =
                Live.items(hesitant(client.pubsub().subscribe(List.of("cut"), few)))) {
            for (int i = 0; i < 100; i++) {
                pubsub.publish("cut", "m" + i);
            }
            String code = "none";
            try {
                while (items.hasNext()) {
                    items.next();
                }
            } catch (SynapClientException ended) {
                code = ended.code();
            }
            assertThat(code).isEqualTo(ErrorCode.SLOW_CONSUMER.name());
        }
    }

    /** One whose subscriber asks for nothing until a hundred messages were published. */
    private static Flow.Publisher<PubSubItem<String>> hesitant(Flow.Publisher<PubSubItem<String>> publisher) {
        long before = pubsub.stats().published();
        return subscriber -> publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long count) {
                        Thread.ofVirtual().start(() -> {
                            until(() -> pubsub.stats().published() >= before + 100);
                            subscription.request(count);
                        });
                    }

                    @Override
                    public void cancel() {
                        subscription.cancel();
                    }
                });
            }

            @Override
            public void onNext(PubSubItem<String> item) {
                subscriber.onNext(item);
            }

            @Override
            public void onError(Throwable reason) {
                subscriber.onError(reason);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }

    @Test
    void membersComeAndGo() {
        var presence = client.presence();
        try (LiveItems<PresenceItem> items =
                Live.items(presence.watchAs("lobby", "ann", Optional.of("{\"name\":\"Ann\"}")))) {
            assertThat(items.poll(SOON)).contains(new PresenceItem.Opened("lobby", 1));
            try (Listening _ = presence.join("lobby", "bob", "{\"name\":\"Bob\"}")) {
                assertThat(told(items, PresenceItem.Joined.class, "bob").members())
                        .isEqualTo(2);
                List<Member> members = presence.list("lobby").stream().toList();
                assertThat(members.stream().map(Member::id)).containsExactly("ann", "bob");
                assertThat(members.getFirst().info()).contains("{\"name\":\"Ann\"}");
                assertThat(presence.count("lobby").toCompletableFuture().join()).isEqualTo(2);
            }
            assertThat(told(items, PresenceItem.Left.class, "bob").members()).isEqualTo(1);
        }
    }

    @Test
    void changesAreReadAndFollowedFromACursor() {
        var changes = client.changes().blocking();
        ChangeOptions users = ChangeOptions.all().families("kv").matching("user:*");
        String now = changes.read(users, 10).cursor();
        try (LiveItems<ChangeItem> items = Live.items(client.changes().follow(users.behind(now)))) {
            client.kv().blocking().set("user:1", "Ann");
            client.kv().blocking().set("other", "x");
            client.kv().blocking().delete("user:1");

            ChangePage page = changes.read(users.behind(now), 10, SOON);
            Change first = page.changes().getFirst();
            assertThat(first.operation()).isEqualTo("set");
            assertThat(first.name()).contains("user:1");
            assertThat(new String(first.value().orElseThrow(), StandardCharsets.UTF_8))
                    .isEqualTo("Ann");
            ChangeItem.Changed set = (ChangeItem.Changed) items.poll(SOON).orElseThrow();
            ChangeItem.Changed del = (ChangeItem.Changed) items.poll(SOON).orElseThrow();
            assertThat(List.of(set.change().operation(), del.change().operation()))
                    .containsExactly("set", "del");
            assertThat(set.cursor()).isNotEmpty();
        }
    }

    private static PresenceItem told(LiveItems<PresenceItem> items, Class<? extends PresenceItem> kind, String member) {
        while (true) {
            PresenceItem item = items.poll(SOON).orElseThrow();
            String about = switch (item) {
                case PresenceItem.Joined joined -> joined.member();
                case PresenceItem.Left left -> left.member();
                case PresenceItem.Opened _, PresenceItem.PassedOver _ -> "";
            };
            if (kind.isInstance(item) && about.equals(member)) {
                return item;
            }
        }
    }

    private static PubSubItem.Message<String> message(LiveItems<PubSubItem<String>> items) {
        return (PubSubItem.Message<String>) items.poll(SOON).orElseThrow();
    }
}
