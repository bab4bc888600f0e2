package io.synap.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A small server of tests: listens on a free port of loopback, and serves each connection on a thread of its own. */
public final class Listener implements AutoCloseable {
    private final ServerSocket listener;
    private final Consumer<Socket> serve;

    public Listener(int backlog, Consumer<Socket> serve) throws IOException {
        this.listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        this.serve = serve;
    }

    /** Begins to accept. */
    public void start() {
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve.accept(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** The words of the next command of the Redis protocol; none at the end of the stream. */
    public static List<String> command(InputStream in) throws IOException {
        List<String> words = new ArrayList<>();
        String head = line(in);
        if (!head.isEmpty()) {
            for (int left = Integer.parseInt(head.substring(1)); left > 0; left--) {
                int length = Integer.parseInt(line(in).substring(1));
                words.add(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
                in.skipNBytes(2);
            }
        }
        return words;
    }

    /** Without its end; empty at the end of the stream. */
    public static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
