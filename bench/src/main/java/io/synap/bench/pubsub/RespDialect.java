package io.synap.bench.pubsub;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Thread-safe, no state. RESP2: PUBLISH, SUBSCRIBE, PSUBSCRIBE. */
public final class RespDialect implements Dialect {
    private static final int NAMES_AT_ONCE = 100;
    /** {@code *3 $9 subscribe $7 channel :1}. */
    private static final int CONFIRMATION_LINES = 6;

    @Override
    public void open(TextLink link) {
        // nothing has to be said
    }

    @Override
    public void subscribe(TextLink link, Subject subject) throws IOException {
        List<String> names = subject.subscriptions();
        for (int from = 0; from < names.size(); from += NAMES_AT_ONCE) {
            List<String> some = names.subList(from, Math.min(from + NAMES_AT_ONCE, names.size()));
            StringBuilder command =
                    new StringBuilder("*").append(some.size() + 1).append("\r\n");
            bulk(command, subject.patterns() ? "PSUBSCRIBE" : "SUBSCRIBE");
            some.forEach(name -> bulk(command, name));
            link.send(bytes(command));
            for (int line = 0; line < some.size() * CONFIRMATION_LINES; line++) {
                String heard = link.line();
                if (heard.startsWith("-")) {
                    throw new MeasurementException("subscribing was answered: " + heard);
                }
            }
        }
    }

    @Override
    public byte[] publish(String channel, byte[] payload) {
        return array("PUBLISH", channel, latin(payload));
    }

    @Override
    public byte[] batchEnd() {
        return new byte[0];
    }

    @Override
    public byte[] batchAnswer(int requests, int receivers) {
        return bytes((":" + receivers + "\r\n").repeat(requests));
    }

    @Override
    public byte[] push(Subject subject, int channel, byte[] payload) {
        String name = subject.channels().get(channel);
        if (subject.patterns()) {
            String pattern = subject.subscriptions().get(subject.subscriptionOf(channel));
            return array("pmessage", pattern, name, latin(payload));
        }
        return array("message", name, latin(payload));
    }

    @Override
    public byte[] lastRequest() {
        return array("PING");
    }

    @Override
    public byte[] lastAnswer() {
        return array("pong", "");
    }

    @Override
    public byte[] interjection() {
        return new byte[0];
    }

    @Override
    public byte[] interjectionAnswer() {
        return new byte[0];
    }

    private static byte[] array(String... words) {
        StringBuilder text = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            bulk(text, word);
        }
        return bytes(text);
    }

    private static void bulk(StringBuilder out, String word) {
        out.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
