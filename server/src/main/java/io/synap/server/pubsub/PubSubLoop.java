package io.synap.server.pubsub;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.memory.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's part of pub/sub. Confined to that loop, except where said.
 *
 * <p>A message reaches the subscribers of its publisher's own loop at once, those of other loops once this loop
 * has read every socket that was ready: one hand-over for each, however many messages there are. Then, too,
 * subscribers write what they have gathered. So the order of one publisher is kept everywhere.
 */
public final class PubSubLoop {
    /** Messages that may be on their way to one event loop; beyond, they are dropped. */
    static final long BACKLOG_BYTES_MAX = 64L << 20;

    /** What the subscribers of a loop gather in all before they must write. */
    private static final long GATHERED_BYTES_MAX = 8L << 20;

    /** Routes that are kept. */
    private static final int ROUTES = 1024;

    /** What has dropped messages is noted by its audience; beyond so many, for all that have subscribed. */
    private static final int GAPS_MAX = 1000;

    private final PubSub hub;
    private final EventExecutor executor;
    private final int index;
    private final AudienceIndex audiences;
    private final PubSubMeter meter;
    private final IdentityHashMap<Subscriber, Member> members = new IdentityHashMap<>();
    private final @Nullable Route[] routes = new @Nullable Route[ROUTES];
    /** Where the messages of each route are counted. */
    private final int[] topics = new int[ROUTES];

    private List<Member> dirty = new ArrayList<>();
    private List<Member> spare = new ArrayList<>();
    private final List<Subscription> removals = new ArrayList<>();
    private @Nullable Outbox[] outboxes = new @Nullable Outbox[0];
    private final Runnable end = this::endBatch;
    private boolean endScheduled;
    private int delivering;
    private long gatheredBytes;

    /** Written by this loop, read by anyone. */
    private final AtomicLong published = new AtomicLong();

    private final AtomicLong deliveries = new AtomicLong();

    /** Written by anyone: bytes on their way here, and whose messages were dropped. */
    private final AtomicLong backlogBytes = new AtomicLong();

    private final Set<Object> gaps = ConcurrentHashMap.newKeySet();
    private volatile boolean gapForAll;

    PubSubLoop(PubSub hub, EventExecutor executor, int index, AudienceIndex audiences, PubSubMeter meter) {
        this.hub = hub;
        this.executor = executor;
        this.index = index;
        this.audiences = audiences;
        this.meter = meter;
    }

    boolean isOf(PubSub other) {
        return hub == other;
    }

    int index() {
        return index;
    }

    EventExecutor executor() {
        return executor;
    }

    /** From any thread. */
    long published() {
        return published.getOpaque();
    }

    /** From any thread. */
    long deliveries() {
        return deliveries.getOpaque();
    }

    private static void count(AtomicLong own, long more) {
        own.setOpaque(own.getPlain() + more);
    }

    // What comes and goes

    Member member(Subscriber subscriber) {
        return members.computeIfAbsent(subscriber, each -> new Member(each, this));
    }

    /** Forgets a subscriber that has no subscription. */
    void forgetIfIdle(Member member) {
        if (member.isIdle()) {
            members.remove(member.subscriber());
        }
    }

    /** Takes a subscription out that is closed and counted out. */
    void remove(Subscription subscription) {
        subscription.member().unsubscribed();
        forgetIfIdle(subscription.member());
        if (delivering > 0) {
            removals.add(subscription);
        } else {
            takeOut(subscription);
        }
    }

    private void takeOut(Subscription subscription) {
        LoopMembers ofAudience = subscription.audience().of(this);
        if (ofAudience != null) {
            ofAudience.remove(subscription);
        }
    }

    // Publishing

    /** Whether anybody would get a message to this channel, so that it is worth making. */
    public boolean isHeard(byte[] channel) {
        return !audiences.isEmpty() && route(channel, false).isHeard();
    }

    /** Publishes a message; returns how many get it, a queue group counting as one. */
    public int publish(Message message) {
        int place = find(message.channel(), false);
        return publish(message, place);
    }

    /** Publishes to a channel that is named in native memory; see {@link #publish(Message)}. */
    public int publish(long channel, int channelLength, long payload, int payloadLength, boolean sharded) {
        hub.checkChannel(channelLength);
        hub.checkPayload(payloadLength);
        int place = find(channel, channelLength, sharded);
        Route route = routeAt(place);
        if (!route.isHeard()) {
            published(place);
            return 0;
        }
        Message message = hub.message(route.channel(), Memory.toArray(payload, payloadLength), Collections.emptyMap());
        return publish(message, place);
    }

    private void published(int place) {
        count(published, 1);
        meter.published(topics[place]);
    }

    private Route routeAt(int place) {
        Route route = routes[place];
        if (route == null) {
            throw new IllegalStateException("no route at " + place);
        }
        return route;
    }

    private Route route(byte[] channel, boolean sharded) {
        return routeAt(find(channel, sharded));
    }

    /** The place of the route for a channel. */
    private int find(byte[] channel, boolean sharded) {
        int hash = ChannelHash.of(channel);
        int place = hash >>> 22;
        Route kept = routes[place];
        if (kept == null || !kept.isFor(channel, hash, sharded) || !audiences.isCurrent(kept)) {
            keep(place, audiences.find(channel, hash, sharded));
        }
        return place;
    }

