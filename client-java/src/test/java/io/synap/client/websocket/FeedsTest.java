package io.synap.client.websocket;

import static io.synap.client.websocket.Clients.call;
import static io.synap.client.websocket.Clients.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Command;
import io.synap.client.transport.Feed;
import io.synap.client.websocket.ScriptedServer.Script;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions outlive connections. */
@Timeout(60)
final class FeedsTest {
    private static final Feed.Request ROOM = new Feed.Request(
            Command.repeatable("stream.subscribe"), Arguments.none().text("room", "r"), 10);

    /** Writes down what it is told. */
    private static class Heard implements Feed.Listener {
        final BlockingQueue<String> words = new LinkedBlockingQueue<>(100_000);

        @Override
        public void opened(Value description) {
            words.add("opened");
        }

        @Override
        public void event(WireEvent event) {
            words.add(event.type() + " " + event.cursor().orElse("-"));
        }

        @Override
        public void interrupted() {
            words.add("interrupted");
        }

        @Override
        public void ended(Optional<SynapClientException> reason) {
            words.add("ended " + reason.map(SynapClientException::code).orElse("-"));
        }

        void tells(String... expected) throws InterruptedException {
            for (String each : expected) {
                assertThat(words.poll(30, TimeUnit.SECONDS)).isEqualTo(each);
            }
        }
    }

    /** Answers the next subscription; returns it. */
    private static Asked subscribed(ServerWire wire) throws IOException {
        Asked asked = wire.next();
        assertThat(asked.command()).isEqualTo("stream.subscribe");
        wire.answerSubscription(asked.id());
        return asked;
    }

    private static String name(Asked subscribe) {
        return subscribe.texts().getOrDefault("subscription", "");
    }

    @Test
    void oneIsResumedBehindItsLastEvent() throws Exception {
        BlockingQueue<Asked> second = new LinkedBlockingQueue<>(10);
        Script first = wire -> {
            wire.shakeHands();
            Asked asked = subscribed(wire);
            wire.event(name(asked), "event", "7", "");
            wire.event(name(asked), "event", "8", "");
        };
        Script next = wire -> {
            wire.shakeHands();
            Asked asked = subscribed(wire);
            second.add(asked);
            wire.event(name(asked), "event", "9", "");
            wire.ignoreAll();
        };
        Heard heard = new Heard();
        try (ScriptedServer server = new ScriptedServer(first, next);
                WebSocketTransport client = Clients.of(server)) {
            var _ = client.open(ROOM, heard);
            heard.tells("opened", "event 7", "event 8", "interrupted", "opened", "event 9");
            assertThat(second.take().texts()).containsEntry("cursor", "8");
        }
        heard.tells("ended CLIENT_CLOSED");
    }

    @Test
    void whatItsListenerStillHoldsIsNoCreditOnTheNextConnection() throws Exception {
        BlockingQueue<Long> credits = new LinkedBlockingQueue<>(10);
        Script script = wire -> {
            wire.shakeHands();
            credits.add(subscribed(wire).integers().get("credit"));
        };
        Script last = wire -> {
            wire.shakeHands();
            subscribed(wire);
            Asked asked = wire.next();
            assertThat(asked.command()).isEqualTo("subscription.credit");
            credits.add(asked.integers().get("credit"));
            wire.answerAll();
        };
        AtomicInteger held = new AtomicInteger();
        Heard heard = new Heard() {
            @Override
            public int credit(int usual) {
                return usual - held.getAndAdd(3);
            }
        };
        try (ScriptedServer server = new ScriptedServer(script, script, last);
                WebSocketTransport client = Clients.of(server)) {
            Feed feed = client.open(ROOM, heard);
            heard.tells("opened", "interrupted", "opened", "interrupted", "opened");
            feed.credit(4);
            assertThat(credits.take()).isEqualTo(10);
            assertThat(credits.take()).isEqualTo(7);
            assertThat(credits.take()).isEqualTo(4);
        }
    }

