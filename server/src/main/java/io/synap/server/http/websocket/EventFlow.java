package io.synap.server.http.websocket;

import io.netty.channel.WriteBufferWaterMark;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveOutlet;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The events of one connection's subscriptions, as fast as its client takes them. Confined to its event loop. */
final class EventFlow {
    /** Events that a source may send before it asks again. */
    private static final int EVENTS_MAX = 256;

    private static final int FIRST_EVENT_BYTES = 1024;
    /** What may wait for a client when buffers are short. */
    private static final int SPARED_BYTES = 16 * 1024;
    /**
     * So low that whoever had to wait for the least of all bounds is told when the socket has taken that much. One
     * byte less than the bound, since a channel is writable up to its mark, that byte included.
     */
    static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(SPARED_BYTES / 2, SPARED_BYTES - 1);

    private final WebSocketConnection connection;
    private @Nullable ArrayDeque<LiveOutlet> waiting;
    private int eventBytes = FIRST_EVENT_BYTES;

    EventFlow(WebSocketConnection connection) {
        this.connection = connection;
    }

    /** How many events may be sent now. */
    int eventRoom() {
        long held = connection.output().bytes();
        // When buffers are short, who takes what it is sent goes on, and who does not waits.
        long max = connection.loop().budget().isTight()
                ? SPARED_BYTES
                : connection.loop().settings().outputBytesMax() / 2;
        return held >= max ? 0 : (int) Math.max(1, Math.min(EVENTS_MAX, (max - held) / eventBytes));
    }

    void event(byte[] head, LiveEvent event) {
        if (connection.isClosing()) {
            return;
        }
        int bytes = connection.output().event(head, event);
        // What events of late have come to, so that a few large ones count for more than many small ones.
        eventBytes = Math.max(1, (eventBytes * 7 + bytes) / 8);
        if (!connection.inTurn()) {
            connection.touch();
        }
    }

    /** It is told to go on once there is room. */
    void starved(LiveOutlet outlet) {
        ArrayDeque<LiveOutlet> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>();
            waiting = queue;
        }
        queue.add(outlet);
    }

    /** As {@link #starved}, for one that has got what else it wanted. */
    void later(LiveOutlet outlet) {
        starved(outlet);
        connection.touch();
    }

    void resumeStarved() {
        ArrayDeque<LiveOutlet> queue = waiting;
        if (queue == null) {
            return;
        }
        for (int left = queue.size(); left > 0 && eventRoom() > 0; left--) {
            queue.remove().resume();
        }
        if (queue.isEmpty()) {
            waiting = null;
        }
    }

    /**
     * Lets those go on that wait for room, if there is some: since the socket took at once what had filled it, which no
     * change of writability tells, or since other connections have given buffers back.
     */
    void retry() {
        if (waiting != null && eventRoom() > 0) {
            connection.touch();
        }
    }

    /** The client leaves. */
    void leave() {
        waiting = null;
    }
}
