package io.synap.server.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of server-sent events on a bare connection, which reads as slowly as it is told. Confined to one thread. */
final class EventReader implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;
    private final String head;

    private EventReader(Socket socket, BufferedReader reader, String head) {
        this.socket = socket;
        this.reader = reader;
        this.head = head;
    }

    /** Asks for events; headers as whole lines. */
    static EventReader open(RunningServer server, String path, String... headers) throws IOException {
        Socket socket = server.connect();
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int each = in.read();
            if (each < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) each);
        }
        boolean chunked = head.indexOf("transfer-encoding: chunked") >= 0;
        InputStream body = chunked ? new Chunks(in) : in;
        return new EventReader(
                socket, new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), head.toString());
    }

    /** The status line and the headers. */
    String head() {
        return head;
    }

    /** The next event without its blank line; comments are events here, retry is passed over; empty at the end. */
    String next() throws IOException {
        StringBuilder event = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty()) {
                String all = event.toString();
                if (!all.isEmpty() && !all.startsWith("retry:")) {
                    return all;
                }
                event.setLength(0);
            } else {
                event.append(event.isEmpty() ? "" : "\n").append(line);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The body of chunks. */
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private int left;
        private boolean ended;

        Chunks(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (left == 0 && !ended) {
                String size = line();
                left = Integer.parseInt(size.isEmpty() ? line() : size, 16);
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int read = in.read(target, from, Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int each = in.read(); each != '\n'; each = in.read()) {
                if (each < 0) {
                    return "0";
                }
                if (each != '\r') {
                    line.append((char) each);
                }
            }
            return line.toString();
        }
    }
}
