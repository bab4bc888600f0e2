package io.synap.bench.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Thread-safe. RabbitMQ over AMQP 0-9-1 with its own Java client: durable queues of either type, persistent messages,
 * publisher confirms, consumers with prefetch and one multiple ack a batch.
 */
public record AmqpQueueClient(Type type) implements MessageClient {
    private static final String DEFAULT_EXCHANGE = "";
    private static final long CONFIRM_TIMEOUT_MILLIS = 60_000;
    private static final AMQP.BasicProperties PERSISTENT =
            new AMQP.BasicProperties.Builder().deliveryMode(2).build();

    /** The value of a queue's argument {@code x-queue-type}. */
    public enum Type {
        CLASSIC("classic"),
        QUORUM("quorum");

        private final String argument;

        Type(String argument) {
            this.argument = argument;
        }
    }

    @Override
    public void create(int port, String queue) throws IOException {
        try (Connection connection = connect(port)) {
            connection.createChannel().queueDeclare(queue, true, false, false, arguments());
        }
    }

    Map<String, Object> arguments() {
        return Map.of("x-queue-type", type.argument);
    }

    @Override
    public Publisher publisher(int port, String queue) throws IOException {
        return new Confirmed(connect(port), queue);
    }

    @Override
    public Taker taker(int port, String queue, int batch) throws IOException {
        return new Prefetched(connect(port), queue, batch);
    }

    /** Without those that a consumer holds. */
    @Override
    public long held(int port, String queue) throws IOException {
        try (Connection connection = connect(port)) {
            return connection.createChannel().queueDeclarePassive(queue).getMessageCount();
        }
    }

    private static Connection connect(int port) throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        // a connection that is lost is to fail the measurement
        factory.setAutomaticRecoveryEnabled(false);
        try {
            return factory.newConnection();
        } catch (TimeoutException e) {
            throw new IOException("RabbitMQ did not accept a connection in time", e);
        }
    }

    /** Confined to one thread. */
    private static final class Confirmed implements Publisher {
        private final Connection connection;
        private final Channel channel;
        private final String queue;
        private final byte[] payload = Payload.copy();

        Confirmed(Connection connection, String queue) throws IOException {
            this.connection = connection;
            this.queue = queue;
            channel = connection.createChannel();
            channel.confirmSelect();
        }

        @Override
        public void publish(int count) throws IOException, InterruptedException {
            for (int i = 0; i < count; i++) {
                channel.basicPublish(DEFAULT_EXCHANGE, queue, PERSISTENT, payload);
            }
            try {
                channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
            } catch (TimeoutException e) {
                throw new MeasurementException("RabbitMQ did not confirm", e);
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /**
     * Deliveries are counted on the client library's thread; whoever takes is woken once the prefetch is used up,
     * since nothing more comes before the ack.
     */
    private static final class Prefetched implements Taker {
        private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

        private final Connection connection;
        private final Channel channel;
        private final int batch;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition full = lock.newCondition();

        // guarded by the lock
        private int delivered;
        private long lastTag;
        private String failure = "";

        Prefetched(Connection connection, String queue, int batch) throws IOException {
            this.connection = connection;
            this.batch = batch;
            channel = connection.createChannel();
            channel.basicQos(batch);
            channel.basicConsume(queue, false, new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(
                        String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                    Prefetched.this.delivered(envelope, body);
                }

                @Override
                public void handleShutdownSignal(String consumer, ShutdownSignalException signal) {
                    failed(String.valueOf(signal.getMessage()));
                }
            });
        }

        @Override
        public int take() throws IOException, InterruptedException {
            int taken;
            lock.lock();
            try {
                long left = WAIT_NANOS;
                while (delivered < batch && failure.isEmpty() && left > 0) {
                    left = full.awaitNanos(left);
                }
                if (!failure.isEmpty()) {
                    throw new MeasurementException("RabbitMQ's consumer failed: " + failure);
                }
                taken = delivered;
                delivered = 0;
                if (taken > 0) {
                    channel.basicAck(lastTag, true);
                }
            } finally {
                lock.unlock();
            }
            return taken;
        }

        private void delivered(Envelope envelope, byte[] body) {
            lock.lock();
            try {
                if (envelope.isRedeliver()) {
                    failed("a message was delivered twice");
                }
                Payload.require(body);
                lastTag = envelope.getDeliveryTag();
                delivered++;
                if (delivered == batch) {
                    full.signal();
                }
            } catch (MeasurementException e) {
                failed(String.valueOf(e.getMessage()));
            } finally {
                lock.unlock();
            }
        }

        private void failed(String reason) {
            lock.lock();
            try {
                failure = reason;
                full.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