    private int find(long channel, int length, boolean sharded) {
        int hash = ChannelHash.of(channel, length);
        int place = hash >>> 22;
        Route kept = routes[place];
        if (kept == null || !kept.isFor(channel, length, hash, sharded) || !audiences.isCurrent(kept)) {
            keep(place, audiences.find(Memory.toArray(channel, length), hash, sharded));
        }
        return place;
    }

    private void keep(int place, Route route) {
        routes[place] = route;
        topics[place] = meter.topic(route.channel(), route.isHeard());
    }

    private int publish(Message message, int place) {
        published(place);
        int receivers = 0;
        for (Audience each : routeAt(place).audiences()) {
            receivers += publish(message, each);
        }
        if (gatheredBytes > GATHERED_BYTES_MAX) {
            flushMembers();
        }
        return receivers;
    }

    private int publish(Message message, Audience audience) {
        int receivers = audience.single();
        for (LoopMembers each : audience.loops()) {
            if (each != null && !each.isEmpty()) {
                if (each.loop() == this) {
                    deliver(message, each);
                } else {
                    send(message, audience, each.loop());
                }
            }
        }
        for (QueueGroup group : audience.groups()) {
            Subscription chosen = group.choose(message);
            if (chosen != null) {
                receivers++;
                PubSubLoop other = chosen.member().loop();
                if (other == this) {
                    deliver(message, chosen);
                } else {
                    send(message, chosen, other);
                }
            }
        }
        return receivers;
    }

    private void deliver(Message message, LoopMembers here) {
        delivering++;
        int taken = here.deliver(message);
        delivered(message, taken);
    }

    private void deliver(Message message, Subscription chosen) {
        delivering++;
        if (!chosen.isClosed()) {
            chosen.member().receive(message, chosen);
        }
        delivered(message, 1);
    }

    private void delivered(Message message, int taken) {
        delivering--;
        if (delivering == 0 && !removals.isEmpty()) {
            removals.forEach(this::takeOut);
            removals.clear();
        }
        count(deliveries, taken);
        gatheredBytes += (long) taken * message.size();
    }

    private void send(Message message, Object target, PubSubLoop other) {
        if (!other.admit(message, target)) {
            return;
        }
        if (other.index >= outboxes.length) {
            outboxes = Arrays.copyOf(outboxes, other.index + 1);
        }
        Outbox outbox = outboxes[other.index];
        if (outbox == null) {
            outbox = new Outbox();
            outboxes[other.index] = outbox;
            scheduleEnd();
        }
        outbox.add(message, target);
    }

    /** A member has taken a message. */
    void dirty(Member member) {
        dirty.add(member);
        scheduleEnd();
    }

    private void scheduleEnd() {
        if (!endScheduled) {
            endScheduled = true;
            executor.execute(end);
        }
    }

    /** Hands over what is for other loops and lets subscribers write. Called when the loop comes to its tasks. */
    private void endBatch() {
        endScheduled = false;
        for (int i = 0; i < outboxes.length; i++) {
            Outbox full = outboxes[i];
            if (full != null) {
                outboxes[i] = null;
                hub.loopAt(i).handOver(full);
            }
        }
        flushMembers();
    }

    private void flushMembers() {
        gatheredBytes = 0;
        List<Member> toFlush = dirty;
        dirty = spare;
        toFlush.forEach(Member::flush);
        toFlush.clear();
        spare = toFlush;
    }

    // What other threads bring

    /** From any thread: whether a message may be sent here; if not, its receivers will be told that one is missing. */
    boolean admit(Message message, Object target) {
        long size = message.size();
        if (backlogBytes.addAndGet(size) <= BACKLOG_BYTES_MAX) {
            return true;
        }
        backlogBytes.addAndGet(-size);
        hub.dropped(DropReason.LOOP_BACKLOG, 1);
        if (gaps.size() < GAPS_MAX) {
            gaps.add(target);
        } else {
            gapForAll = true;
        }
        return false;
    }

    /** From any thread: brings messages that were admitted. */
    void handOver(Outbox outbox) {
        executor.execute(() -> receive(outbox));
    }

    private void receive(Outbox outbox) {
        backlogBytes.addAndGet(-outbox.bytes());
        tellGaps();
        for (int i = 0; i < outbox.count(); i++) {
            Message message = outbox.message(i);
            switch (outbox.target(i)) {
                case Audience audience -> {
                    LoopMembers here = audience.of(this);
                    if (here != null) {
                        deliver(message, here);
                    }
                }
                case Subscription chosen -> deliver(message, chosen);
                default -> throw new IllegalStateException("cannot deliver to " + outbox.target(i));
            }
            if (gatheredBytes > GATHERED_BYTES_MAX) {
                flushMembers();
            }
        }
    }

    private void tellGaps() {
        if (gaps.isEmpty() && !gapForAll) {
            return;
        }
        Set<Member> told = new HashSet<>();
        if (gapForAll) {
            gapForAll = false;
            told.addAll(members.values());
        }
        for (Object target : gaps.toArray()) {
            gaps.remove(target);
            switch (target) {
                case Audience audience -> {
                    LoopMembers here = audience.of(this);
                    if (here != null) {
                        here.addMembers(told);
                    }
                }
                case Subscription chosen -> told.add(chosen.member());
                default -> throw new IllegalStateException("cannot miss for " + target);
            }
        }
        told.forEach(Member::missed);
    }
}
