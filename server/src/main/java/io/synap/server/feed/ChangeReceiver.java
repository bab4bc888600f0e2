package io.synap.server.feed;

import io.synap.protocol.error.SynapException;
import java.util.List;

/** Takes the changes of a subscription. Called on the feed's thread: it must only hand over to its own. */
public interface ChangeReceiver {
    /**
     * Changes in their order. They count as pending until {@link FeedSubscription#taken} is told; the feed sends
     * no more while too much is pending, and loses nothing by that.
     */
    void changes(List<Change> changes);

    /** Changes are missing here, which the log no longer has; it goes on behind this cursor. */
    void gap(String cursor);

    /** The feed cannot go on. Nothing comes after this. */
    void failed(SynapException reason);
}
