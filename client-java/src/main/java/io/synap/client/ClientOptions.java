package io.synap.client;

import io.synap.client.transport.CallObserver;
import io.synap.client.websocket.WebSocketOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** What a client is made with. Mutable until it is used; not thread-safe. */
public final class ClientOptions {
    private final List<URI> endpoints = new ArrayList<>();
    private final List<CallObserver> observers = new ArrayList<>();
    private Duration deadline = Duration.ofSeconds(10);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration backoffMin = Duration.ofMillis(50);
    private Duration backoffMax = Duration.ofSeconds(5);
    private Duration pingEvery = Duration.ofSeconds(5);
    private Duration silenceMax = Duration.ofSeconds(15);
    private int inFlightMax = 4096;
    private int messageBytesMax = 4 * 1024 * 1024;
    private Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Adds a server to try: {@code ws://host:port}, {@code http://host:port}, or {@code host:port}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public ClientOptions endpoint(String address) {
        endpoints.add(Endpoint.parse(address));
        return this;
    }

    /** How long a call may take altogether, connecting and repeating included; 10 seconds unless said. */
    public ClientOptions deadline(Duration most) {
        deadline = positive("deadline", most);
        return this;
    }

    /** For one attempt to connect; 5 seconds unless said. */
    public ClientOptions connectTimeout(Duration most) {
        connectTimeout = positive("connectTimeout", most);
        return this;
    }

    /** Between rounds of attempts to connect: from 50 ms, doubling, to 5 seconds unless said. */
    public ClientOptions backoff(Duration least, Duration most) {
        backoffMin = positive("backoff", least);
        backoffMax = positive("backoff", most);
        return this;
    }

    /** A silent connection is pinged after the first, and given up after the second; 5 and 15 seconds unless said. */
    public ClientOptions keepAlive(Duration ping, Duration silence) {
        pingEvery = positive("ping", ping);
        silenceMax = positive("silence", silence);
        return this;
    }

    /** Calls that wait for answers, a power of two up to 4,096, which it is unless said; as many more may wait to be sent. */
    public ClientOptions inFlightMax(int calls) {
        inFlightMax = calls;
        return this;
    }

    /**
     * The largest call in bytes: one that takes more fails with BODY_TOO_LARGE. 4 MB unless said, as the server's
     * {@code websocket.message_bytes_max}, which it should not exceed.
     */
    public ClientOptions messageBytesMax(int bytes) {
        if (bytes < 1024) {
            throw new IllegalArgumentException("messageBytesMax must be 1024 or more, not " + bytes);
        }
        messageBytesMax = bytes;
        return this;
    }

    /** Runs subscribers and handlers; virtual threads unless said. It is not shut down with the client. */
    public ClientOptions executor(Executor other) {
        executor = other;
        return this;
    }

    /** Sees every call begin and end. */
    public ClientOptions observer(CallObserver observer) {
        observers.add(observer);
        return this;
    }

    private static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
        return value;
    }

    List<URI> endpoints() {
        return endpoints.isEmpty() ? List.of(Endpoint.parse("127.0.0.1:15500")) : List.copyOf(endpoints);
    }

    List<CallObserver> observers() {
        return List.copyOf(observers);
    }

    Duration deadline() {
        return deadline;
    }

    Executor executor() {
        return executor;
    }

    WebSocketOptions webSocket() {
        return new WebSocketOptions(
                endpoints(),
                connectTimeout,
                backoffMin,
                backoffMax,
                inFlightMax,
                messageBytesMax,
                pingEvery,
                silenceMax);
    }
}
