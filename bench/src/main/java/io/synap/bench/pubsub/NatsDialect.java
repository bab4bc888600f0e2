package io.synap.bench.pubsub;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Thread-safe, no state. The text protocol of NATS: PUB, SUB, MSG. Publishing is not answered, so a PING after each
 * batch is: its PONG says that the server has taken the batch.
 */
public final class NatsDialect implements Dialect {
    private static final String CONNECT = """
        CONNECT {"verbose":false,"pedantic":false,"lang":"bench","version":"1","protocol":0}\r
        """;
    private static final String PING = "PING\r\n";
    private static final String PONG = "PONG\r\n";
    /** Subscription ids begin here, so that all are equally long. */
    private static final int FIRST_SID = 10_000;

    @Override
    public void open(TextLink link) throws IOException {
        link.send(bytes(CONNECT));
        awaitPong(link);
    }

    @Override
    public void subscribe(TextLink link, Subject subject) throws IOException {
        List<String> names = subject.subscriptions();
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            commands.append("SUB ")
                    .append(names.get(i))
                    .append(' ')
                    .append(FIRST_SID + i)
                    .append("\r\n");
        }
        link.send(bytes(commands));
        awaitPong(link);
    }

    private static void awaitPong(TextLink link) throws IOException {
        link.send(bytes(PING));
        for (String line = link.line(); !line.equals(PONG.strip()); line = link.line()) {
            if (line.startsWith("-ERR")) {
                throw new MeasurementException("NATS said: " + line);
            }
            if (line.equals(PING.strip())) {
                link.send(bytes(PONG));
            }
        }
    }

    @Override
    public byte[] publish(String channel, byte[] payload) {
        return message("PUB " + channel, payload);
    }

    @Override
    public byte[] batchEnd() {
        return bytes(PING);
    }

    @Override
    public byte[] batchAnswer(int requests, int receivers) {
        return bytes(PONG);
    }

    @Override
    public byte[] push(Subject subject, int channel, byte[] payload) {
        int sid = FIRST_SID + subject.subscriptionOf(channel);
        return message("MSG " + subject.channels().get(channel) + " " + sid, payload);
    }

    @Override
    public byte[] lastRequest() {
        return bytes(PING);
    }

    @Override
    public byte[] lastAnswer() {
        return bytes(PONG);
    }

    @Override
    public byte[] interjection() {
        return bytes(PING);
    }

    @Override
    public byte[] interjectionAnswer() {
        return bytes(PONG);
    }

    private static byte[] message(String head, byte[] payload) {
        return bytes(head + " " + payload.length + "\r\n" + new String(payload, StandardCharsets.ISO_8859_1) + "\r\n");
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
