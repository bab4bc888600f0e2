package io.synap.bench.load;

import io.synap.bench.system.MeasurementException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Confined to one thread. A plain blocking connection for control commands: PING, INFO, DBSIZE, BGSAVE. */
public final class RespClient implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int READ_TIMEOUT_MILLIS = 120_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    public RespClient(int port) throws IOException {
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public Reply call(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return readReply();
    }

    /** The answer's text; an error answer is an exception. */
    public String text(String... words) throws IOException {
        Reply reply = call(words);
        if (reply.isError()) {
            throw new MeasurementException(String.join(" ", words) + " was answered: " + reply.text());
        }
        return reply.text();
    }

    public long number(String... words) throws IOException {
        return Long.parseLong(text(words));
    }

    /** The fields of INFO's section; a field that a server does not know is absent. */
    public Map<String, String> info(String section) throws IOException {
        Map<String, String> fields = new HashMap<>();
        text("INFO", section).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return fields;
    }

    private Reply readReply() throws IOException {
        int type = in.read();
        if (type < 0) {
            throw new EOFException("the server closed the connection");
        }
        String line = readLine();
        return switch (type) {
            case '+', ':' -> new Reply(Reply.Kind.TEXT, line);
            case '-' -> new Reply(Reply.Kind.ERROR, line);
            case '_' -> Reply.NIL;
            case '$' -> readBulk(Integer.parseInt(line));
            default -> throw new MeasurementException("unexpected reply type " + (char) type);
        };
    }

    private Reply readBulk(int length) throws IOException {
        if (length < 0) {
            return Reply.NIL;
        }
        byte[] bytes = new byte[length + 2];
        in.readFully(bytes);
        return new Reply(Reply.Kind.TEXT, new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