    @Test
    void creditThatIsGivenWithoutAConnectionIsNotGivenToTheNext() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        BlockingQueue<String> commands = new LinkedBlockingQueue<>(10);
        Script first = wire -> {
            wire.shakeHands();
            subscribed(wire);
        };
        Script second = wire -> {
            await(gone);
            wire.shakeHands();
            subscribed(wire);
            Asked asked = wire.next();
            commands.add(asked.command());
            wire.answer(asked.id());
            wire.answerAll();
        };
        Heard heard = new Heard();
        try (ScriptedServer server = new ScriptedServer(first, second);
                WebSocketTransport client = Clients.of(server)) {
            Feed feed = client.open(ROOM, heard);
            heard.tells("opened", "interrupted");
            feed.credit(5);
            gone.countDown();
            heard.tells("opened");
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
            assertThat(commands.take()).isEqualTo("kv.get");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aServerThatCannotOpenItAgainYetIsAskedUntilItCan() throws Exception {
        Script first = wire -> {
            wire.shakeHands();
            subscribed(wire);
        };
        Script starting = wire -> {
            wire.shakeHands();
            for (int refused = 0; refused < 3; ) {
                Asked asked = wire.next();
                if (asked.command().equals("stream.subscribe")) {
                    wire.fail(asked.id(), "OVERLOADED");
                    refused++;
                } else {
                    wire.fail(asked.id(), "SUBSCRIPTION_NOT_FOUND");
                }
            }
            wire.answerAll();
        };
        Heard heard = new Heard();
        try (ScriptedServer server = new ScriptedServer(first, starting);
                WebSocketTransport client = Clients.of(server)) {
            var _ = client.open(ROOM, heard);
            heard.tells("opened", "interrupted", "opened");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatStopsDoesNotEndIt() throws Exception {
        Script stops = wire -> {
            wire.shakeHands();
            wire.event(name(subscribed(wire)), "end", "1", "SHUTTING_DOWN");
            wire.close(1001);
        };
        Heard heard = new Heard();
        try (ScriptedServer server =
                        new ScriptedServer(stops, wire -> wire.shakeHands().answerAll());
                WebSocketTransport client = Clients.of(server)) {
            var _ = client.open(ROOM, heard);
            heard.tells("opened", "interrupted", "opened");
        }
    }

    @Test
    void whatTheServerSaysForGoodEndsIt() throws Exception {
        Script first = wire -> {
            wire.shakeHands();
            subscribed(wire);
        };
        Script expired = wire -> {
            wire.shakeHands();
            wire.fail(wire.next().id(), "CURSOR_EXPIRED");
            wire.event(name(subscribed(wire)), "end", "1", "ROOM_NOT_FOUND");
            wire.answerAll();
        };
        Heard heard = new Heard();
        Heard other = new Heard();
        try (ScriptedServer server = new ScriptedServer(first, expired);
                WebSocketTransport client = Clients.of(server)) {
            var _ = client.open(ROOM, heard);
            heard.tells("opened", "interrupted", "ended CURSOR_EXPIRED");
            var _ = client.open(ROOM, other);
            other.tells("opened", "ended ROOM_NOT_FOUND");
        }
        assertThat(heard.words).isEmpty();
        assertThat(other.words).isEmpty();
    }

    @Test
    void oneThatWasNeverOpenEndsWhenThereIsNoServerForLong() throws Exception {
        Heard heard = new Heard();
        try (ScriptedServer server = new ScriptedServer(ServerWire::reset);
                WebSocketTransport client = new WebSocketTransport(
                        Clients.options(List.of(server.uri()), 64, Duration.ofSeconds(60)), Duration.ofMillis(200))) {
            var _ = client.open(ROOM, heard);
            heard.tells("ended NOT_CONNECTED");
        }
    }

    @Test
    void oneWhoseOpeningWasLostEndsWhenThereIsNoServerForLong() throws Exception {
        Script loses = wire -> {
            wire.shakeHands();
            wire.next();
            wire.reset();
        };
        Heard heard = new Heard();
        try (ScriptedServer server = new ScriptedServer(loses, ServerWire::reset);
                WebSocketTransport client = new WebSocketTransport(
                        Clients.options(List.of(server.uri()), 64, Duration.ofSeconds(60)), Duration.ofMillis(500))) {
            var _ = client.open(ROOM, heard);
            heard.tells("ended NOT_CONNECTED");
        }
    }

    @Test
    void oneThatIsClosedWhileItIsBeingOpenedIsClosedAtTheServerToo() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        BlockingQueue<Asked> after = new LinkedBlockingQueue<>(10);
        Script script = wire -> {
            wire.shakeHands();
            Asked asked = wire.next();
            await(closed);
            wire.answerSubscription(asked.id());
            Asked next = wire.next();
            after.add(next);
            wire.answer(next.id());
            wire.answerAll();
        };
        Heard heard = new Heard();
        try (ScriptedServer server = new ScriptedServer(script);
                WebSocketTransport client = Clients.of(server)) {
            Feed feed = client.open(ROOM, heard);
            Awaitility.await().until(client::isConnected);
            var stage = feed.close().toCompletableFuture();
            assertThat(stage).isNotDone();
            closed.countDown();
            stage.get(30, TimeUnit.SECONDS);
            assertThat(after.take().command()).isEqualTo("subscription.close");
            heard.tells("ended -");
            assertThat(heard.words).isEmpty();
        }
    }

    @Test
    void tenThousandAreOpenedAgainSomeHundredAtATime() throws Exception {
        int feeds = 10_000;
        AtomicInteger most = new AtomicInteger();
        Script all = wire -> {
            wire.shakeHands();
            List<Long> unanswered = new ArrayList<>();
            for (int i = 0; i < feeds; i++) {
                unanswered.add(wire.next().id());
                most.accumulateAndGet(unanswered.size(), Math::max);
                if (unanswered.size() == 200) {
                    for (long each : unanswered) {
                        wire.answerSubscription(each);
                    }
                    unanswered.clear();
                }
            }
        };
        Heard heard = new Heard();
        try (ScriptedServer server =
                        new ScriptedServer(all, wire -> wire.shakeHands().answerAll());
                WebSocketTransport client = Clients.of(server)) {
            for (int i = 0; i < feeds; i++) {
                var _ = client.open(ROOM, heard);
            }
            Awaitility.await().until(() -> heard.words.size() == 3 * feeds);
            assertThat(heard.words.stream().filter("opened"::equals)).hasSize(2 * feeds);
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
            assertThat(most.get()).isLessThanOrEqualTo(256);
        }
    }

    @Test
    void aListenerMayHoldALockOfItsOwn() throws Exception {
        int events = 2_000;
        Object lock = new Object();
        AtomicInteger told = new AtomicInteger();
        Script script = wire -> {
            wire.shakeHands();
            Asked asked = subscribed(wire);
            for (int i = 0; i < events; i++) {
                wire.event(name(asked), "event", "" + i, "");
            }
            wire.answerAll();
        };
        Feed.Listener listener = new Heard() {
            @Override
            public void event(WireEvent event) {
                synchronized (lock) {
                    told.incrementAndGet();
                }
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                WebSocketTransport client = Clients.of(server)) {
            Feed feed = client.open(ROOM, listener);
            while (told.get() < events) {
                synchronized (lock) {
                    feed.credit(1);
                }
            }
            synchronized (lock) {
                var _ = feed.close();
            }
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
        }
    }
}
