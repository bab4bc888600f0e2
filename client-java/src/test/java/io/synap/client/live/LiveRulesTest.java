package io.synap.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.WireEvent;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Subscriptions by the rules of the Reactive Streams specification 1.0.4, whose numbers the comments say. */
final class LiveRulesTest {
    private static final int BUFFER = 16;
    private static final ItemReader<Integer> NUMBERS = event -> event.type().equals("event")
            ? Optional.of(Math.toIntExact(event.get("n").integer()))
            : Optional.empty();

    private final FakeFeed server = new FakeFeed();
    private final Steps steps = new Steps();
    private final Recorder<Integer> subscriber = new Recorder<>();

    private LivePublisher<Integer> publisher(Executor executor, ItemReader<Integer> reader) {
        return new LivePublisher<>(
                server, executor, Command.repeatable("test.subscribe"), Arguments.none(), BUFFER, reader);
    }

    private void subscribe(ItemReader<Integer> reader) {
        publisher(steps, reader).subscribe(subscriber);
        steps.run();
        server.opened();
    }

    private void subscribe() {
        subscribe(NUMBERS);
    }

    /** 1.1: no more than was requested. */
    @Test
    void nothingComesThatWasNotRequested() {
        subscribe();
        assertThat(server.send(5)).isEqualTo(5);
        steps.run();
        assertThat(subscriber.items).isEmpty();
        subscriber.request(2);
        steps.run();
        assertThat(subscriber.items).containsExactly(0, 1);
        subscriber.request(Long.MAX_VALUE);
        subscriber.request(Long.MAX_VALUE);
        steps.run();
        assertThat(subscriber.items).containsExactly(0, 1, 2, 3, 4);
    }

    /** 1.3: one after another, whatever threads there are. */
    @Test
    void theSubscriberIsCalledByOneThreadAtATime() {
        Recorder<Integer> many = new Recorder<>();
        many.whenSubscribed = opened -> opened.request(Long.MAX_VALUE);
        publisher(task -> Thread.ofVirtual().start(task), NUMBERS).subscribe(many);
        server.opened();
        int sent = 0;
        while (sent < 5000) {
            sent += server.send(5000 - sent);
            Thread.onSpinWait();
        }
        await().until(() -> many.items.size() == 5000);
        assertThat(many.told).doesNotContain("two at once");
        assertThat(many.items).isEqualTo(IntStream.range(0, 5000).boxed().toList());
    }

    /** 1.4, 1.7: a failure is told once, behind what was told before it, and nothing follows. */
    @Test
    void aSubscriptionThatFailsSaysSoBehindItsItems() {
        subscribe();
        server.send(2);
        server.end(Optional.of(SynapClientException.of(ClientFault.CLIENT_CLOSED)));
        subscriber.request(5);
        server.send(FakeFeed.event("event", 9));
        server.end(Optional.empty());
        steps.run();
        assertThat(subscriber.told).containsExactly("subscribed", "next", "next", "error");
        assertThat(subscriber.failure).hasMessageContaining("CLIENT_CLOSED");
    }

    /** 1.5: what ends without a reason is complete. */
    @Test
    void aSubscriptionThatEndsIsCompleteWithoutBeingRequested() {
        subscribe();
        server.end(Optional.empty());
        steps.run();
        assertThat(subscriber.told).containsExactly("subscribed", "complete");
    }

