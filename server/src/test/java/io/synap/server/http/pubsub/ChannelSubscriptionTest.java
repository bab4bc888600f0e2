package io.synap.server.http.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.Eventually;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.HttpMetrics;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.TestOutlet;
import io.synap.server.pubsub.DropReason;
import io.synap.server.pubsub.PubSub;
import io.synap.server.pubsub.PubSubLimits;
import io.synap.server.pubsub.PubSubMeter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions to a real hub; the test's thread publishes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ChannelSubscriptionTest {
    private final PubSub hub = new PubSub(new PubSubLimits(10, 64, 1 << 16), Clock.systemUTC(), () -> PubSubMeter.NONE);
    private final EventExecutor loop = new DefaultEventExecutor();
    private final LiveSource source = TestOutlet.on(
            loop,
            () -> new PubSubHttp(
                            hub,
                            new ChannelLimits(4, 10_000, false),
                            HttpLimits.DEFAULTS,
                            new SplittableRandom(1),
                            new CommandRegistry(HttpMetrics.NONE))
                    .livePaths()
                    .getFirst()
                    .source());

    @AfterEach
    void stop() {
        var _ = loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private int publish(String channel, String... payloads) {
        int reached = 0;
        for (String payload : payloads) {
            reached += hub.publish(
                    hub.message(bytes(channel), bytes(payload), payload.equals("h") ? Map.of("a", "b") : Map.of()));
        }
        // What has been handed over is there once the loop has come to this, and what it then flushes.
        TestOutlet.on(loop, () -> 0);
        TestOutlet.on(loop, () -> 0);
        return reached;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private TestOutlet client(int room, String arguments) {
        TestOutlet client = new TestOutlet(loop, room);
        client.open(source, arguments);
        return client;
    }

    @Test
    void messagesAreTheJsonThatWasPublished() {
        TestOutlet client = client(10, "{'channels':['a.b']}");
        assertThat(publish("a.b", "{\"x\":[1, 2]}", "plain", "h")).isEqualTo(3);
        hub.publish(hub.message(bytes("a.b"), new byte[] {(byte) 0xff}, Map.of()));
        Eventually.until(() -> client.events().size() == 4);
        JsonNode first = client.events().getFirst();
        assertThat(first.get("type").textValue()).isEqualTo("message");
        assertThat(first.get("topic").textValue()).isEqualTo("a.b");
        assertThat(first.get("payload").toString()).isEqualTo("{\"x\":[1,2]}");
        assertThat(client.events().get(1).get("payload").textValue()).isEqualTo("plain");
        assertThat(client.events().get(2).get("metadata").toString()).isEqualTo("{\"a\":\"b\"}");
        assertThat(client.events().get(3).get("payload_base64").textValue()).isEqualTo("/w==");
    }

    @Test
    void aMessageThatSeveralTopicsMatchComesOnce() {
        TestOutlet client = client(10, "{'channels':['a.b','a.*','a.>','other']}");
        publish("a.b", "one");
        publish("a.c", "two");
        publish("b", "none");
        assertThat(client.texts("payload")).containsExactly("one", "two");
    }

    @Test
    void aGroupSharesItsMessages() {
        List<TestOutlet> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(client(100, "{'channels':['jobs'],'group':'g'}"));
        }
        for (int i = 0; i < 30; i++) {
            assertThat(publish("jobs", "m")).isEqualTo(1);
        }
        clients.forEach(each -> assertThat(each.events()).hasSize(10));
    }

    @Test
    void whatCannotBeTakenWaitsInItsOrder() {
        TestOutlet client = client(1, "{'channels':['a']}");
        publish("a", "1", "2", "3");
        assertThat(client.texts("payload")).containsExactly("1");
        client.give(1);
        publish("a", "4");
        client.give(10);
        publish("a", "5");
        assertThat(client.texts("payload")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void whoIsTooSlowIsToldSoAndLetGo() {
        TestOutlet client = client(0, "{'channels':['a']}");
        publish("a", "1", "2", "3", "4");
        assertThat(client.reason()).isNull();
        publish("a", "5");
        assertThat(client.reason()).isEqualTo(ErrorCode.SLOW_CONSUMER);
        assertThat(hub.subscriptions()).isZero();
        assertThat(hub.slowConsumers()).isEqualTo(1);
    }

    @Test
    void bytesThatWaitHaveABoundToo() {
        TestOutlet client = client(0, "{'channels':['a']}");
        publish("a", "x".repeat(6_000), "y".repeat(6_000));
        assertThat(client.reason()).isEqualTo(ErrorCode.SLOW_CONSUMER);
    }

    @Test
    void theOldestGiveWayAndTheGapIsWhereTheyWere() {
        TestOutlet client = client(1, "{'channels':['a'],'policy':'drop-oldest','buffer':2}");
        publish("a", "1", "2", "3", "4", "5");
        client.give(10);
        publish("a", "6");
        assertThat(client.texts("type")).containsExactly("message", "gap", "message", "message", "message");
        assertThat(client.texts("payload")).containsExactly("1", "4", "5", "6");
        assertThat(client.texts("dropped")).containsExactly("2");
        assertThat(hub.dropped(DropReason.SUBSCRIBER_BUFFER)).isEqualTo(2);
    }

    /** It has lost all that waited, and then takes messages again: the group must not pass it over for ever. */
    @Test
    void whoTakesMessagesAgainIsNotFull() {
        TestOutlet slow = client(0, "{'channels':['a'],'group':'g','policy':'drop-oldest','buffer':1}");
        publish("a", "x".repeat(12_000));
        slow.give(10);
        client(10, "{'channels':['a'],'group':'g'}");
        publish("a", "1", "2", "3", "4");
        assertThat(slow.texts("type")).containsExactly("gap", "message", "message");
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() {
        TestOutlet client = new TestOutlet(loop, 10);
        for (String arguments : List.of(
                "{}",
                "{'channels':[]}",
                "{'channels':['']}",
                "{'channels':['a','b.>.c']}",
                "{'channels':['a'],'policy':'x'}",
                "{'channels':['a'],'buffer':5}",
                "{'channels':['1','2','3','4','5','6','7','8','9','10','11']}")) {
            assertThatThrownBy(() -> client.open(source, arguments))
                    .as(arguments)
                    .isInstanceOf(SynapException.class);
        }
        assertThat(hub.subscriptions()).isZero();
        client.open(source, "{'channels':'one'}");
        client.close();
        client.close();
        assertThat(hub.subscriptions()).isZero();
    }
}
