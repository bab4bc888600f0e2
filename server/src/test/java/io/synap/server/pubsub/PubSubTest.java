package io.synap.server.pubsub;

import static io.synap.server.pubsub.PatternTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Delivery on and between event loops. */
class PubSubTest {
    private final DefaultEventLoop first = new DefaultEventLoop();
    private final DefaultEventLoop second = new DefaultEventLoop();
    private PubSub hub = new PubSub(new PubSubLimits(1000, 64, 1 << 20), Clock.systemUTC(), () -> PubSubMeter.NONE);

    @AfterEach
    void stop() {
        first.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        second.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Notes what it gets. */
    private static final class Reader implements Subscriber {
        final EventExecutor loop;
        final List<String> got = Collections.synchronizedList(new ArrayList<>());
        volatile int flushes;
        volatile boolean full;
        volatile int gaps;

        Reader(EventExecutor loop) {
            this.loop = loop;
        }

        @Override
        public EventExecutor loop() {
            return loop;
        }

        @Override
        public void receive(Message message, Subscription through) {
            got.add(through.pattern().text() + " " + new String(message.payload(), StandardCharsets.UTF_8));
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
        public void flush() {
            flushes++;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
        public void missed() {
            gaps++;
        }

        @Override
        public boolean isFull() {
            return full;
        }
    }

    private static <T> T on(EventExecutor loop, Callable<T> action) {
        return loop.submit(action).syncUninterruptibly().getNow();
    }

    private Subscription subscribe(Reader reader, Pattern pattern, @Nullable String group) {
        return on(reader.loop, () -> hub.subscribe(reader, pattern, group));
    }

    private void unsubscribe(Subscription subscription) {
        on(subscription.subscriber().loop(), () -> {
            hub.unsubscribe(subscription);
            return true;
        });
    }

    private int publish(EventExecutor loop, String channel, String payload) {
        return on(loop, () -> {
            PubSubLoop own = hub.loop(loop);
            return own.publish(hub.message(bytes(channel), bytes(payload), Map.of()));
        });
    }

    /** Lets messages that are on their way arrive: each hand-over is a task behind those before. */
    private void settle() {
        for (int i = 0; i < 3; i++) {
            on(first, () -> true);
            on(second, () -> true);
        }
    }

    @Test
    void everySubscriptionThatMatchesGetsTheMessage() {
        Reader reader = new Reader(first);
        subscribe(reader, Pattern.channel(bytes("a.b")), null);
        subscribe(reader, Pattern.levels("a.*"), null);
        subscribe(reader, Pattern.glob(bytes("a*")), null);
        subscribe(reader, Pattern.glob(bytes("b*")), null);
        subscribe(reader, Pattern.shardChannel(bytes("a.b")), null);
        assertThat(publish(first, "a.b", "1")).isEqualTo(3);
        assertThat(publish(first, "x", "2")).isZero();
        assertThat(reader.got).containsExactly("a.b 1", "a.* 1", "a* 1");
        settle();
        assertThat(reader.flushes).isEqualTo(1);
    }

    @Test
    void otherLoopsAreReachedInOrder() {
        Reader near = new Reader(first);
        Reader far = new Reader(second);
        subscribe(near, Pattern.channel(bytes("c")), null);
        subscribe(far, Pattern.channel(bytes("c")), null);
        List<String> sent = IntStream.range(0, 1000).mapToObj(i -> "c " + i).toList();
        on(first, () -> {
            PubSubLoop loop = hub.loop(first);
            for (int i = 0; i < 1000; i++) {
                assertThat(loop.publish(hub.message(bytes("c"), bytes("" + i), Map.of())))
                        .isEqualTo(2);
            }
            return true;
        });
        assertThat(near.got).isEqualTo(sent);
        settle();
        assertThat(far.got).hasSize(1000);
        assertThat(far.got).isEqualTo(sent);
        settle();
        assertThat(far.flushes).isGreaterThan(0);
        assertThat(far.flushes).isLessThan(5);
    }

    @Test
    void aThreadOutsideReachesEveryLoop() {
        Reader near = new Reader(first);
        Reader far = new Reader(second);
        subscribe(near, Pattern.levels(">"), null);
        subscribe(far, Pattern.levels(">"), null);
        assertThat(hub.publish(hub.message(bytes("c"), bytes("1"), Map.of()))).isEqualTo(2);
        settle();
        assertThat(near.got).hasSize(1);
        assertThat(far.got).hasSize(1);
        assertThat(hub.published()).isEqualTo(1);
        settle();
        assertThat(hub.deliveries()).isEqualTo(2);
    }

    @Test
    void aQueueGroupGetsEachMessageOnceInTurns() {
        List<Reader> readers = List.of(new Reader(first), new Reader(second), new Reader(first));
        Pattern pattern = Pattern.levels("jobs.*");
        readers.forEach(reader -> subscribe(reader, pattern, "workers"));
        for (int i = 0; i < 30; i++) {
            assertThat(publish(first, "jobs.x", "" + i)).isEqualTo(1);
        }
        settle();
        readers.forEach(reader -> assertThat(reader.got).hasSize(10));
        readers.get(1).full = true;
        for (int i = 0; i < 30; i++) {
            publish(first, "jobs.x", "" + i);
        }
        assertThat(readers.get(1).got).hasSize(10);
    }

    @Test
    void whoHasUnsubscribedGetsNothingMore() {
        Reader reader = new Reader(first);
        Subscription one = subscribe(reader, Pattern.channel(bytes("a")), null);
        Subscription two = subscribe(reader, Pattern.glob(bytes("*")), null);
        unsubscribe(one);
        unsubscribe(one);
        publish(first, "a", "1");
        unsubscribe(two);
        assertThat(publish(first, "a", "2")).isZero();
        assertThat(reader.got).containsExactly("* 1");
        assertThat(hub.subscriptions()).isZero();
        assertThat(hub.patternCount()).isZero();
        assertThat(hub.channels(null, false)).isEmpty();
    }

    @Test
    void whatWasPublishedBeforeIsNotForALateSubscriber() {
        Reader early = new Reader(second);
        Reader late = new Reader(second);
        subscribe(early, Pattern.channel(bytes("a")), null);
        on(first, () -> {
            hub.loop(first).publish(hub.message(bytes("a"), bytes("1"), Map.of()));
            // The message is still on its way to the other loop.
            subscribe(late, Pattern.channel(bytes("a")), null);
            hub.loop(first).publish(hub.message(bytes("a"), bytes("2"), Map.of()));
            return true;
        });
        settle();
        assertThat(early.got).hasSize(2);
        assertThat(late.got).hasSize(1);
        assertThat(late.got).containsExactly("a 2");
    }

    @Test
    void limitsAreKept() {
        hub = new PubSub(new PubSubLimits(2, 8, 16), Clock.systemUTC(), () -> PubSubMeter.NONE);
        Reader reader = new Reader(first);
        subscribe(reader, Pattern.channel(bytes("a")), null);
        Subscription second = subscribe(reader, Pattern.channel(bytes("b")), null);
        assertThatThrownBy(() -> subscribe(reader, Pattern.channel(bytes("c")), null))
                .isInstanceOfSatisfying(
                        SynapException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.OVERLOADED));
        unsubscribe(second);
        subscribe(reader, Pattern.channel(bytes("c")), null);
        assertThatThrownBy(() -> subscribe(reader, Pattern.channel(new byte[9]), null))
                .isInstanceOfSatisfying(
                        SynapException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.CHANNEL_TOO_LONG));
        assertThatThrownBy(() -> hub.message(bytes("c"), new byte[17], Map.of()))
                .isInstanceOfSatisfying(
                        SynapException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE));
    }

