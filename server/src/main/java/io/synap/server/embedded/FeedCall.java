package io.synap.server.embedded;

import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.wire.Value;
import io.synap.server.http.json.Fields;
import java.util.Optional;

/** The call that opens a feed. Confined to its lane. */
final class FeedCall extends LaneCall {
    private final Call<Value> call;
    private final LaneFeed feed;

    FeedCall(EmbeddedTransport transport, Call<Value> call, Fields payload, LaneFeed feed) {
        super(transport, call, payload);
        this.call = call;
        this.feed = feed;
    }

    /** Nobody's code hangs on this call, so the feed is told at once, before the first event. */
    @Override
    void answered() {
        lane().remove(this);
        complete();
        if (call.isCompletedExceptionally()) {
            SynapClientException reason = call.exceptionNow() instanceof SynapClientException known
                    ? known
                    : SynapClientException.ofServer("INTERNAL", String.valueOf(call.exceptionNow()));
            feed.ended(Optional.of(reason));
        } else {
            feed.opened(call.resultNow());
            if (feed.isClosed()) {
                var _ = transport().connection().subscriptions().unsubscribe(feed.name());
            }
        }
        lane().touched(feed);
    }
}
