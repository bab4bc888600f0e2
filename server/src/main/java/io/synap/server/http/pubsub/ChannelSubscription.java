package io.synap.server.http.pubsub;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.pubsub.DropReason;
import io.synap.server.pubsub.Message;
import io.synap.server.pubsub.Pattern;
import io.synap.server.pubsub.Subscriber;
import io.synap.server.pubsub.Subscription;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client's subscription to channels and patterns. Confined to its event loop, except {@link #isFull}.
 *
 * <p>Messages go straight to the client as long as it takes them; else they wait here. Beyond a bound the
 * subscription ends, or the oldest give way and a gap in their place says how many.
 */
final class ChannelSubscription implements LiveSubscription, Subscriber {
    /**
     * What the client asked for.
     *
     * @param id what the client is told that it is called
     * @param group queue group, of whose members one gets each message; empty for none
     * @param messagesMax messages that may wait
     * @param dropOldest whether the oldest give way
     */
    record Wish(String id, List<String> topics, String group, int messagesMax, boolean dropOldest, boolean published) {}

    private final ChannelSource source;
    private final Wish wish;
    private final Outlet outlet;
    private final Map<String, Subscription> topics = new LinkedHashMap<>();
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private long waitingBytes;
    /** How many of those that waited have gone, one way or another: the number of the first that waits. */
    private long gone;
    /** Messages missing before the message of the number {@link #gapBefore}. */
    private long dropped;

    private long gapBefore;
    private long lastId;
    private boolean resumed;
    private boolean closed;
    private volatile boolean full;

    ChannelSubscription(ChannelSource source, Wish wish, Outlet outlet) {
        this.source = source;
        this.wish = wish;
        this.outlet = outlet;
    }

    /**
     * Subscribes to everything, or to nothing when something is refused.
     *
     * @throws SynapException INVALID_ARGUMENT, CHANNEL_TOO_LONG, OVERLOADED
     */
    void begin() {
        try {
            for (String topic : wish.topics) {
                if (!topics.containsKey(topic)) {
                    topics.put(
                            topic,
                            source.hub()
                                    .subscribe(this, Pattern.levels(topic), wish.group.isEmpty() ? null : wish.group));
                }
            }
        } catch (SynapException refused) {
            close();
            throw refused;
        }
    }

    String id() {
        return wish.id;
    }

    /** Ends the wish for some of its topics; returns how many it had. */
    int drop(List<String> names) {
        int found = 0;
        for (String name : names) {
            Subscription subscription = topics.remove(name);
            if (subscription != null) {
                source.hub().unsubscribe(subscription);
                found++;
            }
        }
        return found;
    }

    @Override
    public void describe(ValueOutput out) {
        out.name("subscriber_id").text(wish.id).name("topics").beginArray();
        topics.keySet().forEach(out::text);
        out.endArray().name("subscription_count").number(topics.size());
        if (!wish.group.isEmpty()) {
            out.name("group").text(wish.group);
        }
    }

    @Override
    public EventExecutor loop() {
        return outlet.loop();
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void receive(Message message, Subscription through) {
        // One that several of its topics match comes several times in a row.
        if (closed || message.id() == lastId) {
            return;
        }
        lastId = message.id();
        if (resumed && waiting.isEmpty() && outlet.room() > 0) {
            tellGap();
            outlet.send(source.event(message, wish.published));
        } else {
            keep(message);
        }
    }

    private void keep(Message message) {
        waiting.add(message);
        full = true;
        account(message.size());
        while (waiting.size() > wish.messagesMax
                || waitingBytes > source.limits().bytesMax()
                || source.isFull()) {
            if (!wish.dropOldest) {
                tooSlow("more than it may leave waiting has been published");
                return;
            }
            if (waiting.isEmpty()) {
                return;
            }
            if (dropped == 0) {
                source.hub().slowConsumer();
            }
            take();
            source.hub().dropped(DropReason.SUBSCRIBER_BUFFER, 1);
            dropped++;
            gapBefore = gone;
        }
    }

    private void account(long bytes) {
        waitingBytes += bytes;
        source.account(bytes);
    }

    private Message take() {
        Message message = waiting.remove();
        gone++;
        account(-message.size());
        return message;
    }

    private void tooSlow(String why) {
        source.hub().slowConsumer();
        source.hub().dropped(DropReason.SUBSCRIBER_BUFFER, waiting.size());
        close();
        outlet.end(new SynapException(ErrorCode.SLOW_CONSUMER, ErrorCode.SLOW_CONSUMER.message() + ": " + why));
    }

    @Override
    public void missed() {
        if (closed) {
            return;
        }
        if (!wish.dropOldest) {
            tooSlow("messages were dropped on their way to it");
            return;
        }
        if (dropped == 0) {
            gapBefore = gone + waiting.size();
        }
        // How many there were nobody has counted.
        dropped++;
        if (resumed && waiting.isEmpty()) {
            tellGap();
            flush();
        }
    }

    /** Says what is missing, if that is before the message that comes next. */
    private void tellGap() {
        if (dropped > 0 && gapBefore <= gone) {
            outlet.send(new ChannelGap(dropped));
            dropped = 0;
        }
    }

    @Override
    public void flush() {
        if (!closed) {
            outlet.flush(0);
        }
    }

    @Override
    public void resume() {
        resumed = true;
        full = !waiting.isEmpty();
        if (closed || (waiting.isEmpty() && dropped == 0)) {
            return;
        }
        while (!closed && !waiting.isEmpty() && outlet.room() > 0) {
            tellGap();
            outlet.send(source.event(take(), wish.published));
        }
        if (!closed && waiting.isEmpty()) {
            tellGap();
        }
        full = !waiting.isEmpty();
        flush();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        topics.values().forEach(source.hub()::unsubscribe);
        topics.clear();
        account(-waitingBytes);
        waiting.clear();
        source.closed(this);
    }
}
