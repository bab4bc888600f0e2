package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.BadFrameException;
import io.synap.client.wire.Frames;
import io.synap.client.wire.WireEvent;
import io.synap.client.wire.WireValue;
import io.synap.client.wire.WireWriter;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: frames out, frames in. Its listener's methods are called by one thread at a time; the rest is the
 * sender's.
 */
final class Connection implements WebSocket.Listener, Frames.Receiver {
    /** What the connection tells its transport. */
    interface Owner {
        void done(Flight flight);

        void event(WireEvent event);

        void lost(Connection connection, String reason);
    }

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES_KEPT = 1024 * 1024;
    private static final int MESSAGE_BYTES_MAX = 256 * 1024 * 1024;

    final InFlight inFlight;
    private final Owner owner;
    private volatile @Nullable WebSocket socket;
    private volatile long heardNanos = System.nanoTime();
    private byte[] message = new byte[BUFFER_BYTES];
    private int received;

    Connection(Owner owner, int inFlightMax) {
        this.owner = owner;
        this.inFlight = new InFlight(inFlightMax);
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        heardNanos = System.nanoTime();
        int more = data.remaining();
        if (received > MESSAGE_BYTES_MAX - more) {
            owner.lost(this, "a message has more than " + MESSAGE_BYTES_MAX + " bytes");
            return null;
        }
        if (received + more > message.length) {
            message = Arrays.copyOf(message, Math.max(received + more, 2 * message.length));
        }
        data.get(message, received, more);
        received += more;
        if (last) {
            int length = received;
            received = 0;
            try {
                Frames.read(message, length, this);
            } catch (BadFrameException wrong) {
                owner.lost(this, String.valueOf(wrong.getMessage()));
                return null;
            }
            if (message.length > BUFFER_BYTES_KEPT) {
                message = new byte[BUFFER_BYTES];
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        owner.lost(this, "the server sent text");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
        heardNanos = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        heardNanos = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        owner.lost(this, "the server closed the connection: " + code + (reason.isEmpty() ? "" : " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        owner.lost(this, String.valueOf(error.getMessage()));
    }

    @Override
    public void answer(long id, WireValue payload) {
        Flight flight = inFlight.remove(id);
        if (flight != null) {
            owner.done(flight);
            flight.call.answered(payload);
        }
    }

    @Override
    public void failure(long id, SynapClientException reason) {
        Flight flight = inFlight.remove(id);
        if (flight != null) {
            owner.done(flight);
            flight.call.failed(reason);
        } else if (id == 0) {
            owner.lost(this, "the server refused a frame: " + reason);
        }
    }

    @Override
    public void event(WireEvent event) {
        owner.event(event);
    }

    /** Sends a frame; complete when the next may be sent. */
    CompletableFuture<?> send(WireWriter frame) {
        WebSocket open = socket;
        if (open == null) {
            return CompletableFuture.failedFuture(SynapClientException.of(ClientFault.CONNECTION_LOST));
        }
        return open.sendBinary(ByteBuffer.wrap(frame.array(), 0, frame.size()), true);
    }

    void ping() {
        WebSocket open = socket;
        if (open != null) {
            var _ = open.sendPing(ByteBuffer.allocate(0));
        }
    }

    /** When something last came, by {@link System#nanoTime}. */
    long heardNanos() {
        return heardNanos;
    }

    /** Ends it for good, politely if that is possible. */
    void close(boolean politely) {
        WebSocket open = socket;
        if (open == null) {
            return;
        }
        if (politely && !open.isOutputClosed()) {
            var _ = open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((done, failed) -> open.abort());
        } else {
            open.abort();
        }
    }
}
