package io.synap.client.websocket;

import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.transport.Command;
import io.synap.client.transport.Transport;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** Transports and calls as tests need them. Stateless. */
final class Clients {
    static final Command READ = Command.repeatable("kv.get");
    static final Command WRITE = Command.inSession("kv.set");
    static final Command ONCE = Command.once("kv.rename");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Clients() {}

    /** Tries quickly, and finds silence quickly only if that is asked for. */
    static WebSocketOptions options(List<URI> endpoints, int inFlightMax, Duration silence) {
        return new WebSocketOptions(
                endpoints,
                Duration.ofMillis(150),
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                inFlightMax,
                4 * 1024 * 1024,
                silence.dividedBy(3),
                silence);
    }

    static WebSocketTransport of(ScriptedServer server) {
        return of(server, 4096);
    }

    static WebSocketTransport of(ScriptedServer server, int inFlightMax) {
        return new WebSocketTransport(
                options(List.of(server.uri()), inFlightMax, Duration.ofSeconds(60)), SECOND.multipliedBy(20));
    }

    /** Makes a call that has 20 seconds. */
    static Call<Value> call(Transport transport, Command command) {
        return call(transport, command, Duration.ofSeconds(20));
    }

    static Call<Value> call(Transport transport, Command command, Duration deadline) {
        Call<Value> call = new Call<>(
                command, Arguments.none().text("key", "k"), WireValue::tree, System.nanoTime() + deadline.toNanos());
        transport.send(call);
        return call;
    }

    /** Waits for a call that fails. */
    static SynapClientException failure(CompletableFuture<?> call) throws Exception {
        Throwable failure = call.handle((result, failed) -> failed).get(30, TimeUnit.SECONDS);
        Assertions.assertThat(failure).isInstanceOf(SynapClientException.class);
        return (SynapClientException) failure;
    }

    static String result(CompletableFuture<Value> call) throws Exception {
        return call.get(30, TimeUnit.SECONDS).text();
    }
}
