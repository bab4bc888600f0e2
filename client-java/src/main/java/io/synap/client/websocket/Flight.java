package io.synap.client.websocket;

import io.synap.client.transport.Call;
import io.synap.client.transport.Command;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call with what the transport knows of it. Confined to whoever has it: the backlog's lock, then the wire's, then the
 * ring's.
 */
final class Flight {
    /** What a request takes besides its command and arguments, at most: tags, lengths, id and number. */
    private static final int FRAMING_BYTES_MAX = 48;

    /** The server forgets a session that is idle for ten minutes; what is repeated later could be done twice. */
    private static final long REPEAT_NANOS_MAX = TimeUnit.MINUTES.toNanos(9);

    final Call<?> call;
    /** The only connection it may be sent on; null when any will do. */
    final @Nullable Connection only;
    /** In a frame, at most. */
    final int bytes;
    /** Whether it waits for a number before others that came after it. */
    boolean stoodAside;
    /** Its place among all calls of the client. */
    long order;
    /** Its number in the session; 0 before it was first sent, and for calls that have none. */
    long number;
    /** On the present connection; 0 before it was first sent. */
    long id;
    /** When it was first sent, by {@link System#nanoTime}. */
    long firstSentNanos;
    /** Whether it was on its way on a connection that was lost. */
    boolean repeated;

    Flight(Call<?> call, @Nullable Connection only) {
        this.call = call;
        this.only = only;
        long size = (long) call.command().encoded().length + call.arguments().size() + FRAMING_BYTES_MAX;
        this.bytes = (int) Math.min(size, Integer.MAX_VALUE);
    }

    boolean isNumbered() {
        return call.command().retry() == Command.Retry.IN_SESSION;
    }

    boolean wasSent() {
        return id != 0;
    }

    /** Whether nobody waits for it any more. */
    boolean isOver(long now) {
        return call.isDone()
                || call.deadlineNanos() - now <= 0
                || (repeated && isNumbered() && now - firstSentNanos > REPEAT_NANOS_MAX);
    }
}
