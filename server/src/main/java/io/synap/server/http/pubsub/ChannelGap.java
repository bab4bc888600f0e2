package io.synap.server.http.pubsub;

import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;

/** Messages that are missing at this place. */
final class ChannelGap extends LiveEvent {
    private final long dropped;

    ChannelGap(long dropped) {
        super("gap", null);
        this.dropped = dropped;
    }

    @Override
    public int credit() {
        return 0;
    }

    @Override
    protected void members(ValueOutput out) {
        out.name("dropped").number(dropped);
    }
}
