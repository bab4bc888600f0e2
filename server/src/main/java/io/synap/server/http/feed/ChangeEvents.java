package io.synap.server.http.feed;

import io.synap.server.feed.Change;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of changes, one for all subscribers of a loop, so that each is encoded once. Confined to one
 * event loop.
 */
final class ChangeEvents {
    /** How the members are written. */
    interface Form {
        void write(ValueOutput out, Change change);
    }

    /** What is kept so that it need not be encoded again; beyond, all is forgotten. */
    private static final long KEPT_BYTES_MAX = 2 << 20;

    private final String type;
    private final Form form;
    private final IdentityHashMap<Change, LiveEvent> kept = new IdentityHashMap<>();
    private long keptBytes;
    private int subscriptions;

    ChangeEvents(String type, Form form) {
        this.type = type;
        this.form = form;
    }

    void subscribed() {
        subscriptions++;
    }

    void unsubscribed() {
        subscriptions--;
        if (subscriptions <= 1) {
            forget();
        }
    }

    LiveEvent of(Change change) {
        if (subscriptions <= 1) {
            return new ChangeEvent(type, change);
        }
        LiveEvent present = kept.get(change);
        if (present == null) {
            if (keptBytes >= KEPT_BYTES_MAX) {
                forget();
            }
            present = new ChangeEvent(type, change);
            kept.put(change, present);
            keptBytes += 2L * change.weight();
        }
        return present;
    }

    private void forget() {
        kept.clear();
        keptBytes = 0;
    }

    /** That changes are missing, and where it goes on. */
    static LiveEvent gap(String cursor) {
        return new Gap(cursor);
    }

    private static @Nullable String cursorOf(Change change) {
        return change.cursor().isEmpty() ? null : change.cursor();
    }

    private final class ChangeEvent extends LiveEvent {
        private final Change change;

        ChangeEvent(String type, Change change) {
            super(type, cursorOf(change));
            this.change = change;
        }

        @Override
        protected void members(ValueOutput out) {
            form.write(out, change);
        }
    }

    private static final class Gap extends LiveEvent {
        Gap(String cursor) {
            super("gap", cursor);
        }

        @Override
        public int credit() {
            return 0;
        }

        @Override
        protected void members(ValueOutput out) {
            // The cursor says it all.
        }
    }
}
