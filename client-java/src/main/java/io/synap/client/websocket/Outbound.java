package io.synap.client.websocket;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Command;
import io.synap.client.wire.Frames;
import io.synap.client.wire.WireWriter;
import io.synap.protocol.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way out, and what becomes of calls on it. Thread-safe.
 *
 * <p>While little is under way a caller writes its call itself, which is the quickest answer for one who waits for it.
 * Otherwise calls go through the backlog, and one thread, the sender, makes a frame of as many as there are: the more
 * there is to do the larger frames are. Whoever writes holds the wire.
 */
final class Outbound implements Runnable {
    /** What waits to be sent, in bytes; one call may be larger. */
    static final long BACKLOG_BYTES_MAX = 16L * 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(Outbound.class.getName());
    private static final int FRAME_BYTES = 64 * 1024;
    private static final int FRAME_BYTES_KEPT = 1024 * 1024;
    /** What a frame has besides its requests: session, the bound of what is answered. */
    private static final int FRAME_HEAD_BYTES_MAX = 64;

    private static final int DIRECT_BYTES_MAX = 4 * 1024;
    private static final int DIRECT_CALLS_MAX = 3;
    private static final long FAREWELL_MILLIS_MAX = 100;
    private static final int CLOSED_TOO_LARGE = 1009;

    private final Session session = new Session();
    private final Backlog backlog;
    private final int messageBytesMax;

    private final ReentrantLock wire = new ReentrantLock();
    /** Guarded by the wire. */
    private final WireWriter frame = new WireWriter(FRAME_BYTES);

    // Confined to the sender.
    private final List<Flight> taken = new ArrayList<>();
    private final List<Flight> dropped = new ArrayList<>();

    private volatile @Nullable Connection connection;
    private volatile String trouble = "";

    Outbound(int callsMax, int messageBytesMax) {
        this.backlog = new Backlog(session, callsMax, BACKLOG_BYTES_MAX);
        this.messageBytesMax = messageBytesMax;
    }

    /** Sends a call, now or as soon as that is possible. */
    void send(Flight flight) {
        if (refused(flight) || direct(flight)) {
            return;
        }
        SynapClientException refusal = ClientThread.isCurrent() ? backlog.offer(flight) : backlog.put(flight);
        if (refusal != null) {
            fail(flight, refusal);
        }
    }

    /** As {@link #sendOwn}, before all others: what is opened so misses nothing of what they bring about. */
    void sendFirst(Flight flight) {
        sendOwn(flight, true);
    }

    /** Sends one of the transport's own calls, beyond the bounds and without waiting. */
    void sendOwn(Flight flight) {
        sendOwn(flight, false);
    }

    private void sendOwn(Flight flight, boolean before) {
        if (refused(flight)) {
            return;
        }
        SynapClientException refusal = backlog.add(flight, before);
        if (refusal != null) {
            fail(flight, refusal);
        }
    }

    private boolean refused(Flight flight) {
        if ((long) flight.bytes + FRAME_HEAD_BYTES_MAX <= messageBytesMax) {
            return false;
        }
        fail(
                flight,
                SynapClientException.ofServer(
                        ErrorCode.BODY_TOO_LARGE.name(),
                        flight.call.command() + " takes " + flight.bytes + " bytes, the client sends up to "
                                + messageBytesMax + " (ClientOptions.messageBytesMax)"));
        return true;
    }

    /** Writes the call on the calling thread, if nothing is before it and nobody has to wait for that. */
    private boolean direct(Flight flight) {
        Connection open = connection;
        if (open == null
                || flight.bytes > DIRECT_BYTES_MAX
                || !open.isQuiet(DIRECT_CALLS_MAX, flight.bytes)
                || ClientThread.isCurrent()
                || !wire.tryLock()) {
            return false;
        }
        try {
            if (connection != open || open.inFlight.freeWaits() <= 0 || !backlog.pass(flight)) {
                return false;
            }
            if (flight.isNumbered() && flight.number == 0) {
                flight.number = session.take();
                if (flight.number == 0) {
                    return false;
                }
            }
            begin(flight.number != 0);
            if (!append(open, flight)) {
                return false;
            }
            transmit(open);
            return true;
        } finally {
            wire.unlock();
        }
    }

    private void begin(boolean numbered) {
        frame.clear(FRAME_BYTES_KEPT);
        frame.skip(FrameOutput.HEAD_BYTES_MAX);
        if (numbered) {
            Frames.session(frame, session.id(), session.answeredBelow());
        }
    }

    /** Puts the call in flight and into the frame; false when there is no connection any more. */
    private boolean append(Connection open, Flight flight) {
        if (!open.inFlight.add(flight)) {
            return false;
        }
        Frames.request(frame, flight.id, flight.call.command().encoded(), flight.call.arguments(), flight.number);
        return true;
    }

    private void transmit(Connection open) {
        try {
            open.send(frame);
        } catch (IOException failed) {
            // Whoever reads will notice too, and decide what becomes of what is in flight.
            drop(open);
        }
    }

    private synchronized void drop(Connection gone) {
        if (connection == gone) {
            connection = null;
            backlog.connected(false);
        }
        gone.abort();
    }

