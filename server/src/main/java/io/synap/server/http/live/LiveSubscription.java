package io.synap.server.http.live;

import io.synap.server.http.command.CommandHandler;
import io.synap.server.http.json.ValueOutput;
import org.jspecify.annotations.Nullable;

/** One subscription, as its client's connection sees it. Confined to its event loop. */
public interface LiveSubscription {
    /** Writes members that the answer to the request has, such as from where it goes on. */
    void describe(ValueOutput out);

    /** The cursor of the place where it begins, so that who loses the connection before the first event misses nothing. */
    default @Nullable String cursor() {
        return null;
    }

    /** Begins, after the answer was written; and goes on whenever the outlet has room again. */
    void resume();

    /**
     * What a bare {@code {"command": name, …}} means on a connection that has this subscription alone, its arguments
     * beside the name; null when nothing.
     */
    default @Nullable CommandHandler command(String name) {
        return null;
    }

    /** The client has ended it, or is gone. Nothing is sent from here on; a second time does nothing. */
    void close();
}
