package io.synap.bench.websocket;

import io.synap.bench.system.MeasurementException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Immutable. A WebSocket that has just been opened (RFC 6455, section 4.1), and what was read behind the answer, in Latin-1. */
record Handshake(SocketChannel channel, String rest) {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY =
            Base64.getEncoder().encodeToString("synap bench key!".getBytes(StandardCharsets.US_ASCII));
    private static final String ACCEPT = accept(KEY);
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int ANSWER_BYTES_MAX = 1 << 14;

    /** From an address of the loopback network, since one address has only some 28,000 ports. */
    static Handshake open(int port, InetAddress from, String path) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(new InetSocketAddress(from, 0));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(request(port, path)));
            return answered(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static byte[] request(int port, String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: " + KEY + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Handshake answered(SocketChannel channel) throws IOException {
        channel.socket().setSoTimeout(TIMEOUT_MILLIS);
        InputStream in = channel.socket().getInputStream();
        byte[] bytes = new byte[ANSWER_BYTES_MAX];
        int length = 0;
        int end = -1;
        while (end < 0) {
            int read = length == bytes.length ? -1 : in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                throw new EOFException("the server closed the connection instead of opening a WebSocket");
            }
            length += read;
            end = text(bytes, length).indexOf("\r\n\r\n");
        }
        String head = text(bytes, end);
        if (!head.startsWith("HTTP/1.1 101 ") || !head.contains(": " + ACCEPT)) {
            throw new MeasurementException(
                    "no WebSocket was opened: " + text(bytes, length).strip());
        }
        return new Handshake(channel, text(bytes, length).substring(end + 4));
    }

    /** What {@code Sec-WebSocket-Accept} has to say for a key. */
    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
