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
 * Thread-safe, no state. NATS JetStream as a stream of events in files, with its own Java client; reading is a pull
 * consumer without acks.
 */
public final class JetStreamStreamClient implements MessageClient {
    @Override
    public void create(int port, String room) throws IOException, InterruptedException {
        JetStreamLink.create(port, room, RetentionPolicy.Limits);
    }

    @Override
    public Publisher publisher(int port, String room) throws IOException, InterruptedException {
        return JetStreamLink.publisher(port, room);
    }

    @Override
    public Taker taker(int port, String room, int batch) throws IOException, InterruptedException {
        return new Reader(new JetStreamLink(port), room, batch);
    }

    @Override
    public long held(int port, String room) throws IOException, InterruptedException {
        return JetStreamLink.messages(port, room);
    }

    /** Confined to one thread. */
    private static final class Reader implements Taker {
        private static final Duration WAIT = Duration.ofMillis(100);

        private final JetStreamLink link;
        private final String room;
        private final int batch;
        private JetStreamSubscription subscription;

        Reader(JetStreamLink link, String room, int batch) throws IOException {
            this.link = link;
            this.room = room;
            this.batch = batch;
            subscription = fromTheStart(link, room);
        }

        @Override
        public int take() throws IOException {
            List<Message> messages = subscription.fetch(batch, WAIT);
            messages.forEach(message -> Payload.require(message.getData()));
            if (messages.size() < batch) {
                subscription.unsubscribe();
                subscription = fromTheStart(link, room);
            }
            return messages.size();
        }

        private static JetStreamSubscription fromTheStart(JetStreamLink link, String room) throws IOException {
            ConsumerConfiguration unacked =
                    ConsumerConfiguration.builder().ackPolicy(AckPolicy.None).build();
            return link.subscribe(
                    room, PullSubscribeOptions.builder().configuration(unacked).build());
        }

        @Override
        public void close() throws IOException {
            link.close();
        }
    }
}
