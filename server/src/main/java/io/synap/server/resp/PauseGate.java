package io.synap.server.resp;

import io.netty.channel.EventLoop;
import io.synap.server.node.Access;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the connections of one event loop wait while CLIENT PAUSE holds their commands. Confined to that
 * event loop. A batch sees one pause from its beginning to its end, unless it changes that itself.
 */
final class PauseGate {
    private final RespShared shared;
    private final Access access;
    private final EventLoop eventLoop;
    /** In the order in which they came. */
    private final Set<RespConnection> waiting = new LinkedHashSet<>();

    private @Nullable Pause present;
    private @Nullable Future<?> timer;

    /** @param access whose time is the loop's */
    PauseGate(RespShared shared, Access access, EventLoop eventLoop) {
        this.shared = shared;
        this.access = access;
        this.eventLoop = eventLoop;
    }

    /** Looks whether there is a pause: a batch begins, or has changed it. */
    void look() {
        present = shared.pauseAt(access.now());
    }

    /** Whether no pause was in force at the last look. */
    boolean isOpen() {
        return present == null;
    }

    /** Whether the command has to wait; then the connection does, until the pause is over. */
    boolean holds(RespConnection connection, Command command) {
        Pause pause = present;
        if (pause == null || !pause.holds(command)) {
            return false;
        }
        connection.pause();
        waiting.add(connection);
        if (timer == null) {
            reopenAt(pause.untilMillis());
        }
        return true;
    }

    /** The connection is closed and does not wait any more. */
    void forget(RespConnection connection) {
        waiting.remove(connection);
    }

    /** Called on any thread when a pause may be over before its time. */
    void reopenFromAnywhere() {
        eventLoop.execute(this::reopen);
    }

    void stop() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    private void reopenAt(long untilMillis) {
        timer = eventLoop.schedule(this::reopen, untilMillis - access.now(), TimeUnit.MILLISECONDS);
    }

    private void reopen() {
        stop();
        access.tick();
        if (waiting.isEmpty()) {
            return;
        }
        // The one that the last batch saw may have ended or been replaced since.
        Pause pause = shared.pauseAt(access.now());
        if (pause != null) {
            reopenAt(pause.untilMillis());
            return;
        }
        RespConnection[] released = waiting.toArray(RespConnection[]::new);
        waiting.clear();
        for (RespConnection connection : released) {
            connection.unpause();
        }
    }
}
