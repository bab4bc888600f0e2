package io.synap.server.pubsub;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.resp.Glob;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publish and subscribe on one node. Thread-safe; edges use their event loop's {@link PubSubLoop}.
 *
 * <p>Messages are kept nowhere: who has subscribed when one is published gets it, at most once for each of its
 * subscriptions that match. Messages of one publisher arrive in their order.
 */
public final class PubSub {
    /** The part of the event loop whose thread this is or lately was, of the hub that it last published with. */
    private static final ThreadLocal<@Nullable PubSubLoop> CURRENT = new ThreadLocal<>();

    private final PubSubLimits limits;
    private final Clock clock;
    private final Supplier<PubSubMeter> meters;
    private final AudienceIndex audiences;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentHashMap<EventExecutor, PubSubLoop> byExecutor = new ConcurrentHashMap<>();
    /** By index. */
    private final CopyOnWriteArrayList<PubSubLoop> loops = new CopyOnWriteArrayList<>();

    /** Counts what threads publish that are no event loop; used under its own lock. */
    private final PubSubMeter outside;

    private final LongAdder outsidePublished = new LongAdder();
    private final LongAdder subscribed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unsubscribed = new LongAdder();
    private final LongAdder slowConsumers = new LongAdder();
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

    /**
     * @param meters gives each event loop its own counters
     */
    public PubSub(PubSubLimits limits, Clock clock, Supplier<PubSubMeter> meters) {
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
        this.audiences = new AudienceIndex(limits.subscriptionsMax());
        this.outside = meters.get();
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    public PubSubLimits limits() {
        return limits;
    }

    /** An event loop's part, made when first asked for. */
    public PubSubLoop loop(EventExecutor executor) {
        PubSubLoop known = byExecutor.get(executor);
        return known == null ? newLoop(executor) : known;
    }

    /** The part of the loop that this thread is; null when it is none. */
    private @Nullable PubSubLoop current() {
        PubSubLoop last = CURRENT.get();
        if (last != null && last.isOf(this) && last.executor().inEventLoop()) {
            return last;
        }
        for (PubSubLoop each : loops) {
            if (each.executor().inEventLoop()) {
                CURRENT.set(each);
                return each;
            }
        }
        return null;
    }

    private synchronized PubSubLoop newLoop(EventExecutor executor) {
        PubSubLoop known = byExecutor.get(executor);
        if (known != null) {
            return known;
        }
        PubSubLoop made = new PubSubLoop(this, executor, loops.size(), audiences, meters.get());
        loops.add(made);
        byExecutor.put(executor, made);
        return made;
    }

    PubSubLoop loopAt(int index) {
        return loops.get(index);
    }

    // Subscriptions

    /**
     * Subscribes; called on the subscriber's event loop. From its return on, the subscriber gets what is published.
     *
     * @param group the queue group, of whose members one gets each message; null to get all
     * @throws SynapException OVERLOADED when there are as many subscriptions as the limits allow;
     *     CHANNEL_TOO_LONG
     */
    public Subscription subscribe(Subscriber who, Pattern pattern, @Nullable String group) {
        checkChannel(pattern.length());
        if (!who.loop().inEventLoop()) {
            throw new IllegalStateException("not on the subscriber's event loop");
        }
        PubSubLoop loop = loop(who.loop());
        Member member = loop.member(who);
        Subscription made = audiences.add(
                pattern,
                audience ->
                        new Subscription(member, audience, group == null ? null : audience.group(group), ids.get()));
        if (made == null) {
            loop.forgetIfIdle(member);
            refused.increment();
            throw new SynapException(
                    ErrorCode.OVERLOADED, "there are as many subscriptions as pubsub.subscriptions_max allows");
        }
        member.subscribed();
        subscribed.increment();
        return made;
    }

    /** Ends a subscription, if it has not ended; called on the subscriber's event loop. It gets nothing any more. */
    public void unsubscribe(Subscription subscription) {
        if (subscription.isClosed()) {
            return;
        }
        subscription.close();
        audiences.remove(subscription);
        subscription.member().loop().remove(subscription);
        unsubscribed.increment();
    }

    // Messages

    /**
     * A message to be published at once; the arrays and the map become its own.
     *
     * @throws SynapException CHANNEL_TOO_LONG, MESSAGE_TOO_LARGE
     */
    public Message message(byte[] channel, byte[] payload, Map<String, String> headers) {
        checkChannel(channel.length);
        checkPayload(payload.length);
        return new Message(channel, payload, headers, ids.incrementAndGet(), clock.millis());
    }

    /** A message of the server itself: its channel, which may contain a key, is as long as it is. */
    public Message ownMessage(byte[] channel, byte[] payload) {
        return new Message(channel, payload, Map.of(), ids.incrementAndGet(), clock.millis());
    }

    /**
     * Publishes a message, from any thread; returns how many get it, a queue group counting as one.
     */
    public int publish(Message message) {
        PubSubLoop own = current();
        return own != null ? own.publish(message) : publishFromOutside(message);
    }

    private int publishFromOutside(Message message) {
        byte[] channel = message.channel();
        Route route = audiences.find(channel, ChannelHash.of(channel), false);
        synchronized (outside) {
            outside.published(outside.topic(channel, route.isHeard()));
        }
        outsidePublished.increment();
        int receivers = 0;
        for (Audience audience : route.audiences()) {
            receivers += audience.single();
            for (LoopMembers each : audience.loops()) {
                if (each != null && !each.isEmpty()) {
                    send(message, audience, each.loop());
                }
            }
            for (QueueGroup group : audience.groups()) {
                Subscription chosen = group.choose(message);
                if (chosen != null) {
                    receivers++;
                    send(message, chosen, chosen.member().loop());
                }
            }
        }
        return receivers;
    }

    private static void send(Message message, Object target, PubSubLoop loop) {
        if (loop.admit(message, target)) {
            Outbox one = new Outbox();
            one.add(message, target);
            loop.handOver(one);
        }
    }

    void checkChannel(int length) {
        if (length > limits.channelBytesMax()) {
            throw new SynapException(ErrorCode.CHANNEL_TOO_LONG);
        }
    }

    void checkPayload(int length) {
        if (length > limits.messageBytesMax()) {
            throw new SynapException(ErrorCode.MESSAGE_TOO_LARGE);
        }
    }

    // Reports

    /** Whether nobody has subscribed to anything. */
    public boolean isEmpty() {
        return audiences.isEmpty();
    }

    /** Subscriptions now, of all kinds. */
    public int subscriptions() {
        return audiences.subscriptions();
    }

    /** Patterns with a level left open and globs that are subscribed to, each counted once. */
    public int patternCount() {
        return audiences.patternCount();
    }

    /** How many channels are subscribed to by their names; if sharded, of those of SSUBSCRIBE. */
    public int channelCount(boolean sharded) {
        return audiences.channelCount(sharded);
    }

    /**
     * The channels that are subscribed to by their names, in no particular order.
     *
     * @param glob which of them; null for all
     * @param sharded those of SSUBSCRIBE instead
     */
    public List<byte[]> channels(@Nullable Glob glob, boolean sharded) {
        List<byte[]> found = new ArrayList<>();
        audiences.channels(sharded, audience -> {
            if (glob == null || glob.matches(audience.pattern().latin1())) {
                found.add(audience.pattern().bytes());
            }
        });
        return found;
    }

    /** Subscriptions to a channel by its name, members of queue groups each counted. */
    public int subscriptions(byte[] channel, boolean sharded) {
        Audience audience = audiences.ofChannel(channel, sharded);
        return audience == null ? 0 : audience.count();
    }

    /** Visits the channels that are subscribed to by their names, with how many subscriptions each has. */
    public void forEachChannel(ObjIntConsumer<String> visitor) {
        audiences.channels(false, audience -> visitor.accept(audience.pattern().text(), audience.count()));
    }

    // Figures

    /** A subscriber is slow: it was disconnected, or begins to lose messages. */
    public void slowConsumer() {
        slowConsumers.increment();
    }

    /** Messages that did not reach a subscriber. */
    public void dropped(DropReason reason, long messages) {
        adder(reason).add(messages);
    }

    private LongAdder adder(DropReason reason) {
        LongAdder adder = dropped.get(reason);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return adder;
    }

    /** Messages published since the start. */
    public long published() {
        return outsidePublished.sum()
                + loops.stream().mapToLong(PubSubLoop::published).sum();
    }

    /** Messages handed to subscribers since the start, each counted for everyone who got it. */
    public long deliveries() {
        return loops.stream().mapToLong(PubSubLoop::deliveries).sum();
    }

    /** Subscriptions made since the start. */
    public long subscribed() {
        return subscribed.sum();
    }

    /** Subscriptions refused since the start, there being too many. */
    public long refused() {
        return refused.sum();
    }

    /** Subscriptions ended since the start. */
    public long unsubscribed() {
        return unsubscribed.sum();
    }

    /** Messages dropped since the start. */
    public long dropped(DropReason reason) {
        return adder(reason).sum();
    }

    /** Subscribers found slow since the start. */
    public long slowConsumers() {
        return slowConsumers.sum();
    }
}
