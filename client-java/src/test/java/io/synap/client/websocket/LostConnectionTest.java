package io.synap.client.websocket;

import static io.synap.client.websocket.Clients.call;
import static io.synap.client.websocket.Clients.failure;
import static io.synap.client.websocket.Clients.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.error.IndeterminateException;
import io.synap.client.error.InvalidRequestException;
import io.synap.client.error.SynapClientException;
import io.synap.client.error.UnavailableException;
import io.synap.client.transport.Call;
import io.synap.client.websocket.ScriptedServer.Script;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of calls whose answers do not come. */
@Timeout(60)
final class LostConnectionTest {
    private static final Script WELL = wire -> wire.shakeHands().answerAll();

    /** What happens to one call of each kind that a first connection has taken before it ends like that. */
    private static void endsAndIsMadeAgain(Script ending) throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        Script first = wire -> {
            wire.shakeHands();
            for (int i = 0; i < 3; i++) {
                wire.next();
            }
            await(sent);
            ending.serve(wire);
        };
        try (ScriptedServer server = new ScriptedServer(first, WELL);
                WebSocketTransport client = Clients.of(server)) {
            Call<Value> read = call(client, Clients.READ);
            Call<Value> write = call(client, Clients.WRITE);
            Call<Value> once = call(client, Clients.ONCE);
            sent.countDown();
            SynapClientException failure = failure(once);
            assertThat(failure).isInstanceOf(IndeterminateException.class);
            assertThat(failure.code()).isEqualTo("CONNECTION_LOST");
            assertThat(result(read)).isEqualTo("done");
            assertThat(result(write)).isEqualTo("done");
            assertThat(server.accepted()).isEqualTo(2);
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
    void theServerEndsIt() throws Exception {
        endsAndIsMadeAgain(ServerWire::end);
    }

    @Test
    void theConnectionIsReset() throws Exception {
        endsAndIsMadeAgain(ServerWire::reset);
    }

    @Test
    void theServerStopsAndSaysSo() throws Exception {
        endsAndIsMadeAgain(wire -> wire.close(1001));
    }

    @Test
    void theConnectionIsCutInTheMiddleOfAFrame() throws Exception {
        endsAndIsMadeAgain(wire -> wire.raw(new byte[] {(byte) 0x82, 100, 10, 98, 10}));
    }

    @Test
    void theServerSendsSomethingThatIsNoFrame() throws Exception {
        endsAndIsMadeAgain(wire -> {
            wire.raw("HTTP/1.1 500 Oops\r\n\r\n");
            wire.ignoreAll();
        });
    }

    @Test
    void theServerSendsAFrameThatIsNoProtobuf() throws Exception {
        endsAndIsMadeAgain(wire -> {
            wire.frame(Opcode.BINARY, new byte[] {10, 120, 1});
            wire.ignoreAll();
        });
    }

    @Test
    void theServerSendsText() throws Exception {
        endsAndIsMadeAgain(wire -> {
            wire.frame(Opcode.TEXT, new byte[] {'{', '}'});
            wire.ignoreAll();
        });
    }

    @Test
    void theServerAnnouncesMoreThanAnyoneCanHold() throws Exception {
        endsAndIsMadeAgain(wire -> {
            wire.raw(new byte[] {(byte) 0x82, 127, 0x7f, 0, 0, 0, 0, 0, 0, 0});
            wire.ignoreAll();
        });
    }

    @Test
    void theServerRefusesAWholeFrame() throws Exception {
        endsAndIsMadeAgain(wire -> {
            wire.fail(0, "MALFORMED");
            wire.ignoreAll();
        });
    }

    @Test
    void aReplyThatNeverComesFailsByTheDeadlineWithWhatMayBeConcluded() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(wire -> wire.shakeHands().ignoreAll());
                WebSocketTransport client = Clients.of(server)) {
            Duration soon = Duration.ofMillis(300);
            Call<Value> read = call(client, Clients.READ, soon);
            Call<Value> write = call(client, Clients.WRITE, soon);
            Call<Value> once = call(client, Clients.ONCE, soon);
            assertThat(failure(read)).isInstanceOf(UnavailableException.class);
            assertThat(failure(write)).isInstanceOf(IndeterminateException.class);
            assertThat(failure(once)).isInstanceOf(IndeterminateException.class);
            assertThat(failure(once).code()).isEqualTo("DEADLINE_PASSED");
            assertThat(failure(read).code()).isEqualTo("DEADLINE_PASSED");
            assertThat(server.accepted()).as("the connection itself is well").isEqualTo(1);
        }
    }

    @Test
    void whatWasSentBeforeTheServerWasGoneForGoodIsUndecidedUnlessItReads() throws Exception {
        Script first = wire -> {
            wire.shakeHands();
            wire.next();
            wire.next();
        };
        try (ScriptedServer server = new ScriptedServer(first, ServerWire::reset);
                WebSocketTransport client = Clients.of(server)) {
            Duration soon = Duration.ofMillis(500);
            Call<Value> read = call(client, Clients.READ, soon);
            Call<Value> write = call(client, Clients.WRITE, soon);
            assertThat(failure(write)).isInstanceOf(IndeterminateException.class);
            assertThat(failure(read)).isInstanceOf(UnavailableException.class);
            assertThat(failure(call(client, Clients.ONCE, soon))).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void aConnectionThatIsOpenOnOneSideOnlyIsFoundByItsSilence() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(wire -> wire.shakeHands().ignoreAll(), WELL);
                WebSocketTransport client = new WebSocketTransport(
                        Clients.options(List.of(server.uri()), 64, Duration.ofMillis(300)), Duration.ofSeconds(5))) {
            assertThat(result(call(client, Clients.WRITE))).isEqualTo("done");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatAnswersPingsIsNotSilentAndItsOwnAreAnswered() throws Exception {
        BlockingQueue<ServerWire> wires = new LinkedBlockingQueue<>(10);
        Script patient = wire -> {
            wires.add(wire.shakeHands());
            wire.frame(Opcode.PING, new byte[] {'a', 'b'});
            while (true) {
                wire.next();
            }
        };
        try (ScriptedServer server = new ScriptedServer(patient);
                WebSocketTransport client = new WebSocketTransport(
                        Clients.options(List.of(server.uri()), 64, Duration.ofMillis(200)), Duration.ofSeconds(5))) {
            assertThat(wires.take().pongs().take()).isEqualTo("ab");
            assertThat(failure(call(client, Clients.READ, Duration.ofMillis(800)))
                            .code())
                    .isEqualTo("DEADLINE_PASSED");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void callsAreRepeatedInTheirOrderWithTheirNumbersBeforeNewOnes() throws Exception {
        int calls = 500;
        BlockingQueue<Long> numbers = new LinkedBlockingQueue<>(10_000);
        CountDownLatch some = new CountDownLatch(1);
        Script takes = wire -> {
            wire.shakeHands();
            wire.next();
            wire.next();
            some.countDown();
        };
        Script second = wire -> {
            wire.shakeHands();
            for (int i = 0; i < calls; i++) {
                Asked asked = wire.next();
                numbers.add(asked.number());
                wire.answer(asked.id());
            }
            wire.answerAll();
        };
        try (ScriptedServer server = new ScriptedServer(takes, takes, takes, second);
                WebSocketTransport client = Clients.of(server)) {
            List<Call<Value>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                all.add(call(client, Clients.WRITE));
                if (i == calls / 2) {
                    await(some);
                }
            }
            for (Call<Value> each : all) {
                assertThat(result(each)).isEqualTo("done");
            }
            List<Long> expected = new ArrayList<>();
            for (long i = 1; i <= calls; i++) {
                expected.add(i);
            }
            assertThat(numbers).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aCallThatIsTooLargeFailsAloneAndAtOnce() throws Exception {
        try (ScriptedServer server = new ScriptedServer(WELL);
                WebSocketTransport client = Clients.of(server)) {
            Call<Value> large = large(5 * 1024 * 1024);
            client.send(large);
            assertThat(large).isDone();
            assertThat(failure(large)).isInstanceOf(InvalidRequestException.class);
            assertThat(failure(large).code()).isEqualTo("BODY_TOO_LARGE");
            assertThat(result(call(client, Clients.WRITE))).isEqualTo("done");
        }
    }

    @Test
    void aCallThatIsTooLargeForTheServerDoesNotEndTheNextConnectionToo() throws Exception {
        Script strict = wire -> {
            wire.shakeHands();
            Asked first = wire.next();
            Asked second = wire.next();
            assertThat(List.of(first.command(), second.command())).contains("kv.get");
            wire.close(1009);
        };
        try (ScriptedServer server = new ScriptedServer(strict, WELL);
                WebSocketTransport client = Clients.of(server)) {
            Call<Value> small = call(client, Clients.READ);
            Call<Value> large = large(1024 * 1024);
            client.send(large);
            assertThat(failure(large)).isInstanceOf(InvalidRequestException.class);
            assertThat(result(small)).isEqualTo("done");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    private static Call<Value> large(int bytes) {
        return new Call<>(
                Clients.WRITE,
                Arguments.none().bytes("value", new byte[bytes]),
                WireValue::tree,
                System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
    }
}