    /** 1.9: onSubscribe comes first, also when there is nothing else to tell than a failure; null is refused. */
    @Test
    void theSubscriberHearsOfItsSubscriptionFirst() {
        publisher(steps, NUMBERS).subscribe(subscriber);
        server.opened();
        server.send(1);
        server.end(Optional.of(SynapClientException.of(ClientFault.CLIENT_CLOSED)));
        assertThat(subscriber.told).isEmpty();
        subscriber.whenSubscribed = opened -> opened.request(1);
        steps.run();
        assertThat(subscriber.told).containsExactly("subscribed", "next", "error");
        assertThatThrownBy(() -> publisher(steps, NUMBERS).subscribe(noSubscriber()))
                .isInstanceOf(NullPointerException.class);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // What a careless caller passes.
    private static Flow.Subscriber<Integer> noSubscriber() {
        return null;
    }

    /** 2.13: who throws has cancelled. */
    @Test
    void aSubscriberThatThrowsIsToldNothingMore() {
        subscriber.whenNext = item -> {
            throw new IllegalStateException("the subscriber's own");
        };
        subscribe();
        server.send(3);
        subscriber.request(3);
        steps.run();
        assertThat(subscriber.told).containsExactly("subscribed", "next");
        assertThat(server.closed()).isEqualTo(1);
    }

    /** 2.13, of onSubscribe. */
    @Test
    void aSubscriberThatThrowsAtOnceIsToldNothingAtAll() {
        subscriber.whenSubscribed = opened -> {
            throw new IllegalStateException("the subscriber's own");
        };
        subscribe();
        server.send(3);
        steps.run();
        assertThat(subscriber.told).containsExactly("subscribed");
        assertThat(server.closed()).isEqualTo(1);
    }

    /** 3.2, 3.3: requests from within are allowed and do not nest. */
    @Test
    void whoRequestsFromWithinIsToldOneAfterAnother() {
        subscriber.whenNext = item -> subscriber.request(1);
        subscriber.whenSubscribed = opened -> opened.request(1);
        subscribe();
        for (int i = 0; i < 100; i++) {
            server.send(BUFFER);
            steps.run();
        }
        assertThat(subscriber.items).hasSizeGreaterThan(50 * BUFFER / 2);
        assertThat(subscriber.told).doesNotContain("two at once");
    }

    /** 3.5, 3.6, 3.7: cancelling does its work once, and what comes after it does nothing. */
    @Test
    void cancellingOnceIsEnough() {
        subscribe();
        server.send(3);
        subscriber.cancel();
        subscriber.cancel();
        subscriber.request(5);
        subscriber.request(-1);
        server.send(FakeFeed.event("event", 9));
        server.end(Optional.empty());
        steps.run();
        assertThat(subscriber.told).containsExactly("subscribed");
        assertThat(server.closed()).isEqualTo(1);
    }

    /** 2.8, 3.12: cancelling from within ends at once what still waits. */
    @Test
    void whoCancelsFromWithinIsToldNothingMore() {
        subscriber.whenNext = item -> subscriber.cancel();
        subscribe();
        server.send(3);
        subscriber.request(3);
        steps.run();
        assertThat(subscriber.items).containsExactly(0);
    }

    /** 3.9: requesting nothing is a failure. */
    @Test
    void requestingNothingFails() {
        subscribe();
        server.send(1);
        subscriber.request(0);
        steps.run();
        assertThat(subscriber.told).containsExactly("subscribed", "error");
        assertThat(subscriber.failure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        assertThat(server.closed()).isEqualTo(1);
    }

    /** 3.13: a subscription that was cancelled, and is still held, does not hold its subscriber. */
    @Test
    void aCancelledSubscriptionForgetsItsSubscriber() {
        List<Flow.Subscription> held = new ArrayList<>();
        WeakReference<Object> forgotten = cancelled(held);
        await().until(() -> {
            byte[][] pressure = new byte[64][];
            for (int i = 0; i < pressure.length; i++) {
                pressure[i] = new byte[1 << 20];
            }
            return forgotten.get() == null && pressure.length > 0;
        });
        assertThat(held).hasSize(1);
    }

    private WeakReference<Object> cancelled(List<Flow.Subscription> held) {
        Recorder<Integer> gone = new Recorder<>();
        publisher(steps, NUMBERS).subscribe(gone);
        steps.run();
        gone.cancel();
        steps.run();
        Flow.Subscription subscription = gone.subscription;
        if (subscription != null) {
            held.add(subscription);
        }
        return new WeakReference<>(gone);
    }

    @Test
    void anExecutorThatRefusesEndsTheSubscriptionWithAFailure() {
        subscribe();
        steps.run();
        steps.refuse();
        server.send(1);
        subscriber.request(1);
        await().until(() -> subscriber.last().equals("error"));
        assertThat(subscriber.failure).hasMessageContaining("executor");
        assertThat(server.closed()).isEqualTo(1);
    }

    @Test
    void whatTheCodecCannotReadFailsBehindWhatItCould() {
        subscribe(event -> {
            if (event.get("n").integer() == 2) {
                throw new NumberFormatException("not today");
            }
            return NUMBERS.item(event);
        });
        server.send(4);
        subscriber.request(9);
        steps.run();
        assertThat(subscriber.told).containsExactly("subscribed", "next", "next", "error");
        assertThat(subscriber.failure).hasMessageContaining("CODEC_FAILED").hasMessageContaining("not today");
        assertThat(server.closed()).isEqualTo(1);
    }

    @Test
    void creditIsGivenForWhatWasTakenHalfABufferAtATime() {
        subscribe();
        assertThat(server.send(100)).isEqualTo(BUFFER);
        subscriber.request(BUFFER / 2 - 1);
        steps.run();
        assertThat(server.credit()).isZero();
        subscriber.request(1);
        steps.run();
        assertThat(server.credit()).isEqualTo(BUFFER / 2);
    }

    @Test
    void eventsThatAreUnknownHereTakeNoRoom() {
        subscribe(event -> event.get("n").integer() % 2 == 0 ? NUMBERS.item(event) : Optional.empty());
        subscriber.request(Long.MAX_VALUE);
        int sent = 0;
        for (int i = 0; i < 50; i++) {
            sent += server.send(BUFFER);
            steps.run();
        }
        assertThat(sent).isGreaterThan(40 * BUFFER / 2);
        assertThat(subscriber.items).hasSize((sent + 1) / 2);
    }

    /** However often the connection is lost, what waits and what the server may send is one buffer's worth. */
    @Test
    void lostConnectionsDoNotAddToWhatWaits() {
        subscribe();
        int sent = 0;
        for (int i = 0; i < 20; i++) {
            sent += server.send(100);
            server.reconnect();
        }
        assertThat(sent).isEqualTo(BUFFER);
        assertThat(server.credit()).isZero();
        subscriber.request(BUFFER);
        steps.run();
        assertThat(subscriber.items).hasSize(BUFFER);
        assertThat(server.credit()).isEqualTo(BUFFER);
        server.reconnect();
        assertThat(server.credit()).isEqualTo(BUFFER);
    }

    @Test
    void creditIsNotGivenToAServerThatIsGone() {
        subscribe();
        server.send(100);
        server.interrupt();
        subscriber.request(BUFFER);
        steps.run();
        assertThat(server.credit()).isZero();
        server.reconnect();
        assertThat(server.credit()).isEqualTo(BUFFER);
    }

    @Test
    void whatOthersGetIsDroppedWhenTheConnectionIsLost() {
        subscribe(new ItemReader<>() {
            @Override
            public Optional<Integer> item(WireEvent event) {
                return NUMBERS.item(event);
            }

            @Override
            public boolean dropsWhenInterrupted() {
                return true;
            }
        });
        server.send(100);
        server.reconnect();
        assertThat(server.credit()).isEqualTo(BUFFER);
        server.send(1);
        subscriber.request(5);
        steps.run();
        assertThat(subscriber.items).containsExactly(BUFFER);
    }

    @Test
    void anEventMayCarrySeveralItems() {
        subscribe(new ItemReader<>() {
            @Override
            public Optional<Integer> item(WireEvent event) {
                return Optional.empty();
            }

            @Override
            public void items(WireEvent event, Consumer<? super Integer> into) {
                for (int i = 0; i < 4; i++) {
                    into.accept(4 * Math.toIntExact(event.get("n").integer()) + i);
                }
            }

            @Override
            public int credit(WireEvent event) {
                return 4;
            }
        });
        server.send(FakeFeed.event("event", 0));
        server.send(FakeFeed.event("event", 1));
        subscriber.request(8);
        steps.run();
        assertThat(subscriber.items).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(server.credit()).isEqualTo(BUFFER + 8);
    }

    @Test
    void whatTellsOfTheSubscriptionItselfTakesNoCredit() {
        subscribe(event -> Optional.of(-1));
        for (int i = 0; i < 100; i++) {
            server.send(FakeFeed.event("gap", i));
        }
        subscriber.request(100);
        steps.run();
        assertThat(subscriber.items).hasSize(100);
        assertThat(server.credit()).isEqualTo(BUFFER);
    }
}
