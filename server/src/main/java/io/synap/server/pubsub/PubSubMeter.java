package io.synap.server.pubsub;

/** Counts the messages that one event loop publishes. Confined to that loop. */
public interface PubSubMeter {
    /** Counts nothing. */
    PubSubMeter NONE = new PubSubMeter() {
        @Override
        public int topic(byte[] channel, boolean heard) {
            return 0;
        }

        @Override
        public void published(int topic) {}
    };

    /**
     * Where messages to a channel are counted.
     *
     * @param heard whether anybody has subscribed to it; channels that nobody hears get no figures of their own
     */
    int topic(byte[] channel, boolean heard);

    /** One message more, of those counted there. */
    void published(int topic);
}
