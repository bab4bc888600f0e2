package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.transport.Command;
import io.synap.client.transport.Feed;
import io.synap.client.transport.Transport;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import io.synap.client.wire.WireValue;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The subscriptions of a client, opened again on each new connection. Thread-safe. */
final class Feeds {
    private static final Command CREDIT = Command.once("subscription.credit");
    private static final Command CLOSE = Command.repeatable("subscription.close");

    private final Transport transport;
    private final long deadlineNanos;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final AtomicLong named = new AtomicLong();

    Feeds(Transport transport, long deadlineNanos) {
        this.transport = transport;
        this.deadlineNanos = deadlineNanos;
    }

    Feed open(Feed.Request request, Feed.Listener listener) {
        Open feed = new Open("c" + named.incrementAndGet(), request, listener);
        open.put(feed.name, feed);
        feed.subscribe();
        return feed;
    }

    void event(WireEvent event) {
        Open feed = open.get(event.subscription());
        if (feed != null) {
            feed.event(event);
        }
    }

    /** The connection is lost. */
    void interrupted() {
        open.values().forEach(Open::interrupted);
    }

    /** There is a new one. */
    void reopen() {
        open.values().forEach(Open::subscribe);
    }

    void close() {
        new ArrayList<>(open.values())
                .forEach(each -> each.end(Optional.of(SynapClientException.of(ClientFault.CLIENT_CLOSED))));
    }

    private <T> Call<T> call(Command command, Arguments arguments, Call.Decoder<T> decoder) {
        return new Call<>(command, arguments, decoder, System.nanoTime() + deadlineNanos);
    }

    /** One of them. Thread-safe; its listener is told under its lock. */
    private final class Open implements Feed {
        private final String name;
        private final Request request;
        private final Listener listener;
        private Optional<String> cursor;
        private boolean subscribing;
        private boolean over;

        Open(String name, Request request, Listener listener) {
            this.name = name;
            this.request = request;
            this.cursor = request.cursor();
            this.listener = listener;
        }

        void subscribe() {
            Arguments arguments;
            synchronized (this) {
                if (over || subscribing) {
                    return;
                }
                subscribing = true;
                arguments = request.arguments()
                        .copy()
                        .text("subscription", name)
                        .integer("credit", listener.credit(request.credit()));
                cursor.ifPresent(behind -> arguments.text("cursor", behind));
            }
            Call<Value> call = call(Command.once(request.command().name()), arguments, WireValue::tree);
            var _ = call.whenComplete((description, failure) -> answered(description, failure));
            transport.send(call);
        }

        private synchronized void answered(Value description, Throwable failure) {
            subscribing = false;
            if (failure instanceof SynapClientException known) {
                if (known.is(ClientFault.CONNECTION_LOST)) {
                    return; // The next connection subscribes again.
                }
                end(Optional.of(known));
            } else if (!over) {
                if (cursor.isEmpty()) {
                    cursor = description.get("cursor").textIfAny();
                }
                listener.opened(description);
            }
        }

        synchronized void event(WireEvent event) {
            if (over) {
                return;
            }
            if (event.type().equals("end")) {
                end(Optional.of(SynapClientException.ofServer(
                        event.get("code").text(), event.get("error").text())));
                return;
            }
            if (event.cursor().isPresent()) {
                cursor = event.cursor();
            }
            listener.event(event);
        }

        synchronized void interrupted() {
            if (!over) {
                listener.interrupted();
            }
        }

        synchronized void end(Optional<SynapClientException> reason) {
            if (!over) {
                over = true;
                open.remove(name);
                listener.ended(reason);
            }
        }

        @Override
        public void credit(long more) {
            transport.send(
                    call(CREDIT, Arguments.none().text("subscription", name).integer("credit", more), WireValue::tree));
        }

        @Override
        public CompletionStage<Void> close() {
            end(Optional.empty());
            Call<Value> closing = call(CLOSE, Arguments.none().text("subscription", name), WireValue::tree);
            transport.send(closing);
            CompletableFuture<Void> closed = new CompletableFuture<>();
            // A server that cannot be told any more has closed it with the connection.
            var _ = closing.whenComplete((answer, failure) -> closed.complete(null));
            return closed;
        }
    }
}
