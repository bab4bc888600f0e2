package io.synap.replication.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What made the log fail, once and for ever. Thread-safe. */
final class LogFailure {
    private volatile @Nullable Throwable cause;

    // Guarded by this.
    private final List<Consumer<Throwable>> listeners = new ArrayList<>();

    boolean happened() {
        return cause != null;
    }

    @Nullable
    Throwable cause() {
        return cause;
    }

    /** Only the first failure counts. */
    void happen(Throwable failure) {
        List<Consumer<Throwable>> toTell;
        synchronized (this) {
            if (cause != null) {
                return;
            }
            cause = failure;
            toTell = List.copyOf(listeners);
        }
        toTell.forEach(listener -> listener.accept(failure));
    }

    /** Tells about the failure, at once if it happened already. */
    void listen(Consumer<Throwable> listener) {
        Throwable happened;
        synchronized (this) {
            listeners.add(listener);
            happened = cause;
        }
        if (happened != null) {
            listener.accept(happened);
        }
    }
}
