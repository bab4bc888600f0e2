package io.synap.server.http.presence;

import io.synap.protocol.operation.Bytes;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.presence.Presence;
import io.synap.server.presence.PresenceChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A room's comings and goings for the subscribers of one event loop: each is encoded once. Confined to that loop, except
 * {@link #changed}.
 *
 * <p>Many changes at once are told in turns of a bounded length. When they come faster than they can be told, what
 * is too much is passed over, and all subscribers are told that there was more.
 */
final class PresenceFeed {
    /** Changes that wait to be told. */
    static final int WAITING_MAX = 16_384;
    /** Frames of one turn, about. */
    private static final int TURN_FRAMES = 4_096;

    private final Presence presence;
    private final Bytes name;
    private final String shown;
    private final Executor loop;
    private final Presence.Hold watching;
    private final Set<PresenceView> views = new LinkedHashSet<>();

    /** Guarded by itself, with what follows. */
    private final ArrayDeque<PresenceChange> waiting = new ArrayDeque<>();

    private boolean armed;
    private boolean overrun;

    PresenceFeed(Presence presence, Bytes name, Executor loop) {
        this.presence = presence;
        this.name = name;
        this.shown = new String(name.toArray(), StandardCharsets.UTF_8);
        this.loop = loop;
        this.watching = presence.watch(name, this::changed);
    }

    private void changed(PresenceChange change) {
        synchronized (waiting) {
            if (waiting.size() < WAITING_MAX) {
                waiting.add(change);
            } else {
                overrun = true;
            }
            if (armed) {
                return;
            }
            armed = true;
        }
        loop.execute(this::turn);
    }

    private void turn() {
        boolean more = true;
        int budget = TURN_FRAMES;
        while (more && budget > 0 && !views.isEmpty()) {
            List<PresenceChange> some = take(Math.max(1, budget / views.size()));
            more = !some.isEmpty();
            List<PresenceView> present = List.copyOf(views);
            for (PresenceChange each : some) {
                LiveEvent event = new PresenceEvent(shown, each);
                present.forEach(view -> view.tell(event));
                budget -= present.size();
            }
        }
        end();
    }

    private List<PresenceChange> take(int most) {
        List<PresenceChange> some = new ArrayList<>();
        synchronized (waiting) {
            while (some.size() < most && !waiting.isEmpty()) {
                some.add(waiting.remove());
            }
        }
        return some;
    }

    private void end() {
        boolean again;
        boolean missed;
        synchronized (waiting) {
            again = !waiting.isEmpty() && !views.isEmpty();
            armed = again;
            missed = overrun && !again;
            overrun &= !missed;
            if (views.isEmpty()) {
                waiting.clear();
            }
        }
        for (PresenceView each : List.copyOf(views)) {
            each.turnEnds(missed);
        }
        if (again) {
            loop.execute(this::turn);
        }
    }

    Bytes name() {
        return name;
    }

    void add(PresenceView view) {
        views.add(view);
    }

    /** Returns whether nobody is left; then it has ended. */
    boolean remove(PresenceView view) {
        views.remove(view);
        if (views.isEmpty()) {
            watching.close();
            return true;
        }
        return false;
    }

    LiveEvent missed() {
        return new PresenceEvent.Missed(shown, presence.count(name));
    }
}
