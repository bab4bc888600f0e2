package io.synap.client.transport;

import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.List;
import java.util.Optional;

/** A transport whose subscriptions are seen by observers; its calls are observed where they are made. Thread-safe. */
public final class ObservedTransport implements Transport {
    private final Transport transport;
    private final List<CallObserver> observers;

    private ObservedTransport(Transport transport, List<CallObserver> observers) {
        this.transport = transport;
        this.observers = observers;
    }

    /** The transport itself where nobody observes it. */
    public static Transport around(Transport transport, List<CallObserver> observers) {
        return observers.isEmpty() ? transport : new ObservedTransport(transport, List.copyOf(observers));
    }

    @Override
    public void send(Call<?> call) {
        transport.send(call);
    }

    @Override
    public Feed open(Feed.Request request, Feed.Listener listener) {
        return transport.open(request, new Observed(request.command(), listener));
    }

    @Override
    public boolean isConnected() {
        return transport.isConnected();
    }

    @Override
    public void close() {
        transport.close();
    }

    /** Confined to whoever tells the listener, one thread at a time. */
    private final class Observed implements Feed.Listener {
        private final Command command;
        private final Feed.Listener listener;
        private boolean opened;

        Observed(Command command, Feed.Listener listener) {
            this.command = command;
            this.listener = listener;
        }

        @Override
        public void opened(Value description) {
            boolean again = opened;
            opened = true;
            observers.forEach(each -> each.feedOpened(command, again));
            listener.opened(description);
        }

        @Override
        public int credit(int usual) {
            return listener.credit(usual);
        }

        @Override
        public void event(WireEvent event) {
            for (CallObserver observer : observers) {
                observer.feedEvent(command);
            }
            listener.event(event);
        }

        @Override
        public void interrupted() {
            listener.interrupted();
        }

        @Override
        public void ended(Optional<SynapClientException> reason) {
            observers.forEach(each -> each.feedEnded(command, opened, reason.map(Throwable.class::cast)));
            listener.ended(reason);
        }
    }
}
