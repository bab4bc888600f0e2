package io.synap.server.resp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A socket that shows replies as the bytes they are, as Latin-1. */
final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawConnection(int port) throws IOException {
        this(port, 0);
    }

    /** With a receive buffer of about that many bytes; 0 for the system's choice. */
    RawConnection(int port, int receiveBufferBytes) throws IOException {
        socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    static String encode(List<String> command) {
        StringBuilder text = new StringBuilder("*" + command.size() + "\r\n");
        for (String each : command) {
            text.append('$').append(each.length()).append("\r\n").append(each).append("\r\n");
        }
        return text.toString();
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    String call(String... command) throws IOException {
        send(encode(List.of(command)));
        return reply();
    }

    /** The next whole reply, with everything nested in it. */
    String reply() throws IOException {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        reply(into);
        return into.toString(StandardCharsets.ISO_8859_1);
    }

    private void reply(ByteArrayOutputStream into) throws IOException {
        String line = line();
        into.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        switch (line.charAt(0)) {
            case '$', '=' -> {
                int length = length(line);
                if (length >= 0) {
                    into.writeBytes(in.readNBytes(length + 2));
                }
            }
            case '*', '~', '>' -> repeat(length(line), into);
            case '%' -> repeat(2 * length(line), into);
            default -> {}
        }
    }

    private void repeat(int times, ByteArrayOutputStream into) throws IOException {
        for (int i = 0; i < times; i++) {
            reply(into);
        }
    }

    private static int length(String line) {
        return Integer.parseInt(line.substring(1));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after " + line);
            }
            if (next == '\r') {
                in.read();
                return line.toString();
            }
            line.append((char) next);
        }
    }

    /** Exactly so many bytes. */
    String bytes(int count) throws IOException {
        return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Everything until the server closes. */
    String untilClosed() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                all.write(piece, 0, read);
            }
        } catch (SocketException reset) {
            // A close with unread input is a reset; what came before it counts.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