    /** The sender. */
    @Override
    public void run() {
        try {
            while (backlog.awaitWork()) {
                sendFrame();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendFrame() {
        wire.lock();
        try {
            Connection open = connection;
            if (open == null) {
                backlog.calm();
                return;
            }
            try {
                backlog.take(open, taken, dropped);
                open.sendControls();
                sendTaken(open);
            } catch (IOException failed) {
                drop(open);
            } catch (RuntimeException | Error unexpected) {
                LOG.log(System.Logger.Level.ERROR, "a frame cannot be sent", unexpected);
                drop(open);
            } finally {
                backlog.giveBack(taken).forEach(this::failClosed);
                taken.clear();
            }
        } finally {
            wire.unlock();
        }
        dropped.forEach(this::dropped);
        dropped.clear();
    }

    private void sendTaken(Connection open) throws IOException {
        if (taken.isEmpty()) {
            return;
        }
        boolean numbered = false;
        for (Flight each : taken) {
            numbered |= each.number != 0;
        }
        begin(numbered);
        int added = 0;
        while (added < taken.size() && append(open, taken.get(added))) {
            added++;
        }
        taken.subList(0, added).clear();
        if (added > 0) {
            open.send(frame);
        }
    }

    /** There is a connection; what has to be repeated has come back before. */
    synchronized void use(Connection next) {
        connection = next;
        backlog.connected(true);
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** Why there is no connection, for those who have waited for it in vain. */
    void troubled(String why) {
        trouble = why;
    }

    /** The connection is lost: what was on its way is sent again where that is safe. */
    void lost(Connection gone, int code, String reason) {
        drop(gone);
        troubled(reason);
        backlog.bound(gone).forEach(each -> fail(each, lostBefore(reason)));
        List<Flight> repeated = new ArrayList<>();
        List<Flight> all = gone.inFlight.close();
        int largest = all.stream().mapToInt(each -> each.bytes).max().orElse(0);
        long now = System.nanoTime();
        for (Flight flight : all) {
            if (flight.call.isDone()) {
                session.done(flight.number);
            } else if (flight.call.command().retry() == Command.Retry.NEVER) {
                fail(flight, SynapClientException.of(ClientFault.CONNECTION_LOST, "connection lost: " + reason, null));
            } else if (code == CLOSED_TOO_LARGE && flight.bytes > FRAME_BYTES && flight.bytes == largest) {
                // It would end the next connection as well.
                fail(flight, SynapClientException.ofServer(ErrorCode.BODY_TOO_LARGE.name(), reason));
            } else {
                flight.repeated = true;
                if (flight.isOver(now)) {
                    overdue(flight);
                } else {
                    repeated.add(flight);
                }
            }
        }
        backlog.giveBack(repeated).forEach(this::failClosed);
    }

    private static SynapClientException lostBefore(String reason) {
        return SynapClientException.unsent(ClientFault.CONNECTION_LOST, "connection lost: " + reason);
    }

    private void dropped(Flight flight) {
        fail(flight, lostBefore("it was meant for an earlier connection"));
    }

    void answered(Flight flight) {
        session.done(flight.number);
        backlog.moved();
    }

    /** There is something to say besides calls. */
    void urge() {
        backlog.urge();
    }

    /** Fails what has waited too long. */
    void sweep(long now) {
        List<Flight> late = new ArrayList<>(backlog.overdue(now));
        Connection open = connection;
        if (open != null) {
            late.addAll(open.inFlight.overdue(now));
        }
        if (!late.isEmpty()) {
            // What follows a call is the user's: it must not hold the timer.
            var _ = Thread.ofVirtual().name("synap-client-late").start(() -> late.forEach(this::overdue));
        }
        backlog.moved();
    }

    private void overdue(Flight flight) {
        fail(flight, flight.call.isDone() ? SynapClientException.of(ClientFault.DEADLINE_PASSED) : tooLate(flight));
    }

    private SynapClientException tooLate(Flight flight) {
        if (!flight.wasSent()) {
            return connection == null
                    ? notConnected()
                    : SynapClientException.unsent(
                            ClientFault.DEADLINE_PASSED, "the deadline passed while it waited behind other calls");
        }
        return flight.call.command().retry() == Command.Retry.FREELY
                ? SynapClientException.repeatable(ClientFault.DEADLINE_PASSED, ClientFault.DEADLINE_PASSED.message())
                : SynapClientException.of(ClientFault.DEADLINE_PASSED);
    }

    /** That there is no connection, and why. */
    SynapClientException notConnected() {
        String why = trouble;
        String message = ClientFault.NOT_CONNECTED.message() + (why.isEmpty() ? "" : "; " + why);
        return SynapClientException.of(ClientFault.NOT_CONNECTED, message, null);
    }

    private void fail(Flight flight, SynapClientException reason) {
        session.done(flight.number);
        flight.call.failed(reason);
    }

    private void failClosed(Flight flight) {
        boolean undecided = flight.wasSent() && flight.call.command().retry() != Command.Retry.FREELY;
        fail(
                flight,
                undecided
                        ? SynapClientException.undecided(
                                ClientFault.CLIENT_CLOSED, "the client was closed before the answer came")
                        : SynapClientException.of(ClientFault.CLIENT_CLOSED));
    }

    /** Ends all calls, and takes leave of the server if it can be told. */
    void close() {
        backlog.close().forEach(this::failClosed);
        Connection open = connection;
        if (open != null) {
            open.inFlight.close().forEach(this::failClosed);
            farewell(open, 1000);
        }
    }

    /** Sends the frame that closes, unless somebody is stuck writing. */
    void farewell(Connection open, int code) {
        try {
            if (wire.tryLock(FAREWELL_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                try {
                    open.sendClose(code);
                } finally {
                    wire.unlock();
                }
            }
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "the server could not be told that the connection ends", gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
