package io.synap.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Immutable. How a server that does not speak RESP says that it serves: what its first bytes are, and what a client
 * has to send before they come. Both texts are Latin-1.
 */
record Greeting(String sent, String expected) {
    /** AMQP 0-9-1, section 4.2.2: to a protocol header the server answers with a method frame, whose type is 1. */
    static final Greeting AMQP = new Greeting("AMQP\u0000\u0000\u0009\u0001", "\u0001");

    static final Greeting NATS = new Greeting("", "INFO ");

    /** It is enough that it listens. */
    static final Greeting NONE = new Greeting("", "");

    private static final int TIMEOUT_MILLIS = 2_000;

    /** False if the server listens but says something else, or nothing. */
    boolean heard(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            byte[] first = socket.getInputStream().readNBytes(expected.length());
            return new String(first, StandardCharsets.ISO_8859_1).equals(expected);
        }
    }
}
