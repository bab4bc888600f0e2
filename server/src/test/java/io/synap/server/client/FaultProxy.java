package io.synap.server.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between clients and a server, on loopback, with the faults that a test asks for. Thread-safe. Faults hold
 * for the connections that there are and for those to come, until {@link #heal}.
 */
final class FaultProxy implements AutoCloseable {
    /** Whose bytes. */
    enum From {
        CLIENT,
        SERVER
    }

    private static final int PIECE_BYTES = 16 * 1024;

    private final ServerSocket listening;
    private final List<Thread> threads = new ArrayList<>();

    // Guarded by this.
    private final Set<Socket> sockets = new HashSet<>();
    private final Set<From> stalled = new HashSet<>();
    private int target;
    private int accepted;
    private boolean refusing;
    private long delayMillis;
    /** So many bytes the server may still send before the connection is cut; negative: as many as it likes. */
    private long untilCut = -1;

    private boolean corrupting;
    private boolean closed;

    FaultProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        start(this::accept);
    }

    String endpoint() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Where new connections lead. */
    synchronized void target(int port) {
        target = port;
    }

    /** Connections that were let through. */
    synchronized int accepted() {
        return accepted;
    }

    /** New connections are reset. */
    synchronized void refuse() {
        refusing = true;
    }

    /** Nothing passes any more from that side, and nobody is told. */
    synchronized void stall(From side) {
        stalled.add(side);
    }

    /** Each piece arrives so much later. */
    synchronized void delay(long millis) {
        delayMillis = millis;
    }

    /** All connections are reset. */
    synchronized void reset() throws IOException {
        for (Socket each : sockets) {
            if (!each.isClosed()) {
                each.setSoLinger(true, 0);
                each.close();
            }
        }
        sockets.clear();
    }

    /** Connections are cut when the server has sent so many more bytes. */
    synchronized void cutAfter(long bytes) {
        untilCut = bytes;
    }

    /** What the server sends is changed, one bit in each piece. */
    synchronized void corrupt() {
        corrupting = true;
    }

    /** All is well again. */
    synchronized void heal() {
        refusing = false;
        corrupting = false;
        delayMillis = 0;
        untilCut = -1;
        stalled.clear();
        notifyAll();
    }

    private void start(Runnable task) {
        synchronized (threads) {
            threads.add(Thread.startVirtualThread(task));
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                if (isRefusing()) {
                    client.setSoLinger(true, 0);
                    client.close();
                } else {
                    connect(client);
                }
            }
        } catch (IOException end) {
            // The proxy is closed.
        }
    }

    private synchronized boolean isRefusing() {
        return refusing;
    }

    private synchronized void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException nobodyThere) {
            client.close();
            return;
        }
        accepted++;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        start(() -> pass(From.CLIENT, client, server));
        start(() -> pass(From.SERVER, server, client));
    }

    private void pass(From side, Socket from, Socket to) {
        byte[] piece = new byte[PIECE_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(piece);
            while (read >= 0) {
                int passed = faults(side, piece, read);
                out.write(piece, 0, passed);
                if (passed < read) {
                    return;
                }
                read = in.read(piece);
            }
        } catch (IOException gone) {
            // One of the two has left, so the other is let go.
        }
    }

    /** How much of the piece may pass, when it may. */
    private int faults(From side, byte[] piece, int length) {
        long delay;
        synchronized (this) {
            while (stalled.contains(side) && !closed) {
                try {
                    wait();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return 0;
                }
            }
            delay = delayMillis;
            if (side == From.SERVER && corrupting) {
                piece[length / 2] ^= 4;
            }
            if (side == From.SERVER && untilCut >= 0) {
                if (untilCut < length) {
                    int rest = (int) untilCut;
                    untilCut = -1;
                    return rest;
                }
                untilCut -= length;
            }
        }
        if (delay > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delay));
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        synchronized (this) {
            closed = true;
            notifyAll();
            reset();
        }
        List<Thread> all;
        synchronized (threads) {
            all = List.copyOf(threads);
        }
        for (Thread each : all) {
            try {
                each.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
