package io.synap.server.http.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import io.synap.server.Eventually;
import io.synap.server.completion.RedriveObserver;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.HttpMetrics;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.TestCall;
import io.synap.server.http.live.TestOutlet;
import io.synap.server.node.Expiry;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import io.synap.server.queue.MessageCopies;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.QueueLimits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Subscriptions to a real queue on event loops of their own; publishers and others are the test's thread. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class QueueSubscriptionTest {
    private static final QueueLimits LIMITS = new QueueLimits(64 * 1024, 100);

    private final Engine engine = new Engine(new EngineOptions(42, AccessTracking.NONE, 16 * 1024 * 1024));
    private final Node node = new Node(
            engine,
            null,
            false,
            new MemoryBudget(engine::usedBytes, 0, EvictionPolicy.NOEVICTION),
            Clock.systemUTC(),
            new SplittableRandom(1));
    private final Expiry expiry = new Expiry(node, 10, 1000);
    private final QueueCommands commands = new QueueCommands(node.newAccess(), LIMITS);
    private final NativeText queue = new NativeText().set("jobs");
    private final NativeText text = new NativeText();
    private final List<Loop> loops = List.of(new Loop(), new Loop());

    /** An event loop with its own way to the queues. */
    private final class Loop {
        final EventExecutor executor = new DefaultEventExecutor();
        final QueueHttp http;
        final LiveSource source;

        Loop() {
            CommandRegistry registry = new CommandRegistry(HttpMetrics.NONE);
            http = TestOutlet.on(
                    executor,
                    () -> new QueueHttp(node.newAccess(), LIMITS, HttpLimits.DEFAULTS, RedriveObserver.NONE, registry));
            source = http.livePaths().getFirst().source();
        }

        TestOutlet client(int room) {
            return new TestOutlet(executor, room);
        }
    }

    @BeforeEach
    void create() {
        configure(Map.of());
    }

    @AfterEach
    void close() {
        for (Loop loop : loops) {
            var _ = loop.executor.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
        expiry.close();
        engine.close();
    }

    private void configure(Map<QueueSetting, Long> settings) {
        commands.access().tick();
        commands.configure(queue.address(), queue.length(), Mode.EITHER, settings);
    }

    private void publish(String... payloads) {
        commands.access().tick();
        commands.beginPublish(queue.address(), queue.length());
        for (String payload : payloads) {
            text.set(payload);
            commands.add(text.address(), text.length());
        }
        assertThat(commands.publish().rejection()).isNull();
    }

    private void publish(int from, int to) {
        String[] payloads = new String[to - from];
        for (int i = from; i < to; i++) {
            payloads[i - from] = "m" + i;
        }
        publish(payloads);
    }

    private void ack(long... ids) {
        commands.access().tick();
        commands.beginAck(queue.address(), queue.length());
        for (long id : ids) {
            commands.addDelivery(id, 0);
        }
        commands.settle();
    }

    private List<Long> receive(int most) {
        commands.access().tick();
        MessageCopies messages = new MessageCopies(commands);
        text.set("other");
        commands.receive(queue.address(), queue.length(), text.address(), text.length(), most, 30_000, false, messages);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < messages.count(); i++) {
            ids.add(Long.parseLong(MessageJson.id(messages.message(i))));
        }
        return ids;
    }

    private static void awaitIds(TestOutlet client, String... ids) {
        Eventually.until(() -> client.texts("message_id").size() >= ids.length);
        assertThat(client.texts("message_id")).containsExactly(ids);
    }

    @Test
    void whatIsThereAndWhatComesIsSent() {
        publish("one", "{\"a\":1}");
        TestOutlet client = loops.getFirst().client(100);
        client.open(loops.getFirst().source, "{'queue':'jobs','consumer':'c'}");
        awaitIds(client, "1", "2");
        publish("three");
        awaitIds(client, "1", "2", "3");
        JsonNode first = client.events().getFirst();
        assertThat(first.get("type").textValue()).isEqualTo("message");
        assertThat(first.get("receipt").textValue()).isEqualTo("1-1");
        assertThat(first.get("payload").textValue()).isEqualTo("one");
    }

    @Test
    void noMoreThanThePrefetchIsInHandWhoeverSettles() {
        publish(0, 10);
        TestOutlet client = loops.getFirst().client(100);
        LiveSubscription subscription =
                client.open(loops.getFirst().source, "{'queue':'jobs','consumer':'c','prefetch':2}");
        awaitIds(client, "1", "2");
        ack(2);
        awaitIds(client, "1", "2", "3");
        TestCall bare = new TestCall("{'message_id':'1'}");
        client.run(() -> command(subscription, "ack", bare));
        assertThat(bare.answer()).isEqualTo("{'success':true}");
        awaitIds(client, "1", "2", "3", "4");
        client.run(() -> command(subscription, "nack", new TestCall("{'message_id':'4','requeue':false}")));
        awaitIds(client, "1", "2", "3", "4", "5");
        commands.beginExtend(queue.address(), queue.length(), 60_000);
        commands.addDelivery(5, 1);
        commands.settle();
        commands.purge(queue.address(), queue.length(), Scope.ALL);
        publish("last");
        awaitIds(client, "1", "2", "3", "4", "5", "11");
    }

    private static void command(LiveSubscription subscription, String name, TestCall call) {
        assertThat(subscription.command(name, call)).isTrue();
    }

    @Test
    void aLeaseThatEndsFreesItsPlace() {
        publish("a", "b");
        TestOutlet client = loops.getFirst().client(100);
        configure(Map.of(QueueSetting.BACKOFF_MIN_MILLIS, 60_000L));
        client.open(loops.getFirst().source, "{'queue':'jobs','consumer':'c','prefetch':1,'lease_ms':150}");
        awaitIds(client, "1", "2");
    }

    @Test
    void nothingIsHandedOutWithoutRoom() {
        publish(0, 5);
        TestOutlet client = loops.getFirst().client(0);
        client.open(loops.getFirst().source, "{'queue':'jobs'}");
        assertThat(receive(1)).containsExactly(1L);
        client.give(2);
        awaitIds(client, "2", "3");
        assertThat(receive(1)).containsExactly(4L);
        client.give(5);
        awaitIds(client, "2", "3", "5");
    }

    @Test
    void batchesShareAFrame() {
        publish(0, 7);
        TestOutlet client = loops.getFirst().client(100);
        client.open(loops.getFirst().source, "{'queue':'jobs','batch':3,'prefetch':5}");
        Eventually.until(() -> client.events().size() == 2);
        assertThat(client.events().stream().map(event -> event.get("messages").size()))
                .containsExactly(3, 2);
        assertThat(client.texts("type")).containsExactly("messages", "messages");
        ack(1, 2, 3, 4);
        Eventually.until(() -> client.events().size() == 3);
        assertThat(client.events().getLast().get("messages")).hasSize(2);
    }

    @Test
    void withoutAcksNothingIsInHand() {
        publish(0, 20);
        TestOutlet client = loops.getFirst().client(100);
        client.open(loops.getFirst().source, "{'queue':'jobs','no_ack':true,'prefetch':1}");
        Eventually.until(() -> client.events().size() == 20);
        assertThat(receive(1)).isEmpty();
    }

    @Test
    void subscribersTakeTurns() {
        TestOutlet one = loops.getFirst().client(1000);
        TestOutlet two = loops.getLast().client(1000);
        one.open(loops.getFirst().source, "{'queue':'jobs','consumer':'one'}");
        two.open(loops.getLast().source, "{'queue':'jobs','consumer':'two'}");
        for (int i = 0; i < 20; i++) {
            int sent = i + 1;
            publish("m" + i);
            Eventually.until(() -> one.events().size() + two.events().size() == sent);
        }
        assertThat(one.events()).hasSize(10);
    }

    @Test
    void whatAClosedSubscriptionHadInHandComesBackAtOnceAndNeverDies() {
        configure(Map.of(QueueSetting.MAX_DELIVERIES, 1L));
        publish(0, 600);
        for (int i = 0; i < 3; i++) {
            TestOutlet client = loops.getFirst().client(1000);
            client.open(loops.getFirst().source, "{'queue':'jobs','prefetch':600,'batch':50,'lease_ms':600000}");
            Eventually.until(() -> client.events().size() == 12);
            client.close();
        }
        List<Long> back = new ArrayList<>();
        Eventually.until(() -> {
            back.addAll(receive(600));
            return back.size() == 600;
        });
        assertThat(back).doesNotHaveDuplicates();
    }

    @Test
    void aQueueThatGoesEndsItsSubscriptions() {
        publish("a");
        TestOutlet waiting = loops.getFirst().client(100);
        TestOutlet full = loops.getFirst().client(100);
        full.open(loops.getFirst().source, "{'queue':'jobs','prefetch':1}");
        awaitIds(full, "1");
        waiting.open(loops.getFirst().source, "{'queue':'jobs'}");
        commands.delete(queue.address(), queue.length());
        Eventually.until(() -> waiting.reason() != null && full.reason() != null);
        assertThat(waiting.reason()).isEqualTo(ErrorCode.QUEUE_NOT_FOUND);
        assertThat(full.reason()).isEqualTo(ErrorCode.QUEUE_NOT_FOUND);
        assertThatThrownBy(() -> full.open(loops.getFirst().source, "{'queue':'jobs'}"))
                .isInstanceOf(SynapException.class);
    }

    @Test
    void aPausedQueueGoesOnWhenItIsResumed() {
        commands.pause(queue.address(), queue.length());
        TestOutlet client = loops.getFirst().client(100);
        client.open(loops.getFirst().source, "{'queue':'jobs'}");
        publish("a");
        assertThat(client.events()).isEmpty();
        commands.resume(queue.address(), queue.length());
        awaitIds(client, "1");
    }

    /**
     * Clients that come, take what they are given, settle it here or there or not at all, and go, while others publish.
     * None ever has more than its prefetch, every message is acknowledged in the end, and then a new subscription
     * still gets all that it may: nothing has leaked.
     */
    @Test
    void randomClientsNeverExceedThePrefetchAndLoseNothing() {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        LoggerFactory.getLogger(QueueSubscriptionTest.class).info("seed {} (-Dsynap.seed)", seed);
        Random random = new Random(seed);
        configure(Map.of(
                QueueSetting.BACKOFF_MIN_MILLIS,
                1L,
                QueueSetting.BACKOFF_MAX_MILLIS,
                1L,
                QueueSetting.MAX_DELIVERIES,
                60_000L));
        Set<String> acked = ConcurrentHashMap.newKeySet();
        AtomicInteger most = new AtomicInteger();
        List<TestOutlet> clients = new ArrayList<>();
        int published = 0;
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(6)) {
                case 0 -> clients.add(randomClient(random, acked, most));
                case 1 -> {
                    if (!clients.isEmpty()) {
                        clients.remove(random.nextInt(clients.size())).close();
                    }
                }
                default -> publish(published, published += random.nextInt(1, 20));
            }
        }
        clients.add(randomClient(new Random(seed), acked, most));
        int all = published;
        Eventually.until(() -> acked.size() == all);
        clients.forEach(TestOutlet::close);
        assertThat(most.get()).isLessThanOrEqualTo(0);
        publish(0, 50);
        TestOutlet last = loops.getFirst().client(1000);
        last.open(loops.getFirst().source, "{'queue':'jobs','prefetch':40}");
        Eventually.until(() -> last.events().size() == 40);
    }

    private TestOutlet randomClient(Random random, Set<String> acked, AtomicInteger most) {
        Loop loop = loops.get(random.nextInt(2));
        Random own = new Random(random.nextLong());
        int prefetch = 1 + random.nextInt(10);
        QueueCommands elsewhere = new QueueCommands(node.newAccess(), LIMITS);
        NativeText name = new NativeText().set("jobs");
        Map<String, Long> inHand = new HashMap<>();
        TestOutlet client = new TestOutlet(loop.executor, Integer.MAX_VALUE / 2, event -> {
            for (JsonNode message : event.has("messages") ? event.get("messages") : List.of(event)) {
                inHand.put(
                        message.get("message_id").textValue(),
                        message.get("lease_deadline_ms").longValue());
            }
            // What the server may have given up meanwhile is in nobody's hand.
            inHand.values().removeIf(deadline -> deadline <= System.currentTimeMillis());
            most.accumulateAndGet(inHand.size() - prefetch, Math::max);
            inHand.keySet().removeIf(id -> own.nextInt(3) > 0 && settle(elsewhere, name, id, own.nextInt(4), acked));
        });
        client.open(
                loop.source,
                "{'queue':'jobs','consumer':'c" + own.nextInt(3) + "','prefetch':" + prefetch + ",'batch':"
                        + (1 + own.nextInt(4)) + ",'lease_ms':" + (100 + own.nextInt(200)) + "}");
        return client;
    }

    /** Settles one; true when it is in nobody's hand any more, be it because its lease had ended. */
    private static boolean settle(QueueCommands commands, NativeText queue, String id, int how, Set<String> acked) {
        commands.access().tick();
        if (how == 0) {
            commands.beginNack(queue.address(), queue.length(), 0, 0, 0);
        } else {
            commands.beginAck(queue.address(), queue.length());
        }
        commands.addDelivery(Long.parseLong(id), 0);
        var outcome = commands.settle();
        if (how > 0 && outcome.itemError(0) == null) {
            acked.add(id);
        }
        return true;
    }

    @Test
    void anyCreditMayBeGivenAtFirst() {
        publish(0, 1);
        TestOutlet none = loops.getFirst().client(0);
        none.open(loops.getFirst().source, "{'queue':'jobs','credit':0}");
        none.give(1);
        awaitIds(none, "1");
        TestOutlet much = loops.getFirst().client(1);
        much.open(loops.getFirst().source, "{'queue':'jobs','credit':2147483647}");
    }

    @Test
    void aNameThatIsNoConsumersIsRefused() {
        TestOutlet client = loops.getFirst().client(1);
        for (String arguments : List.of(
                "{'queue':'none'}",
                "{'queue':'jobs','prefetch':0}",
                "{'queue':'jobs','prefetch':10001}",
                "{'queue':'jobs','batch':0}",
                "{'queue':'jobs','consumer':''}",
                "{'queue':'jobs','lease_ms':0}")) {
            assertThatThrownBy(() -> client.open(loops.getFirst().source, arguments))
                    .as(arguments)
                    .isInstanceOf(SynapException.class);
        }
    }
}
