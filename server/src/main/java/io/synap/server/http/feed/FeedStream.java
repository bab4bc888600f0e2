package io.synap.server.http.feed;

import io.synap.protocol.error.SynapException;
import io.synap.server.feed.Change;
import io.synap.server.feed.ChangeFeed;
import io.synap.server.feed.ChangeFilter;
import io.synap.server.feed.ChangeReceiver;
import io.synap.server.feed.FeedPosition;
import io.synap.server.feed.FeedSubscription;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live subscription to changes. Confined to its event loop, except for what the feed calls. What waits here
 * for room is bounded by the feed, which reads the log again for those who are slow.
 */
final class FeedStream implements LiveSubscription, ChangeReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(FeedStream.class);

    /** Changes, or that some are missing. */
    private sealed interface Item {
        record Changed(Change change) implements Item {}

        record Gap(String cursor) implements Item {}
    }

    private final ChangeFeed feed;
    private final FeedPosition from;
    private final boolean recovered;
    private final ChangeFilter filter;
    private final ChangeEvents events;
    private final Outlet outlet;
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private @Nullable FeedSubscription subscription;
    private boolean closed;

    /** @param recovered whether the client misses nothing if it begins there */
    FeedStream(
            ChangeFeed feed,
            FeedPosition from,
            boolean recovered,
            ChangeFilter filter,
            ChangeEvents events,
            Outlet outlet) {
        this.feed = feed;
        this.from = from;
        this.recovered = recovered;
        this.filter = filter;
        this.events = events;
        this.outlet = outlet;
        events.subscribed();
    }

    @Override
    public void describe(ValueOutput out) {
        out.name("cursor").text(from.cursor());
        out.name("recovered").flag(recovered);
    }

    @Override
    public String cursor() {
        return from.cursor();
    }

    @Override
    public void resume() {
        if (closed) {
            return;
        }
        if (subscription != null) {
            send();
            return;
        }
        try {
            subscription = feed.subscribe(from, filter, this);
        } catch (SynapException refused) {
            end(refused);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        waiting.clear();
        events.unsubscribed();
        FeedSubscription open = subscription;
        if (open != null) {
            open.close();
        }
    }

    private void end(SynapException reason) {
        if (!closed) {
            close();
            outlet.end(reason);
        }
    }

    private void send() {
        FeedSubscription open = subscription;
        boolean sent = false;
        while (!waiting.isEmpty() && outlet.room() > 0 && open != null && !closed) {
            switch (waiting.remove()) {
                case Item.Changed changed -> {
                    outlet.send(events.of(changed.change()));
                    open.taken(changed.change());
                }
                case Item.Gap gap -> outlet.send(ChangeEvents.gap(gap.cursor()));
            }
            sent = true;
        }
        if (sent && !closed) {
            // What the feed tells is synced where that matters.
            outlet.flush(0);
        }
    }

    // --- From the feed's thread ---

    @Override
    public void changes(List<Change> changes) {
        hand(() -> {
            if (!closed) {
                changes.forEach(change -> waiting.add(new Item.Changed(change)));
                send();
            }
        });
    }

    @Override
    public void gap(String cursor) {
        hand(() -> {
            if (!closed) {
                waiting.add(new Item.Gap(cursor));
                send();
            }
        });
    }

    @Override
    public void failed(SynapException reason) {
        hand(() -> end(reason));
    }

    private void hand(Runnable task) {
        try {
            outlet.loop().execute(task);
        } catch (RejectedExecutionException gone) {
            // The server stops: the loop is gone, and the client with it.
            LOG.debug("an event loop takes no more changes", gone);
        }
    }
}
