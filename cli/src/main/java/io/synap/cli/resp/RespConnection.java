package io.synap.cli.resp;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Value;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection of the Redis protocol, for a command at a time. Confined to its owner. */
final class RespConnection implements AutoCloseable {
    private static final int BULK_BYTES_MAX = 64 * 1024 * 1024;
    private static final int ELEMENTS_MAX = 1_000_000;
    private static final int LINE_BYTES_MAX = 64 * 1024;
    private static final int DEPTH_MAX = 8;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** @throws io.synap.client.error.UnavailableException if nothing listens there */
    RespConnection(String host, int port, Duration most) {
        try {
            int millis = (int) Math.min(Integer.MAX_VALUE, most.toMillis());
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(host, port), millis);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException nobody) {
            throw SynapClientException.of(
                    ClientFault.NOT_CONNECTED,
                    "no Redis protocol at " + host + ":" + port + " (" + nobody.getMessage() + "); --resp says where",
                    nobody);
        }
    }

    /** @throws SynapClientException what the server refused, or that the answer did not come */
    Value call(List<String> words) {
        try {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head('*', words.size()));
            for (String word : words) {
                byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
                request.writeBytes(head('$', bytes.length));
                request.writeBytes(bytes);
                request.writeBytes(new byte[] {'\r', '\n'});
            }
            socket.getOutputStream().write(request.toByteArray());
            return reply(0);
        } catch (SocketTimeoutException late) {
            throw SynapClientException.of(ClientFault.DEADLINE_PASSED);
        } catch (IOException lost) {
            throw SynapClientException.of(ClientFault.CONNECTION_LOST, String.valueOf(lost.getMessage()), lost);
        }
    }

    private static byte[] head(char kind, int count) {
        return (kind + Integer.toString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private Value reply(int depth) throws IOException {
        String line = line();
        String rest = line.isEmpty() ? "" : line.substring(1);
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> new Value.Text(rest);
            case ':' -> new Value.Whole(Long.parseLong(rest));
            case '-' -> throw refusal(rest);
            case '$' -> bulk(count(rest, BULK_BYTES_MAX));
            case '*' -> list(count(rest, ELEMENTS_MAX), depth);
            default -> throw broken();
        };
    }

    private static SynapClientException refusal(String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? SynapClientException.ofServer(text, "")
                : SynapClientException.ofServer(text.substring(0, space), text.substring(space + 1));
    }

    private static int count(String text, int most) {
        int count = Integer.parseInt(text);
        if (count < -1 || count > most) {
            throw broken();
        }
        return count;
    }

    private Value bulk(int length) throws IOException {
        if (length < 0) {
            return Value.nothing();
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new IOException("the server closed the connection");
        }
        return new Value.Text(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    private Value list(int count, int depth) throws IOException {
        if (depth == DEPTH_MAX) {
            throw broken();
        }
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(reply(depth + 1));
        }
        return count < 0 ? Value.nothing() : new Value.Sequence(elements);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new IOException("the server closed the connection");
            }
            if (line.size() == LINE_BYTES_MAX) {
                throw broken();
            }
            line.write(each);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private static SynapClientException broken() {
        return SynapClientException.of(ClientFault.PROTOCOL_BROKEN);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is of no use any more, and the answer is here.
        }
    }
}
