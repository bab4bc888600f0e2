package io.synap.bench.pubsub;

import io.synap.bench.system.MeasurementException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Immutable. What travels between a server and the clients of one measurement, encoded once: a batch of requests after
 * the other until every channel had its turn, and what comes back.
 */
final class Wire {
    private static final int PAYLOAD_BYTES = 100;

    private static final byte[] PAYLOAD = "0123456789abcdefghijklmnopqrstuvwxyz"
            .repeat(3)
            .substring(0, PAYLOAD_BYTES)
            .getBytes(StandardCharsets.US_ASCII);

    private final Dialect dialect;
    private final Subject subject;
    private final int pipeline;
    private final int receivers;
    private final int pushBytes;

    /** Of batches of {@code pipeline} messages, each of which reaches so many receivers. */
    Wire(Dialect dialect, Subject subject, int pipeline, int receivers) {
        int channels = subject.channels().size();
        if (channels > 1 && channels % pipeline != 0) {
            throw new IllegalArgumentException(channels + " channels are no whole batches of " + pipeline);
        }
        this.dialect = dialect;
        this.subject = subject;
        this.pipeline = pipeline;
        this.receivers = receivers;
        this.pushBytes = dialect.push(subject, 0, PAYLOAD).length;
    }

    Dialect dialect() {
        return dialect;
    }

    Subject subject() {
        return subject;
    }

    int pipeline() {
        return pipeline;
    }

    int pushBytes() {
        return pushBytes;
    }

    /** Batches until every channel had its turn. */
    int batches() {
        return Math.max(1, subject.channels().size() / pipeline);
    }

    /** All these batches; they are equally long. */
    byte[] requests() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int batch = 0; batch < batches(); batch++) {
            for (int i = 0; i < pipeline; i++) {
                int channel = (batch * pipeline + i) % subject.channels().size();
                all.writeBytes(dialect.publish(subject.channels().get(channel), PAYLOAD));
            }
            all.writeBytes(dialect.batchEnd());
        }
        return all.toByteArray();
    }

    /** The answers that the publisher gets: an item for each batch. */
    ExpectedBytes answers() {
        byte[] answer = dialect.batchAnswer(pipeline, receivers);
        return new ExpectedBytes(answer, answer.length, dialect.interjection());
    }

    /** What each subscriber gets: an item for each message. */
    ExpectedBytes pushes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int channel = 0; channel < subject.channels().size(); channel++) {
            byte[] push = dialect.push(subject, channel, PAYLOAD);
            if (push.length != pushBytes) {
                throw new MeasurementException("the pushes of two channels differ in length");
            }
            all.writeBytes(push);
        }
        return new ExpectedBytes(all.toByteArray(), pushBytes, dialect.interjection());
    }

    /** What each subscriber gets last. */
    ExpectedBytes last() {
        byte[] answer = dialect.lastAnswer();
        return new ExpectedBytes(answer, answer.length, dialect.interjection());
    }
}
