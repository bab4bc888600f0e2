package io.synap.bench.broker;

import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Thread-safe, no state. NATS JetStream as a queue with its own Java client: a work-queue stream in files, and one
 * durable pull consumer that all receivers share; a batch is one fetch, and each message is acked explicitly.
 */
public final class JetStreamQueueClient implements MessageClient {
    private static final String CONSUMER = "bench";
    private static final Duration WAIT = Duration.ofMillis(100);

    @Override
    public void create(int port, String queue) throws IOException, InterruptedException {
        JetStreamLink.create(port, queue, RetentionPolicy.WorkQueue);
    }

    @Override
    public Publisher publisher(int port, String queue) throws IOException, InterruptedException {
        return JetStreamLink.publisher(port, queue);
    }

    @Override
    public Taker taker(int port, String queue, int batch) throws IOException, InterruptedException {
        JetStreamLink link = new JetStreamLink(port);
        return new Fetcher(
                link,
                link.subscribe(
                        queue,
                        PullSubscribeOptions.builder()
                                .durable(CONSUMER)
                                .configuration(ConsumerConfiguration.builder()
                                        .ackPolicy(AckPolicy.Explicit)
                                        .build())
                                .build()),
                batch);
    }

    @Override
    public long held(int port, String queue) throws IOException, InterruptedException {
        return JetStreamLink.messages(port, queue);
    }

    /** Confined to one thread. */
    private record Fetcher(JetStreamLink link, JetStreamSubscription subscription, int batch) implements Taker {
        @Override
        public int take() {
            List<Message> messages = subscription.fetch(batch, WAIT);
            for (Message message : messages) {
                Payload.require(message.getData());
                message.ack();
            }
            return messages.size();
        }

        @Override
        public void close() throws IOException {
            link.close();
        }
    }
}
