package io.synap.client.websocket;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/** A client's opening handshake (RFC 6455, section 4.1). Stateless. */
final class Handshake {
    static final String SUBPROTOCOL = "synap.v1.proto";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int HEAD_BYTES_MAX = 16 * 1024;

    private Handshake() {}

    /**
     * Asks for a WebSocket, and reads the answer.
     *
     * @throws ProtocolException when it is anything but a WebSocket that speaks our protocol
     */
    static void perform(URI endpoint, OutputStream out, FrameInput in, SecureRandom random) throws IOException {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String key = Base64.getEncoder().encodeToString(bytes);
        String request = "GET " + endpoint.getRawPath() + " HTTP/1.1\r\nHost: " + endpoint.getRawAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key + "\r\nSec-WebSocket-Protocol: " + SUBPROTOCOL + "\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        check(in.head(HEAD_BYTES_MAX), answer(key));
    }

    private static void check(String head, String accept) throws ProtocolException {
        String[] lines = head.split("\r\n", -1);
        String[] status = lines[0].split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new ProtocolException("the server does not speak HTTP");
        }
        if (!status[1].equals("101")) {
            String words = status.length > 2 ? " " + status[2] : "";
            throw new ProtocolException("the server answered " + status[1] + words);
        }
        if (!header(lines, "upgrade").equalsIgnoreCase("websocket")
                || !header(lines, "sec-websocket-accept").equals(accept)) {
            throw new ProtocolException("the server did not agree to a WebSocket");
        }
        String subprotocol = header(lines, "sec-websocket-protocol");
        if (!subprotocol.equals(SUBPROTOCOL)) {
            throw new ProtocolException("the server speaks "
                    + (subprotocol.isEmpty() ? "no subprotocol" : "'" + subprotocol + "'") + ", not " + SUBPROTOCOL);
        }
        if (!header(lines, "sec-websocket-extensions").isEmpty()) {
            throw new ProtocolException("the server uses an extension that nobody asked for");
        }
    }

    /** The value of the first header of that name; empty when there is none. */
    private static String header(String[] lines, String name) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    static String answer(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
