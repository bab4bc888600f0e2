package io.synap.bench.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Thread-safe. Reads RESP commands and answers each as the script says; keeps them all. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Function<List<String>, String> script;

    /** Guarded by itself. */
    private final List<List<String>> commands = new ArrayList<>();

    ScriptedServer(Function<List<String>, String> script) throws IOException {
        this.script = script;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    List<List<String>> commands() {
        synchronized (commands) {
            return List.copyOf(commands);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (String head = line(in); !head.isEmpty(); head = line(in)) {
                List<String> words = new ArrayList<>();
                for (int left = Integer.parseInt(head.substring(1)); left > 0; left--) {
                    int length = Integer.parseInt(line(in).substring(1));
                    words.add(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
                    in.skipNBytes(2);
                }
                synchronized (commands) {
                    commands.add(words);
                }
                socket.getOutputStream().write(script.apply(words).getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException clientHasGone) {
            return;
        }
    }

    /** Without its end; empty at the end of the stream. */
    private static String line(InputStream in) throws IOException {
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
