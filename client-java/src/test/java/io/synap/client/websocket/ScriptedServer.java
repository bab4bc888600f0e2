package io.synap.client.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback whose connections each get the next script; the last one is for all that follow. Thread-safe. */
final class ScriptedServer implements AutoCloseable {
    /** What happens to a connection, which is closed behind it. */
    @FunctionalInterface
    interface Script {
        void serve(ServerWire wire) throws IOException;
    }

    private final ServerSocket listening;
    private final List<Script> scripts;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    ScriptedServer(Script... scripts) throws IOException {
        this.scripts = List.of(scripts);
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private synchronized void start(Runnable task) {
        threads.add(Thread.startVirtualThread(task));
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                int turn = Math.min(accepted.getAndIncrement(), scripts.size() - 1);
                synchronized (this) {
                    sockets.add(socket);
                }
                start(() -> serve(socket, scripts.get(turn)));
            }
        } catch (IOException closed) {
            // That is its end.
        }
    }

    private static void serve(Socket socket, Script script) {
        try (socket) {
            script.serve(new ServerWire(socket));
        } catch (IOException gone) {
            // The client has left, which scripts wait for.
        }
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/ws");
    }

    /** Connections so far. */
    int accepted() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        List<Thread> all;
        synchronized (this) {
            for (Socket each : sockets) {
                each.close();
            }
            all = List.copyOf(threads);
        }
        try {
            for (Thread each : all) {
                each.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
