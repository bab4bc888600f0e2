package io.synap.server.http.live;

import io.synap.server.http.json.ValueOutput;

/** One subscription, as its client's connection sees it. Confined to its event loop. */
public interface LiveSubscription {
    /** Writes members that the answer to the request has, such as from where it goes on. */
    void describe(ValueOutput out);

    /** Begins, after the answer was written; and goes on whenever the outlet has room again. */
    void resume();

    /** The client has ended it, or is gone. Nothing is sent from here on; a second time does nothing. */
    void close();
}