    @Test
    void aLoopThatIsBehindLosesMessagesAndIsTold() {
        hub = new PubSub(new PubSubLimits(10, 64, 32 << 20), Clock.systemUTC(), () -> PubSubMeter.NONE);
        Reader far = new Reader(second);
        subscribe(far, Pattern.channel(bytes("a")), null);
        CountDownLatch busy = new CountDownLatch(1);
        Future<Boolean> held = second.submit(() -> {
            busy.await();
            return true;
        });
        for (int i = 0; i < 5; i++) {
            hub.publish(hub.message(bytes("a"), new byte[20 << 20], Map.of()));
        }
        busy.countDown();
        assertThat(held.syncUninterruptibly().isSuccess()).isTrue();
        settle();
        assertThat(far.got).hasSize(3);
        assertThat(far.gaps).isEqualTo(1);
        assertThat(hub.dropped(DropReason.LOOP_BACKLOG)).isEqualTo(2);
        hub.publish(hub.message(bytes("a"), bytes("after"), Map.of()));
        settle();
        assertThat(far.got).hasSize(4);
    }

    @Test
    void manySubscribersComeAndGo() {
        Map<String, Subscription> standing = new HashMap<>();
        Reader reader = new Reader(first);
        on(first, () -> {
            for (int i = 0; i < 300; i++) {
                standing.put("c" + i, hub.subscribe(reader, Pattern.channel(bytes("c" + i)), null));
                standing.put("l" + i, hub.subscribe(reader, Pattern.levels("l" + i + ".*.x"), null));
                standing.put("g" + i, hub.subscribe(reader, Pattern.glob(bytes("g" + i + "*")), null));
            }
            return true;
        });
        assertThat(publish(first, "c7", "1")).isEqualTo(1);
        assertThat(publish(first, "l7.y.x", "2")).isEqualTo(1);
        assertThat(publish(first, "g299.z", "3")).isEqualTo(3);
        assertThat(hub.patternCount()).isEqualTo(600);
        standing.values().forEach(this::unsubscribe);
        assertThat(publish(first, "c7", "1")).isZero();
        assertThat(publish(first, "l7.y.x", "2")).isZero();
        assertThat(publish(first, "g299.z", "3")).isZero();
        assertThat(hub.isEmpty()).isTrue();
    }
}
