package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.SessionId;
import io.synap.server.http.LargeBody;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.json.Fields;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.node.SessionCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the messages of a WebSocket say commands, answers and events: one for each subprotocol. Thread-safe; what it
 * writes goes into outputs of the caller's.
 */
public interface FrameCodec {
    /** One command of a message. Immutable. */
    interface Request {
        /** How the client calls it, for the log; null when it does not. */
        @Nullable
        String id();

        /** The name in the catalogue; empty when the message says none. */
        String command();

        /**
         * Its arguments.
         *
         * @throws SynapException INVALID_ARGUMENT when they are no object
         */
        Fields payload();

        /**
         * The request of a session that it is; null when it has no number.
         *
         * @param current the session that the connection has named last
         * @throws SynapException INVALID_ARGUMENT
         */
        @Nullable
        SessionCall session(SessionId current);

        /** Its arguments where they stand beside the name, as in the short commands of the published protocol. */
        default Fields all() {
            return payload();
        }
    }

    /**
     * What a message holds.
     *
     * @param session the one that the connection's requests belong to from now on; NONE for the same as before
     * @param requests in the order in which they are to be executed
     */
    record Message(SessionId session, List<Request> requests) {}

    /** A large answer, part after part. Confined to its event loop. */
    interface Parts {
        /** Writes the next part, or nothing yet; true when that was the last. */
        boolean next(EncodedOutput out);

        void close();
    }

    /** What a client asks for by {@code Sec-WebSocket-Protocol}. */
    String subprotocol();

    /** Whether its messages are binary ones, both ways; else they are text. */
    boolean isBinary();

    /** Whether answers and events may follow each other in one message. */
    boolean joins();

    /**
     * Reads a message. Runs on any thread.
     *
     * @throws SynapException MALFORMED when the message is none; nothing of it is executed
     */
    Message read(byte[] message);

    EncodedOutput newOutput(int initialBytes);

    /** Writes what stands before a command's result. */
    void begin(EncodedOutput out, Request request);

    /** Writes what stands behind it; everything before is in the same output. */
    void end(EncodedOutput out);

    /**
     * Writes a whole answer that is an error, into an output that is empty.
     *
     * @param request null when none could be read
     */
    void fail(EncodedOutput out, @Nullable Request request, ErrorCode code, String detail);

    /** The whole answer of a command whose result is a large value. */
    Parts large(Request request, LargeBody body);

    /**
     * What stands before the events of one subscription; made once for each.
     *
     * @param subscription its name; null where the connection has one that needs none
     */
    byte[] eventHead(@Nullable String subscription);

    /** How many bytes {@link #writeEvent} will write. */
    int eventBytes(byte[] head, LiveEvent event);

    void writeEvent(ByteBuf target, byte[] head, LiveEvent event);
}
