package io.synap.server.http;

import io.synap.protocol.error.ErrorCode;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.node.SessionCall;
import org.jspecify.annotations.Nullable;

/**
 * A reply that is being made, whatever carries it; {@link ReplyRunner} takes it from its handler to its
 * sending. Confined to its event loop.
 */
public abstract class ReplyUnderWay {
    /** When a write that finds no room in the log gives up; 0 while it has not waited. */
    long roomDeadlineNanos;
    /** The request of a session that it answers; null for none. */
    @Nullable
    SessionCall session;
    /** The log position that the parts written so far depend on. */
    long awaited;

    /** The id that lines logged meanwhile carry; empty for none. */
    protected abstract String requestId();

    /** What is done, for the log: no name of a client's. */
    protected abstract String label();

    protected abstract ValueOutput out();

    /** Forgets what was written, to begin again. */
    protected abstract void reset();

    /** Runs the handler, from its beginning. */
    protected abstract void handle();

    /** Whether the handler has put the reply off. */
    protected abstract boolean isDeferred();

    /** Whether the reply has to wait until its writes are synced, whatever the policy. */
    protected boolean isDurable() {
        return false;
    }

    /** Waits for room in the log, or no more. */
    protected void awaitsRoom(boolean waits) {}

    /** Turns the reply into an error. */
    protected abstract void fail(ErrorCode code, String detail);

    /** Whether the client has left. */
    protected abstract boolean isGone();

    /** Calls back once if the client leaves. */
    protected abstract void whenGone(Runnable action);

    /**
     * Sends what was written.
     *
     * @param position the log position that must be synced before; 0 for at once
     */
    protected abstract void send(long position);

    /** The client has left: what was written is for nobody. */
    protected abstract void abandon();
}
