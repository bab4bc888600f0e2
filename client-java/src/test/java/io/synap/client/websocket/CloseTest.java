package io.synap.client.websocket;

import static io.synap.client.websocket.Clients.call;
import static io.synap.client.websocket.Clients.failure;
import static io.synap.client.websocket.Clients.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.error.IndeterminateException;
import io.synap.client.error.UnavailableException;
import io.synap.client.transport.Call;
import io.synap.client.websocket.ScriptedServer.Script;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A closed client leaves nothing behind. */
@Timeout(60)
final class CloseTest {
    private static final Script WELL = wire -> wire.shakeHands().answerAll();
    private static final Script SILENT = wire -> wire.shakeHands().ignoreAll();

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("synap-client"))
                .count();
    }

    @Test
    void everyCallFailsWithWhatMayBeConcluded() throws Exception {
        try (ScriptedServer server = new ScriptedServer(SILENT)) {
            WebSocketTransport client = Clients.of(server);
            Call<Value> read = call(client, Clients.READ);
            Call<Value> write = call(client, Clients.WRITE);
            Call<Value> once = call(client, Clients.ONCE);
            Awaitility.await().until(client::isConnected);
            assertThat(failure(call(client, Clients.READ, Duration.ofMillis(100)))
                            .code())
                    .as("by now all are sent")
                    .isEqualTo("DEADLINE_PASSED");
            client.close();
            client.close();
            assertThat(List.of(failure(read), failure(write), failure(once)))
                    .allMatch(each -> each.code().equals("CLIENT_CLOSED"));
            assertThat(failure(read)).isInstanceOf(UnavailableException.class);
            assertThat(failure(write)).isInstanceOf(IndeterminateException.class);
            assertThat(failure(once)).isInstanceOf(IndeterminateException.class);
            assertThat(failure(call(client, Clients.WRITE))).isInstanceOf(UnavailableException.class);
            assertThat(threads()).isZero();
        }
    }

    @Test
    void itMayBeClosedFromACallback() throws Exception {
        try (ScriptedServer server = new ScriptedServer(WELL)) {
            WebSocketTransport client = Clients.of(server);
            CompletableFuture<Boolean> onItsThread = call(client, Clients.READ).thenApply(value -> {
                boolean its = ClientThread.isCurrent();
                client.close();
                return its;
            });
            assertThat(onItsThread.get(30, TimeUnit.SECONDS)).isIn(true, false);
            assertThat(failure(call(client, Clients.READ)).code()).isEqualTo("CLIENT_CLOSED");
            Awaitility.await().until(() -> threads() == 0);
        }
    }

    @Test
    void itMayBeClosedWhileOthersSend() throws Exception {
        try (ScriptedServer server = new ScriptedServer(WELL)) {
            for (int round = 0; round < 20; round++) {
                WebSocketTransport client = Clients.of(server, 16);
                ConcurrentLinkedQueue<Call<Value>> all = new ConcurrentLinkedQueue<>();
                CountDownLatch sending = new CountDownLatch(4);
                List<Thread> callers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    callers.add(Thread.ofPlatform().start(() -> {
                        Call<Value> last;
                        do {
                            last = call(client, Clients.WRITE);
                            all.add(last);
                            sending.countDown();
                        } while (!last.isCompletedExceptionally());
                    }));
                }
                assertThat(sending.await(30, TimeUnit.SECONDS)).isTrue();
                client.close();
                for (Thread each : callers) {
                    each.join();
                }
                for (Call<Value> each : all) {
                    assertThat(each.handle((value, failure) -> failure == null ? "done" : failure.getMessage())
                                    .get(30, TimeUnit.SECONDS))
                            .matches("done|CLIENT_CLOSED.*");
                }
            }
        }
    }

    @Test
    void fiftyClientsLeaveNoThreadBehind() throws Exception {
        try (ScriptedServer server = new ScriptedServer(WELL)) {
            int before = Thread.activeCount();
            for (int i = 0; i < 50; i++) {
                try (WebSocketTransport client = Clients.of(server)) {
                    assertThat(result(call(client, Clients.READ))).isEqualTo("done");
                }
                assertThat(threads()).isZero();
            }
            assertThat(Thread.activeCount()).isEqualTo(before);
        }
    }

    @Test
    void itMayBeClosedBeforeItIsConnected() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ServerWire::ignoreAll)) {
            WebSocketTransport client = Clients.of(server);
            Call<Value> waiting = call(client, Clients.ONCE);
            Awaitility.await().until(() -> server.accepted() > 0);
            client.close();
            assertThat(failure(waiting)).isInstanceOf(UnavailableException.class);
            assertThat(threads()).isZero();
        }
    }

    @Test
    void aServerThatStopsReadingDoesNotKeepItOpen() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Script deaf = wire -> {
            wire.shakeHands();
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        try (ScriptedServer server = new ScriptedServer(deaf)) {
            WebSocketTransport client = Clients.of(server);
            List<CompletableFuture<?>> all = new ArrayList<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 64; i++) {
                    Call<Value> call = new Call<>(
                            Clients.READ,
                            Arguments.none().bytes("value", new byte[512 * 1024]),
                            WireValue::tree,
                            System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
                    all.add(call);
                    client.send(call);
                }
            });
            Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            client.close();
            caller.join();
            for (CompletableFuture<?> each : all) {
                assertThat(failure(each).code()).isEqualTo("CLIENT_CLOSED");
            }
            assertThat(threads()).isZero();
            end.countDown();
        }
    }

    @Test
    void aClosedClientIsForgotten() throws Exception {
        try (ScriptedServer server = new ScriptedServer(WELL)) {
            WeakReference<WebSocketTransport> gone = usedAndClosed(server);
            Awaitility.await().until(() -> {
                List<byte[]> pressure = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    pressure.add(new byte[1024 * 1024]);
                }
                return gone.refersTo(null) || pressure.isEmpty();
            });
        }
    }

    private static WeakReference<WebSocketTransport> usedAndClosed(ScriptedServer server) throws Exception {
        try (WebSocketTransport client = Clients.of(server)) {
            assertThat(result(call(client, Clients.READ))).isEqualTo("done");
            return new WeakReference<>(client);
        }
    }
}
