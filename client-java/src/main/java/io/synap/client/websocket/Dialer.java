package io.synap.client.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Opens connections, one at a time. Thread-safe; one thread dials, others may watch over it. */
final class Dialer {
    private final SecureRandom random = new SecureRandom();
    private final Connection.Owner owner;
    private final int inFlightMax;
    private final long timeoutNanos;

    // Guarded by this.
    private @Nullable Socket dialing;
    private long sinceNanos;
    private boolean late;
    private boolean closed;

    Dialer(Connection.Owner owner, int inFlightMax, long timeoutNanos) {
        this.owner = owner;
        this.inFlightMax = inFlightMax;
        this.timeoutNanos = timeoutNanos;
    }

    /**
     * Connects and performs the handshake.
     *
     * @throws IOException why it could not be done
     */
    Connection dial(URI endpoint) throws IOException {
        Socket socket = new Socket();
        begin(socket);
        boolean done = false;
        try {
            // Without a timeout of the socket's own, which would make each later read ask the system twice.
            socket.connect(new InetSocketAddress(InetAddress.getByName(endpoint.getHost()), endpoint.getPort()));
            socket.setTcpNoDelay(true);
            Socket secured = endpoint.getScheme().equals("wss") ? secure(socket, endpoint) : socket;
            Connection connection = new Connection(owner, inFlightMax, socket, secured, random);
            connection.shakeHands(endpoint, random);
            done = true;
            return connection;
        } catch (IOException failed) {
            throw isLate() ? new IOException("no handshake within the time allowed", failed) : failed;
        } finally {
            end();
            if (!done) {
                socket.close();
            }
        }
    }

    private static Socket secure(Socket plain, URI endpoint) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured = (SSLSocket) factory.createSocket(plain, endpoint.getHost(), endpoint.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private synchronized void begin(Socket socket) throws IOException {
        if (closed) {
            throw new IOException("the client is closed");
        }
        dialing = socket;
        sinceNanos = System.nanoTime();
        late = false;
    }

    private synchronized void end() {
        dialing = null;
    }

    private synchronized boolean isLate() {
        return late;
    }

    /** Gives up what takes too long. */
    synchronized void sweep(long now) {
        if (dialing != null && now - sinceNanos > timeoutNanos) {
            late = true;
            abandon(dialing);
        }
    }

    synchronized void close() {
        closed = true;
        if (dialing != null) {
            abandon(dialing);
        }
    }

    private static void abandon(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is given up, whether it closes well or not.
        }
    }
}
