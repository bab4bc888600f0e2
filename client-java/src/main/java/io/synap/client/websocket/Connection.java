package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.BadFrameException;
import io.synap.client.wire.Frames;
import io.synap.client.wire.WireEvent;
import io.synap.client.wire.WireValue;
import io.synap.client.wire.WireWriter;
import io.synap.protocol.error.ErrorCode;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: frames out, frames in. One thread reads, whoever holds the wire writes, anybody may abort it.
 */
final class Connection implements FrameInput.Sink, Frames.Receiver {
    /** What the connection tells its transport, on the thread that reads. */
    interface Owner {
        /** The call is out of flight; it is completed next. */
        void answered(Flight flight);

        void event(WireEvent event);

        /** There is a ping to be answered. */
        void pinged();
    }

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    /** What the system's buffers surely take, so that a caller may write without waiting. */
    private static final int UNHEARD_BYTES_MAX = 16 * 1024;

    final InFlight inFlight;
    private final Owner owner;
    private final Socket plain;
    private final FrameInput input;
    private final FrameOutput output;
    private final Socket socket;

    private volatile long heardNanos = System.nanoTime();
    /** Written since something was heard; the writer adds, the reader clears, and a lost update does no harm. */
    private volatile int unheardBytes;

    /** Confined to whoever holds the wire. */
    private boolean closeSent;

    private volatile byte @Nullable [] ping;
    private volatile boolean pingDue;

    /**
     * @param plain what is closed to end it all
     * @param secured what is read and written, the same or TLS on top of it
     */
    Connection(Owner owner, int inFlightMax, Socket plain, Socket secured, SecureRandom random) throws IOException {
        this.owner = owner;
        this.inFlight = new InFlight(inFlightMax);
        this.plain = plain;
        this.socket = secured;
        this.input = new FrameInput(secured.getInputStream(), this);
        this.output = new FrameOutput(secured.getOutputStream(), random);
    }

    void shakeHands(URI endpoint, SecureRandom random) throws IOException {
        Handshake.perform(endpoint, socket.getOutputStream(), input, random);
    }

    /**
     * Reads until the server closes it.
     *
     * @throws IOException when it is lost otherwise
     */
    FrameInput.Closing readAll() throws IOException {
        return input.readAll();
    }

    @Override
    public void heard() {
        heardNanos = System.nanoTime();
        unheardBytes = 0;
    }

    @Override
    public void message(byte[] bytes, int from, int to) throws ProtocolException {
        try {
            Frames.read(bytes, from, to, this);
        } catch (BadFrameException wrong) {
            ProtocolException broken = new ProtocolException(String.valueOf(wrong.getMessage()));
            broken.initCause(wrong);
            throw broken;
        }
    }

    @Override
    public void ping(byte[] content) {
        ping = content;
        owner.pinged();
    }

    @Override
    public void answer(long id, WireValue payload) {
        Flight flight = inFlight.remove(id);
        if (flight == null) {
            return; // It came after the deadline.
        }
        owner.answered(flight);
        try {
            flight.call.answered(payload);
        } catch (RuntimeException | Error escaped) {
            LOG.log(System.Logger.Level.ERROR, "the answer to " + flight.call.command() + " cannot be used", escaped);
            flight.call.failed(
                    SynapClientException.of(ClientFault.CODEC_FAILED, String.valueOf(escaped.getMessage()), escaped));
        }
    }

    @Override
    public void failure(long id, SynapClientException reason) {
        Flight flight = inFlight.remove(id);
        if (flight != null) {
            owner.answered(flight);
            flight.call.failed(isOpen(flight, reason) ? undecided(reason) : reason);
        } else if (id == 0) {
            throw new BadFrameException("the server refused a frame: " + reason.getMessage());
        }
    }

    /** Whether a refusal speaks of the repeat alone: what was sent before may have been executed. */
    private static boolean isOpen(Flight flight, SynapClientException reason) {
        return flight.repeated && flight.isNumbered() && reason.kind() == ErrorCode.Kind.UNAVAILABLE;
    }

    private static SynapClientException undecided(SynapClientException reason) {
        return SynapClientException.of(
                ClientFault.CONNECTION_LOST, "the repeat was refused: " + reason.getMessage(), reason);
    }

    @Override
    public void event(WireEvent event) {
        owner.event(event);
    }

    /** Sends a message, whose content begins behind the room for a frame's head. */
    void send(WireWriter frame) throws IOException {
        int before = unheardBytes;
        unheardBytes = before + frame.size();
        output.message(frame.array(), frame.size());
    }

    /** Sends pings and their answers that are due. */
    void sendControls() throws IOException {
        byte[] asked = ping;
        if (asked != null) {
            ping = null;
            output.pong(asked);
        }
        if (pingDue) {
            pingDue = false;
            output.ping();
        }
    }

    void sendClose(int code) throws IOException {
        if (!closeSent) {
            closeSent = true;
            output.close(code, "");
        }
    }

    /** The next controls have a ping. */
    void askForSign() {
        pingDue = true;
    }

    /** Whether so much can surely be written without waiting, and is not better sent along with more. */
    boolean isQuiet(int callsMax, int bytes) {
        return inFlight.count() <= callsMax && unheardBytes + bytes <= UNHEARD_BYTES_MAX;
    }

    /** When there was the last sign of life, by {@link System#nanoTime}. */
    long aliveNanos() {
        long progress = output.progressNanos();
        long heard = heardNanos;
        return progress - heard > 0 ? progress : heard;
    }

    /** Ends it at once: whoever reads or writes gets an error. */
    void abort() {
        try {
            // Closing TLS politely might wait for a writer that waits for the server.
            plain.close();
        } catch (IOException ignored) {
            // It is given up, whether it closes well or not.
        }
    }
}
