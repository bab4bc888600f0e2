package io.synap.bench.broker;

import io.synap.bench.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Thread-safe. Reads RESP commands and answers each as the script says; keeps them all. */
final class ScriptedServer implements AutoCloseable {
    private final Listener listener = new Listener(50, this::serve);
    private final Function<List<String>, String> script;

    /** Guarded by itself. */
    private final List<List<String>> commands = new ArrayList<>();

    ScriptedServer(Function<List<String>, String> script) throws IOException {
        this.script = script;
        listener.start();
    }

    int port() {
        return listener.port();
    }

    List<List<String>> commands() {
        synchronized (commands) {
            return List.copyOf(commands);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (List<String> words = Listener.command(in); !words.isEmpty(); words = Listener.command(in)) {
                synchronized (commands) {
                    commands.add(words);
                }
                socket.getOutputStream().write(script.apply(words).getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException clientHasGone) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
