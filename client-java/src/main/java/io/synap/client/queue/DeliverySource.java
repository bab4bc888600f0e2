package io.synap.client.queue;

import io.synap.client.codec.Codec;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Command;
import io.synap.client.transport.Feed;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.BadFrameException;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The messages that the server hands to one worker, many in one event. Thread-safe. It is made for {@link
 * io.synap.client.work.Work}, whose subscriber takes items from several threads at once, and never waits: so they are
 * given to it straight from the transport's thread.
 */
final class DeliverySource<T> implements Flow.Publisher<Held<T>> {
    private static final Command SUBSCRIBE = Command.once("queue.subscribe");
    /** Messages in one event at most. */
    private static final int BATCH_MAX = 512;

    private final WorkerPorts ports;
    private final String queue;
    private final Codec<T> codec;
    private final ConsumeOptions options;
    private final InHand<T> inHand;
    private final LeaseKeeper<T> leases;

    DeliverySource(
            WorkerPorts ports,
            String queue,
            Codec<T> codec,
            ConsumeOptions options,
            InHand<T> inHand,
            LeaseKeeper<T> leases) {
        this.ports = ports;
        this.queue = queue;
        this.codec = codec;
        this.options = options;
        this.inHand = inHand;
        this.leases = leases;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Held<T>> subscriber) {
        Stream stream = new Stream(subscriber);
        subscriber.onSubscribe(stream);
        stream.open();
    }

    private Arguments arguments() {
        int batch = Math.min(BATCH_MAX, Math.max(2, options.prefetch() / 2));
        return options.writeTo(Arguments.none().text("queue", queue), Math.min(batch, options.prefetch()));
    }

    /** One subscription. Thread-safe. */
    private final class Stream implements Flow.Subscription, Feed.Listener {
        private final Flow.Subscriber<? super Held<T>> subscriber;

        // Guarded by this.
        private final ArrayDeque<Held<T>> beyondDemand = new ArrayDeque<>();
        private @Nullable Feed feed;
        private boolean connected;
        private boolean over;
        private long demand;
        /** What the server may still send. */
        private long allowed;

        Stream(Flow.Subscriber<? super Held<T>> subscriber) {
            this.subscriber = subscriber;
        }

        void open() {
            Feed opened =
                    ports.caller().transport().open(new Feed.Request(SUBSCRIBE, arguments(), options.prefetch()), this);
            boolean unwanted;
            synchronized (this) {
                feed = opened;
                unwanted = over;
            }
            if (unwanted) {
                var _ = opened.close();
            } else {
                giveCredit();
            }
        }

        /**
         * As many as at first, though nothing may be asked for: what the worker has is likely to come again, and takes
         * the place of what it waits with.
         */
        @Override
        public synchronized int credit(int usual) {
            beyondDemand.removeIf(inHand::isOver);
            allowed = Math.max(0, usual - beyondDemand.size());
            return (int) allowed;
        }

        @Override
        public void request(long count) {
            List<Held<T>> items;
            synchronized (this) {
                demand += count;
                items = due();
            }
            items.forEach(subscriber::onNext);
            giveCredit();
        }

        private void giveCredit() {
            Feed open;
            long more;
            synchronized (this) {
                open = feed;
                more = demand - allowed - beyondDemand.size();
                if (over || open == null || !connected || more <= 0) {
                    return;
                }
                allowed += more;
            }
            open.credit(more);
        }

        /** What waits and may be given out. */
        private List<Held<T>> due() {
            if (beyondDemand.isEmpty() || demand == 0) {
                return List.of();
            }
            List<Held<T>> items = new ArrayList<>();
            while (demand > 0 && !beyondDemand.isEmpty()) {
                Held<T> item = beyondDemand.remove();
                if (!inHand.isOver(item)) {
                    items.add(item);
                    demand--;
                }
            }
            return items;
        }

        @Override
        public void cancel() {
            var _ = end();
        }

        @Override
        public void opened(Value description) {
            synchronized (this) {
                connected = true;
            }
            leases.ask();
            giveCredit();
        }

        @Override
        public void interrupted() {
            inHand.doubt();
            synchronized (this) {
                connected = false;
            }
        }

        @Override
        public void event(WireEvent event) {
            try {
                switch (event.type()) {
                    case "messages" -> arrived(Received.all(event.get("messages")));
                    case "message" -> arrived(List.of(Received.of(event.members())));
                    default -> arrived(List.of());
                }
            } catch (BadFrameException | NumberFormatException wrong) {
                SynapClientException broken = SynapClientException.of(
                        ClientFault.PROTOCOL_BROKEN, "no message of a queue: " + wrong.getMessage(), wrong);
                if (end()) {
                    subscriber.onError(broken);
                }
            }
        }

        private void arrived(List<Received> messages) {
            List<Held<T>> items = new ArrayList<>(messages.size());
            for (Received each : messages) {
                Delivery<T> delivery = new Delivery<>(queue, each, codec);
                switch (inHand.arrived(delivery, leases.endsNanos())) {
                    case InHand.Arrival.New<T>(Held<T> item) -> items.add(item);
                    case InHand.Arrival.AtWork<T> _ -> {}
                    case InHand.Arrival.Handled<T> _ -> leases.acknowledge(delivery);
                }
            }
            synchronized (this) {
                allowed -= messages.size();
                beyondDemand.addAll(items);
                items = due();
            }
            items.forEach(subscriber::onNext);
            giveCredit();
        }

        @Override
        public void ended(Optional<SynapClientException> reason) {
            inHand.allLost();
            if (end()) {
                reason.ifPresentOrElse(subscriber::onError, subscriber::onComplete);
            }
        }

        /** Whether it was not over before. */
        private boolean end() {
            Feed open;
            List<Held<T>> rest;
            synchronized (this) {
                if (over) {
                    return false;
                }
                over = true;
                open = feed;
                rest = List.copyOf(beyondDemand);
                beyondDemand.clear();
            }
            inHand.forgetAll(rest);
            if (open != null) {
                var _ = open.close();
            }
            return true;
        }
    }
}
