package io.synap.server.http.websocket;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The opening handshake (RFC 6455, section 4.2). Stateless. */
final class Handshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /**
     * Checks what a client must say.
     *
     * @return the answer to its key
     * @throws SynapException UPGRADE_REQUIRED when it speaks another version, MALFORMED for all else
     */
    static String check(HttpVersion version, MultiMap headers) {
        if (version != HttpVersion.HTTP_1_1) {
            throw malformed("WebSockets need HTTP/1.1");
        }
        if (!hasToken(headers.getAll("connection"), "upgrade")) {
            throw malformed("the header Connection does not say Upgrade");
        }
        String length = headers.get("content-length");
        if ((length != null && !length.equals("0")) || headers.contains("transfer-encoding")) {
            throw malformed("a handshake has no body");
        }
        List<String> versions = headers.getAll("sec-websocket-version");
        if (versions.size() != 1 || !versions.getFirst().strip().equals(VERSION)) {
            throw new SynapException(ErrorCode.UPGRADE_REQUIRED);
        }
        List<String> keys = headers.getAll("sec-websocket-key");
        if (keys.size() != 1 || !isKey(keys.getFirst().strip())) {
            throw malformed("Sec-WebSocket-Key must be base64 of 16 bytes, once");
        }
        return answer(keys.getFirst().strip());
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private static String answer(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Whether one of the comma-separated words is that one, whatever its case. */
    static boolean hasToken(List<String> values, String token) {
        for (String value : values) {
            for (String each : value.split(",", -1)) {
                if (each.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first of a client's subprotocols that we speak; null when it asks for none of them. */
    static @Nullable FrameCodec subprotocol(List<String> asked, List<FrameCodec> codecs) {
        for (String value : asked) {
            for (String each : value.split(",", -1)) {
                for (FrameCodec codec : codecs) {
                    if (codec.subprotocol().equals(each.strip())) {
                        return codec;
                    }
                }
            }
        }
        return null;
    }

    private static SynapException malformed(String detail) {
        return new SynapException(ErrorCode.MALFORMED, detail);
    }

    /**
     * The answer's bytes.
     *
     * @param subprotocol null for none
     * @param extension null for none
     */
    static byte[] response(String accept, @Nullable String subprotocol, @Nullable String extension) {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
                .append("Sec-WebSocket-Accept: ")
                .append(accept)
                .append("\r\n");
        if (subprotocol != null) {
            head.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
        }
        if (extension != null) {
            head.append("Sec-WebSocket-Extensions: ").append(extension).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
