package io.synap.server.http.live;

import io.synap.server.http.command.CommandCall;
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

    /**
     * Executes a command that only this subscription knows, on a connection that is there for it alone: such as {@code
     * ack} where one queue is read. The call's fields are those of the whole message. It writes its result as any command does.
     *
     * @return false when there is none of that name
     */
    default boolean command(String name, CommandCall call) {
        return false;
    }

    /** Begins, after the answer was written; and goes on whenever the outlet has room again. */
    void resume();

    /** The client has ended it, or is gone. Nothing is sent from here on; a second time does nothing. */
    void close();
}
