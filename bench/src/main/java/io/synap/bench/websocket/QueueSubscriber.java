package io.synap.bench.websocket;

import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.ServerCpu;
import io.synap.bench.system.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Confined to the measuring thread. One WebSocket that subscribes to a queue, gets its messages in batches and acks each
 * batch with one command. The queue holds the messages before; each has to come once.
 */
public final class QueueSubscriber {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(2);

    /**
     * How it subscribes.
     *
     * @param path where commands are taken
     * @param batch messages in one frame
     * @param prefetch messages received and not acked
     */
    public record Plan(int port, String path, String queue, int batch, int prefetch) {}

    /**
     * What was measured, from subscribing to the last ack's answer.
     *
     * @param perSecond messages received and acked
     * @param serverMicros processor time of the server for each message
     * @param generatorMicros processor time of this process for each message
     */
    public record Outcome(double perSecond, double serverMicros, double generatorMicros) {}

    private final Plan plan;
    private final Session session;

    // shared with the loop's thread
    private final AtomicLong acked = new AtomicLong();

    public QueueSubscriber(Plan plan) {
        this.plan = plan;
        this.session = new Session(plan.queue());
    }

    /** Takes exactly so many messages, which the queue holds. Runs once. */
    public Outcome take(long count, ServerCpu cpu) throws IOException, InterruptedException {
        try (SocketLoop loop = new SocketLoop(plan.port())) {
            Usage before = Usage.now(cpu);
            var _ = loop.open(plan.path(), subscribe(), session);
            long seen = 0;
            long seenAt = System.nanoTime();
            while (acked.getAcquire() < count) {
                loop.pass(POLL);
                long now = System.nanoTime();
                if (acked.getAcquire() > seen) {
                    seen = acked.getAcquire();
                    seenAt = now;
                } else if (now - seenAt > SILENCE_MAX.toNanos()) {
                    throw new MeasurementException(
                            "%d of %d messages were acked, then nothing came".formatted(seen, count));
                }
            }
            Usage usage = Usage.now(cpu).since(before);
            if (acked.getAcquire() > count) {
                throw new MeasurementException("more messages came than were published");
            }
            return new Outcome(usage.perSecond(count), usage.serverMicrosEach(count), usage.generatorMicrosEach(count));
        }
    }

    private String subscribe() {
        return """
            {"command":"queue.subscribe","request_id":"subscribe","payload":{"queue":"%s","consumer":"bench",\
            "prefetch":%d,"batch":%d}}\
            """.formatted(plan.queue(), plan.prefetch(), plan.batch());
    }

    /** Confined to the loop's thread. Finds the receipts of a frame and sends them back. */
    private final class Session implements Link.Listener {
        private static final byte[] RECEIPT = Text.ascii("\"receipt\":\"");
        private static final byte[] MESSAGES = Text.ascii("\"messages\":[");
        private static final byte[] REFUSED = Text.ascii("\"refused\":");
        private static final byte[] DONE = Text.ascii("\"done\":");
        private static final byte[] SUBSCRIBED = Text.ascii("\"request_id\":\"subscribe\"");
        private static final byte[] SUCCESS = Text.ascii("\"success\":true");
        private static final byte[] ACK_END = Text.ascii("]}}");
        /** The members before it are short. */
        private static final int KIND_WITHIN = 200;

        private final byte[] ackBegin;
        private final BitSet ids = new BitSet();
        private byte[] ack = new byte[1 << 14];

        Session(String queue) {
            ackBegin = Text.ascii("{\"command\":\"queue.ack\",\"request_id\":\"ack\",\"payload\":{\"queue\":\"" + queue
                    + "\",\"receipts\":[");
        }

        @Override
        public void message(Link link, byte[] bytes, int from, int length) {
            int to = from + length;
            if (Text.find(MESSAGES, bytes, from, Math.min(to, from + KIND_WITHIN)) >= 0) {
                messages(link, bytes, from, to);
            } else {
                answer(bytes, from, to);
            }
        }

        private void messages(Link link, byte[] bytes, int from, int to) {
            reserve(ackBegin.length + (to - from) + ACK_END.length);
            int length = append(ackBegin, 0, ackBegin.length, 0);
            int begin = length;
            for (int at = Text.find(RECEIPT, bytes, from, to); at >= 0; at = Text.find(RECEIPT, bytes, at, to)) {
                at += RECEIPT.length;
                int end = at;
                while (bytes[end] != '"') {
                    end++;
                }
                requireNew(bytes, at, end);
                if (length > begin) {
                    ack[length++] = ',';
                }
                // with its quotes
                length = append(bytes, at - 1, end + 1, length);
                at = end;
            }
            if (length == begin) {
                throw unexpected(bytes, from, to);
            }
            length = append(ACK_END, 0, ACK_END.length, length);
            link.send(ack, length);
        }

        /** A receipt is {@code <message id>-<delivery number>}; every message has to come once. */
        private void requireNew(byte[] bytes, int from, int to) {
            int id = Math.toIntExact(Text.number(bytes, from, to));
            if (ids.get(id) || bytes[to - 2] != '-' || bytes[to - 1] != '1') {
                throw new MeasurementException("a message came again: " + Text.shown(bytes, from, to - from));
            }
            ids.set(id);
        }

        private void answer(byte[] bytes, int from, int to) {
            int refused = Text.findLast(REFUSED, bytes, from, to);
            int done = Text.findLast(DONE, bytes, from, to);
            if (refused >= 0 && done >= 0) {
                if (Text.number(bytes, refused + REFUSED.length, to) != 0) {
                    throw new MeasurementException("an ack was refused");
                }
                acked.setRelease(acked.getPlain() + Text.number(bytes, done + DONE.length, to));
            } else if (Text.find(SUBSCRIBED, bytes, from, to) < 0 || Text.find(SUCCESS, bytes, from, to) < 0) {
                throw unexpected(bytes, from, to);
            }
        }

        private MeasurementException unexpected(byte[] bytes, int from, int to) {
            return new MeasurementException("neither messages nor an ack: " + Text.shown(bytes, from, to - from));
        }

        private void reserve(int bytes) {
            if (ack.length < bytes) {
                ack = Arrays.copyOf(ack, 2 * bytes);
            }
        }

        private int append(byte[] source, int from, int to, int at) {
            System.arraycopy(source, from, ack, at, to - from);
            return at + to - from;
        }
    }
}
