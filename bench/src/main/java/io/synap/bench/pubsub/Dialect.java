package io.synap.bench.pubsub;

import java.io.IOException;

/** Thread-safe, no state. How clients of a server publish and subscribe: every byte sent and every byte to come back. */
public interface Dialect {
    /** Says what a new connection has to say first. */
    void open(TextLink link) throws IOException;

    /** Makes all subscriptions; returns once the server has confirmed them. */
    void subscribe(TextLink link, Subject subject) throws IOException;

    /** The request that publishes to a channel. */
    byte[] publish(String channel, byte[] payload);

    /** What ends a batch of requests, so that it is answered; empty where each request is. */
    byte[] batchEnd();

    /** The answer to a batch of so many requests, each of which reaches so many subscribers. */
    byte[] batchAnswer(int requests, int receivers);

    /** What a subscriber receives. */
    byte[] push(Subject subject, int channel, byte[] payload);

    /** What a subscriber asks last, to know that no push follows. */
    byte[] lastRequest();

    /** The answer, which comes behind every push. */
    byte[] lastAnswer();

    /** What the server may say at any time between two pushes or answers; empty where it keeps silent. */
    byte[] interjection();

    /** What it wants to hear then. */
    byte[] interjectionAnswer();
}
