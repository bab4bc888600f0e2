package io.synap.server.resp;

/**
 * Counts what one event loop does. Confined to that loop: plain counters will do. Called once per
 * command and once per batch, so it must cost next to nothing.
 */
public interface CommandMetrics {
    CommandMetrics NONE = new CommandMetrics() {
        @Override
        public void count(int commandIndex, boolean ok) {}

        @Override
        public void missed(int commandIndex) {}

        @Override
        public void batch(int commands, long nanos) {}
    };

    /** One command done, by its index in the catalogue; not ok when the reply is an error. */
    void count(int commandIndex, boolean ok);

    /** The command that is counted next, or was just counted, read a key that is not there. */
    void missed(int commandIndex);

    /** One batch done: as many commands as one read of the socket brought. */
    void batch(int commands, long nanos);

    /** A connection was closed because its output had grown beyond the limit. */
    default void outputLimitExceeded() {}
}
