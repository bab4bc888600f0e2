package io.synap.client.transport;

import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireEvent;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One subscription. Thread-safe. */
public interface Feed {
    /**
     * What to subscribe to.
     *
     * @param command such as stream.subscribe
     * @param arguments all but {@code subscription}, {@code credit} and {@code cursor}; nobody may change them any more
     * @param credit how many events may come before more is given
     * @param cursor behind which it begins, where it does not begin with what the arguments say
     */
    record Request(Command command, Arguments arguments, int credit, Optional<String> cursor) {
        public Request(Command command, Arguments arguments, int credit) {
            this(command, arguments, credit, Optional.empty());
        }
    }

    /** Told by one thread at a time, which it must not block. */
    interface Listener {
        /**
         * It is open, for the first time or again on another connection.
         *
         * @param description what the server answered
         */
        default void opened(Value description) {}

        /**
         * How many events may come now: asked whenever it is about to be opened, again as well.
         *
         * @param usual what the request says
         */
        default int credit(int usual) {
            return usual;
        }

        void event(WireEvent event);

        /** The connection is lost; {@link #opened} follows, or {@link #ended}. What the server had leased to it may go to others. */
        default void interrupted() {}

        /** Nothing more follows. Without a reason it was closed from here. */
        void ended(Optional<SynapClientException> reason);
    }

    /** Allows so many more events; nothing while it is not open, since the listener is asked before it is opened again. */
    void credit(long more);

    /** Ends it; the stage is complete once the server knows, or can no more be told. */
    CompletionStage<Void> close();
}
