package io.synap.bench.broker;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Confined to one thread. A connection to NATS, and what queues and streams of JetStream have in common; a stream's
 * subject is its name.
 */
final class JetStreamLink implements AutoCloseable {
    private static final long CONFIRM_TIMEOUT_SECONDS = 60;

    private final Connection connection;

    JetStreamLink(int port) throws IOException, InterruptedException {
        // a connection that is lost is to fail the measurement
        connection = Nats.connect(new Options.Builder()
                .server("nats://127.0.0.1:" + port)
                .noReconnect()
                .build());
    }

    static void create(int port, String name, RetentionPolicy retention) throws IOException, InterruptedException {
        try (JetStreamLink link = new JetStreamLink(port)) {
            link.connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(name)
                            .subjects(name)
                            .storageType(StorageType.File)
                            .retentionPolicy(retention)
                            .build());
        } catch (JetStreamApiException e) {
            throw new MeasurementException("NATS did not make the stream: " + e.getMessage(), e);
        }
    }

    static long messages(int port, String name) throws IOException, InterruptedException {
        try (JetStreamLink link = new JetStreamLink(port)) {
            return link.connection
                    .jetStreamManagement()
                    .getStreamInfo(name)
                    .getStreamState()
                    .getMsgCount();
        } catch (JetStreamApiException e) {
            throw new MeasurementException("NATS did not tell of the stream: " + e.getMessage(), e);
        }
    }

    static Publisher publisher(int port, String name) throws IOException, InterruptedException {
        return new Acked(new JetStreamLink(port), name);
    }

    JetStreamSubscription subscribe(String name, PullSubscribeOptions options) throws IOException {
        try {
            return connection.jetStream().subscribe(name, options);
        } catch (JetStreamApiException e) {
            throw new MeasurementException("NATS did not subscribe: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while closing", e);
        }
    }

    /** Confined to one thread. */
    private static final class Acked implements Publisher {
        private final JetStreamLink link;
        private final JetStream jetStream;
        private final String subject;
        private final byte[] payload = Payload.copy();
        private final List<CompletableFuture<PublishAck>> outstanding = new ArrayList<>();

        Acked(JetStreamLink link, String subject) throws IOException {
            this.link = link;
            this.jetStream = link.connection.jetStream();
            this.subject = subject;
        }

        @Override
        public void publish(int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                outstanding.add(jetStream.publishAsync(subject, payload));
            }
            try {
                for (CompletableFuture<PublishAck> ack : outstanding) {
                    ack.get(CONFIRM_TIMEOUT_SECONDS, TimeUnit.SECONDS);
                }
            } catch (ExecutionException | TimeoutException e) {
                throw new MeasurementException("NATS did not confirm: " + e, e);
            }
            outstanding.clear();
        }

        @Override
        public void close() throws IOException {
            link.close();
        }
    }
}
