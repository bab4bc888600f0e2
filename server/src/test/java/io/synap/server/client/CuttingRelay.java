package io.synap.server.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Passes on what comes to a port of its own, until it cuts its connections; new ones are let through. Thread-safe. */
final class CuttingRelay implements AutoCloseable {
    private final ServerSocket listening;
    private volatile int target;
    /** Guarded by this. */
    private final List<Socket> open = new ArrayList<>();

    private volatile boolean closed;

    CuttingRelay(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var _ = Thread.ofVirtual().start(this::accept);
    }

    /** New connections are passed on to that port. */
    void target(int port) {
        target = port;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!closed) {
            try {
                pass(listening.accept());
            } catch (IOException ended) {
                if (!closed) {
                    throw new UncheckedIOException(ended);
                }
            }
        }
    }

    private void pass(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (ConnectException nobodyThere) {
            client.close();
            return;
        }
        synchronized (this) {
            open.add(client);
            open.add(server);
        }
        var _ = Thread.ofVirtual().start(() -> pass(client, server));
        var _ = Thread.ofVirtual().start(() -> pass(server, client));
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            var _ = from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // That is what it is for; both ends are closed now.
        }
    }

    /** Ends the connections that there are. */
    synchronized void cut() throws IOException {
        for (Socket each : open) {
            each.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
        cut();
    }
}
