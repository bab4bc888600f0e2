package io.synap.client.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One handler's turn. Guarded by its work's lock. */
final class Lane<T> {
    /** What it handles; empty when it rests. */
    List<T> items = List.of();

    long sinceNanos;
    /** The thread that is in the handler; null when none is, as when a stage is awaited. */
    @Nullable
    Thread thread;
    /** Its items were given back while it was still handling them: what becomes of them matters no more. */
    boolean abandoned;
}
