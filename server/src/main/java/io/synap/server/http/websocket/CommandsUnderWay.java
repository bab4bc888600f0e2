package io.synap.server.http.websocket;

import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.SessionId;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.live.LiveEvent;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands of one connection, from their message to their answers. Confined to its event loop. */
final class CommandsUnderWay {
    /** Messages from that size on are read by a worker, since it takes milliseconds. */
    private static final int READ_INLINE_BYTES_MAX = 256 * 1024;

    private final WebSocketConnection connection;
    private final FrameCodec codec;
    /** Commands of a message that have to wait. */
    private @Nullable ArrayDeque<FrameCodec.Request> requests;

    /** The one that the client has named last. */
    private SessionId session = SessionId.NONE;

    private boolean parsing;
    private boolean awaitingRoom;
    private int inFlight;
    private @Nullable Set<SocketCall> deferred;

    CommandsUnderWay(WebSocketConnection connection) {
        this.connection = connection;
        this.codec = connection.codec();
    }

    /** Whether the next command has to wait. */
    boolean isBlocked() {
        return parsing
                || awaitingRoom
                || inFlight >= connection.loop().settings().commandsMax();
    }

    /** The path's subscription is being opened: nothing is executed before. */
    void opens() {
        awaitingRoom = true;
        inFlight++;
    }

    void opened(PathCall call) {
        awaitingRoom = false;
        done(call);
    }

    /** Executes the commands of a message. */
    void read(byte[] content) {
        if (content.length > READ_INLINE_BYTES_MAX) {
            parsing = true;
            connection.loop().off(() -> codec.read(content), this::parsed);
            return;
        }
        FrameCodec.Message read;
        try {
            read = codec.read(content);
        } catch (SynapException wrong) {
            unreadable(wrong);
            return;
        }
        execute(read);
    }

    private void parsed(FrameCodec.@Nullable Message read, @Nullable Throwable wrong) {
        parsing = false;
        if (connection.isClosing()) {
            return;
        }
        if (read != null) {
            execute(read);
        } else if (wrong instanceof SynapException known) {
            unreadable(known);
        } else {
            connection.failed(wrong == null ? new IllegalStateException("nothing was read") : wrong);
        }
        connection.touch();
    }

    private void unreadable(SynapException wrong) {
        EncodedOutput out = connection.loop().output(codec);
        out.clear();
        codec.fail(out, null, wrong.code(), String.valueOf(wrong.getMessage()));
        connection.output().answer(out);
    }

    private void execute(FrameCodec.Message read) {
        if (!read.session().isNone()) {
            session = read.session();
        }
        for (FrameCodec.Request request : read.requests()) {
            if (requests != null || connection.isBlocked()) {
                ArrayDeque<FrameCodec.Request> queue = requests;
                if (queue == null) {
                    queue = new ArrayDeque<>(read.requests().size());
                    requests = queue;
                }
                queue.add(request);
            } else {
                execute(request);
            }
        }
    }

    private void execute(FrameCodec.Request request) {
        inFlight++;
        connection.loop().runner().run(new RequestCall(connection, request, session));
    }

    /** Goes on with commands that had to wait; true when there are none. */
    boolean executeWaiting() {
        ArrayDeque<FrameCodec.Request> queue = requests;
        while (queue != null && !connection.isBlocked()) {
            FrameCodec.Request next = queue.poll();
            if (next == null) {
                requests = null;
                return true;
            }
            execute(next);
        }
        return queue == null;
    }

    void underWay(SocketCall call) {
        Set<SocketCall> all = deferred;
        if (all == null) {
            all = new LinkedHashSet<>();
            deferred = all;
        }
        all.add(call);
    }

    void done(SocketCall call) {
        inFlight--;
        Set<SocketCall> all = deferred;
        if (all != null) {
            all.remove(call);
            if (all.isEmpty()) {
                deferred = null;
            }
        }
    }

    void awaitsRoom(SocketCall call, boolean waits) {
        awaitingRoom = waits;
        if (waits) {
            underWay(call);
        } else {
            connection.touch();
        }
    }

    /** Sends a command's answer. */
    void answered(SocketCall call, FrameCodec.@Nullable Parts large, long position) {
        done(call);
        if (connection.isClosing()) {
            if (large != null) {
                large.close();
            }
            return;
        }
        if (large == null) {
            connection.output().answer(call.out());
        } else {
            connection.output().large(large);
        }
        connection.flush(position);
    }

    /** A command is done that is not answered, unless it failed. */
    void executed(SocketCall call, @Nullable LiveEvent error) {
        done(call);
        if (error != null) {
            connection.events().event(codec.eventHead(null), error);
        }
        if (!connection.inTurn()) {
            connection.touch();
        }
    }

    /** The client leaves: what waits is for nobody. */
    void leave() {
        requests = null;
        Set<SocketCall> all = deferred;
        if (all != null) {
            List.copyOf(all).forEach(SocketCall::gone);
        }
    }
}
