package io.synap.client.websocket;

import static io.synap.client.websocket.Clients.call;
import static io.synap.client.websocket.Clients.failure;
import static io.synap.client.websocket.Clients.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.error.UnavailableException;
import io.synap.client.transport.Call;
import io.synap.client.transport.Command;
import io.synap.client.websocket.ScriptedServer.Script;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At its bounds the transport lets callers wait, and lets pass whoever need not. */
@Timeout(60)
final class BoundsTest {
    /** Answers all but the first, which it answers when it is asked for "go". */
    private static final Script FIRST_LAST = wire -> {
        wire.shakeHands();
        long first = wire.next().id();
        while (true) {
            Asked asked = wire.next();
            if (asked.command().equals("go")) {
                wire.answer(first);
            }
            wire.answer(asked.id());
        }
    };

    @Test
    void readsPassWritesThatHaveNoNumberLeft() throws Exception {
        try (ScriptedServer server = new ScriptedServer(FIRST_LAST);
                WebSocketTransport client = Clients.of(server)) {
            List<Call<Value>> writes = new ArrayList<>();
            for (int i = 0; i < Session.WINDOW + 200; i++) {
                writes.add(call(client, Clients.WRITE));
            }
            assertThat(result(writes.get(Session.WINDOW - 1))).isEqualTo("done");
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
            assertThat(writes.subList(Session.WINDOW, writes.size()))
                    .as("a window behind the first nothing goes on")
                    .noneMatch(CompletableFuture::isDone);

            assertThat(result(call(client, Command.repeatable("go")))).isEqualTo("done");
            for (Call<Value> each : writes) {
                assertThat(result(each)).isEqualTo("done");
            }
        }
    }

    @Test
    void fewCallsWaitAtTheServerAtOnce() throws Exception {
        AtomicInteger waiting = new AtomicInteger();
        Script script = wire -> {
            wire.shakeHands();
            List<Long> waits = new ArrayList<>();
            while (true) {
                Asked asked = wire.next();
                if (asked.command().equals("wait")) {
                    waits.add(asked.id());
                    waiting.set(waits.size());
                } else {
                    for (long each : waits) {
                        wire.answer(each);
                    }
                    waits.clear();
                    wire.answer(asked.id());
                }
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                WebSocketTransport client = Clients.of(server)) {
            List<Call<Value>> waits = new ArrayList<>();
            for (int i = 0; i < 2 * InFlight.WAITS_MAX; i++) {
                Call<Value> call = new Call<>(
                        Command.once("wait"),
                        Arguments.none(),
                        WireValue::tree,
                        System.nanoTime() + TimeUnit.SECONDS.toNanos(20),
                        true);
                client.send(call);
                waits.add(call);
            }
            Awaitility.await().until(() -> waiting.get() == InFlight.WAITS_MAX);
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
            for (Call<Value> each : waits.subList(0, InFlight.WAITS_MAX)) {
                assertThat(result(each)).isEqualTo("done");
            }
            Awaitility.await().until(() -> waiting.get() == InFlight.WAITS_MAX);
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
            for (Call<Value> each : waits) {
                assertThat(result(each)).isEqualTo("done");
            }
        }
    }

    @Test
    void whoeverMayNotWaitIsToldThatThereIsNoRoom() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(wire -> wire.shakeHands().ignoreAll());
                WebSocketTransport client = Clients.of(server, 2)) {
            Duration soon = Duration.ofMillis(300);
            List<Call<Value>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(call(client, Clients.WRITE, soon));
            }
            BlockingQueue<Call<Value>> fromCallback = new LinkedBlockingQueue<>(10);
            var _ = all.getFirst().whenComplete((value, failure) -> {
                for (int i = 0; i < 10; i++) {
                    fromCallback.add(call(client, Clients.READ, soon));
                }
            });
            assertThat(failure(all.getFirst()).code()).isEqualTo("DEADLINE_PASSED");
            Awaitility.await().until(() -> fromCallback.size() == 10);
            List<String> codes = new ArrayList<>();
            for (Call<Value> each : fromCallback) {
                assertThat(failure(each)).isInstanceOf(UnavailableException.class);
                codes.add(failure(each).code());
            }
            assertThat(codes).contains("TOO_MANY_IN_FLIGHT");
        }
    }

    @Test
    void aThreadThatIsInterruptedWhileItWaitsForRoomHasSentNothing() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(wire -> wire.shakeHands().ignoreAll());
                WebSocketTransport client = Clients.of(server, 2)) {
            CompletableFuture<Call<Value>> last = new CompletableFuture<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                Call<Value> call;
                do {
                    call = call(client, Clients.WRITE);
                } while (!Thread.currentThread().isInterrupted());
                last.complete(call);
            });
            Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            caller.interrupt();
            assertThat(failure(last.get(30, TimeUnit.SECONDS))).isInstanceOf(UnavailableException.class);
            assertThat(failure(last.get()).code()).isEqualTo("INTERRUPTED");
            caller.join();
        }
    }

    @Test
    void cancelledCallsMakeRoom() throws Exception {
        Script script = wire -> {
            wire.shakeHands();
            while (true) {
                Asked asked = wire.next();
                if (asked.command().equals("kv.get")) {
                    wire.answer(asked.id());
                }
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                WebSocketTransport client = Clients.of(server, 4)) {
            for (int i = 0; i < 20; i++) {
                assertThat(call(client, Clients.WRITE).cancel(true)).isTrue();
            }
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
        }
    }

    @Test
    void whatWaitsIsBoundedInBytes() throws Exception {
        Backlog backlog = new Backlog(new Session(), 1000, 10_000);
        backlog.put(flight(4_000));
        backlog.put(flight(4_000));
        assertThat(backlog.offer(flight(4_000))).isInstanceOf(UnavailableException.class);
        assertThat(backlog.close()).hasSize(2);
        Backlog empty = new Backlog(new Session(), 1000, 10_000);
        assertThat(empty.offer(flight(100_000)))
                .as("one that is larger goes alone")
                .isNull();
        assertThat(empty.offer(flight(1))).isInstanceOf(UnavailableException.class);
    }

    private static Flight flight(int bytes) {
        return new Flight(
                new Call<>(
                        Clients.READ,
                        Arguments.none().bytes("value", new byte[bytes]),
                        WireValue::tree,
                        System.nanoTime() + TimeUnit.SECONDS.toNanos(20)),
                null);
    }

    @Test
    void aCallbackThatThrowsHurtsNobody() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(wire -> wire.shakeHands().answerAll());
                WebSocketTransport client = Clients.of(server)) {
            CompletableFuture<Object> thrown = call(client, Clients.READ).thenApply(value -> {
                throw new IllegalStateException("in a callback");
            });
            Call<Value> broken = new Call<>(
                    Clients.READ,
                    Arguments.none(),
                    payload -> {
                        throw new AssertionError("in a codec");
                    },
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
            client.send(broken);
            assertThat(failure(broken).code()).isEqualTo("CODEC_FAILED");
            assertThat(thrown).failsWithin(Duration.ofSeconds(20));
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }
}
