package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client and we have agreed on about compression (RFC 7692, permessage-deflate), and how the client's messages
 * go on from each other. Confined to its event loop.
 */
final class Deflation {
    static final int WINDOW_BITS_MAX = 15;
    private static final int WINDOW_BITS_MIN = 8;
    private static final int WINDOW_BYTES = 1 << WINDOW_BITS_MAX;
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final byte[] NOTHING = new byte[0];

    private final Deflate deflate;
    private final int windowBits;
    private final boolean clientContext;
    private byte[] window = NOTHING;

    private Deflation(Deflate deflate, int windowBits, boolean clientContext) {
        this.deflate = deflate;
        this.windowBits = windowBits;
        this.clientContext = clientContext;
    }

    /**
     * Takes the first offer that we can keep; null when there is none, which is no error.
     *
     * @param offers the values of {@code Sec-WebSocket-Extensions}
     */
    static @Nullable Deflation accept(List<String> offers, Deflate deflate) {
        for (String header : offers) {
            for (String offer : header.split(",", -1)) {
                Deflation accepted = acceptOne(offer, deflate);
                if (accepted != null) {
                    return accepted;
                }
            }
        }
        return null;
    }

    private static @Nullable Deflation acceptOne(String offer, Deflate deflate) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].strip().equalsIgnoreCase(NAME)) {
            return null;
        }
        Set<String> seen = new HashSet<>();
        int bits = WINDOW_BITS_MAX;
        boolean context = true;
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = (equals < 0 ? parts[i] : parts[i].substring(0, equals)).strip();
            String value =
                    equals < 0 ? "" : unquoted(parts[i].substring(equals + 1).strip());
            boolean good = switch (name) {
                case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> equals < 0;
                case SERVER_WINDOW -> isWindow(value);
                case CLIENT_WINDOW -> equals < 0 || isWindow(value);
                default -> false;
            };
            if (!good || !seen.add(name)) {
                return null;
            }
            if (name.equals(SERVER_WINDOW)) {
                bits = Integer.parseInt(value);
            }
            context &= !name.equals(CLIENT_NO_CONTEXT);
        }
        return new Deflation(deflate, bits, context);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isWindow(String value) {
        if (value.isEmpty() || value.length() > 2 || value.startsWith("0")) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        int bits = Integer.parseInt(value);
        return bits >= WINDOW_BITS_MIN && bits <= WINDOW_BITS_MAX;
    }

    /** The value of {@code Sec-WebSocket-Extensions} in the answer. */
    String answer() {
        StringBuilder answer = new StringBuilder(NAME + "; " + SERVER_NO_CONTEXT);
        if (windowBits < WINDOW_BITS_MAX) {
            answer.append("; " + SERVER_WINDOW + "=").append(windowBits);
        }
        if (!clientContext) {
            answer.append("; " + CLIENT_NO_CONTEXT);
        }
        return answer.toString();
    }

    /** What the client's next message may refer back to, in bytes. */
    int heldBytes() {
        return window.length;
    }

    byte[] inflate(byte[] message, int bytesMax) {
        byte[] expanded = deflate.inflate(message, window, bytesMax);
        if (clientContext) {
            window = slide(window, expanded, expanded.length);
        }
        return expanded;
    }

    void deflate(byte[] message, int from, int length, ByteBuf target) {
        deflate.deflate(message, from, length, windowBits, target);
    }

    /** The last 32 KiB of a window and of what came behind it. */
    static byte[] slide(byte[] window, byte[] next, int length) {
        if (length == 0) {
            return window;
        }
        if (length >= WINDOW_BYTES) {
            return Arrays.copyOfRange(next, length - WINDOW_BYTES, length);
        }
        int kept = Math.min(window.length, WINDOW_BYTES - length);
        byte[] slid = new byte[kept + length];
        System.arraycopy(window, window.length - kept, slid, 0, kept);
        System.arraycopy(next, 0, slid, kept, length);
        return slid;
    }
}
