package io.synap.bench.websocket;

import io.synap.bench.Listener;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Thread-safe. RFC 6455 from the server's side, a thread each; what it does is up to the test. */
final class TinyWebSocketServer implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int PING = 0x89;
    static final int CLOSE = 0x88;
    private static final int PONG_RECEIVED = 0x8A;

    private final Listener listener = new Listener(200, this::serve);
    private final BiConsumer<Client, String> onText;
    private final BiConsumer<Client, String> onOpen;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger pongs = new AtomicInteger();

    /** One connection. */
    static final class Client {
        private final Socket socket;

        Client(Socket socket) {
            this.socket = socket;
        }

        void send(String text) {
            frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        /** In two pieces, with a ping between them. */
        void sendInPieces(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int half = bytes.length / 2;
            frame(0x01, Arrays.copyOf(bytes, half));
            frame(PING, new byte[] {'?'});
            frame(0x80, Arrays.copyOfRange(bytes, half, bytes.length));
        }

        synchronized void frame(int first, byte[] payload) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(first);
            if (payload.length < 126) {
                frame.write(payload.length);
            } else if (payload.length < 1 << 16) {
                frame.write(126);
                frame.write(payload.length >>> 8);
                frame.write(payload.length);
            } else {
                frame.write(127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.write((int) ((long) payload.length >>> shift));
                }
            }
            frame.writeBytes(payload);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(frame.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** {@code onOpen} gets the path of a new connection, {@code onText} what it says. */
    TinyWebSocketServer(BiConsumer<Client, String> onOpen, BiConsumer<Client, String> onText) throws IOException {
        this.onOpen = onOpen;
        this.onText = onText;
        listener.start();
    }

    int port() {
        return listener.port();
    }

    List<Client> clients() {
        return clients;
    }

    int pongs() {
        return pongs.get();
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            String path = "";
            String key = "";
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                if (line.startsWith("GET ")) {
                    path = line.split(" ", -1)[1];
                } else if (line.startsWith("Sec-WebSocket-Key: ")) {
                    key = line.substring("Sec-WebSocket-Key: ".length());
                }
            }
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Handshake.accept(key) + "\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            Client client = new Client(socket);
            clients.add(client);
            onOpen.accept(client, path);
            read(client, in);
        } catch (IOException | UncheckedIOException clientHasGone) {
            return;
        }
    }

    private void read(Client client, DataInputStream in) throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            int second = in.readUnsignedByte();
            if ((second & 0x80) == 0) {
                throw new IOException("not masked");
            }
            int length = (second & 0x7f) == 126 ? in.readUnsignedShort() : second & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i & 3];
            }
            if (first == PONG_RECEIVED) {
                pongs.incrementAndGet();
            } else {
                onText.accept(client, new String(payload, StandardCharsets.UTF_8));
            }
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Client client : clients) {
            client.socket.close();
        }
    }
}
