package io.synap.client.room;

import io.synap.client.error.RejectedException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Commits the latest offset of each partition: one commit is under way, the next has all that was handled meanwhile.
 * Thread-safe. What waits is bounded by the partitions.
 */
final class Commits {
    /** Told that a commit was refused since the partitions are another's now. */
    interface Owner {
        void refused(Throwable reason);
    }

    private final Groups groups;
    private final Executor executor;
    private final Owner owner;

    // Guarded by this.
    private final Map<Integer, Long> waiting = new HashMap<>();
    private @Nullable Assignment as;
    private boolean underWay;
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    Commits(Groups groups, Executor executor, Owner owner) {
        this.groups = groups;
        this.executor = executor;
        this.owner = owner;
    }

    /** From now on commits are those of that generation; what belongs to partitions that were lost is forgotten. */
    synchronized void begin(Assignment assignment) {
        as = assignment;
        waiting.keySet().retainAll(assignment.partitions());
    }

    void handled(int partition, long nextOffset) {
        synchronized (this) {
            Assignment present = as;
            if (present == null || !present.partitions().contains(partition)) {
                return;
            }
            waiting.merge(partition, nextOffset, Math::max);
        }
        send();
    }

    /** Sends what waits, as after a failure. */
    void send() {
        Assignment present;
        Map<Integer, Long> offsets;
        synchronized (this) {
            present = as;
            if (underWay || waiting.isEmpty() || present == null) {
                return;
            }
            underWay = true;
            idle = idle.isDone() ? new CompletableFuture<>() : idle;
            offsets = Map.copyOf(waiting);
            waiting.clear();
        }
        CompletionStage<Void> answer = groups.commit(present, offsets);
        var _ = answer.whenComplete((done, failure) -> {
            try {
                executor.execute(() -> answered(present, offsets, failure));
            } catch (RejectedExecutionException closed) {
                answered(present, offsets, closed);
            }
        });
    }

    private void answered(Assignment of, Map<Integer, Long> offsets, @Nullable Throwable failure) {
        Throwable reason =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        CompletableFuture<Void> complete = null;
        boolean more;
        synchronized (this) {
            underWay = false;
            boolean present = of.equals(as);
            if (reason != null && present && !(reason instanceof RejectedException)) {
                // It may be tried again: committing twice is committing once.
                offsets.forEach((partition, offset) -> waiting.merge(partition, offset, Math::max));
            }
            more = reason == null && !waiting.isEmpty();
            if (!more) {
                complete = idle;
            }
        }
        if (complete != null) {
            complete.complete(null);
        }
        if (reason instanceof RejectedException) {
            owner.refused(reason);
        } else if (more) {
            send();
        }
    }

    /** Complete once no commit is under way, whatever became of the last. */
    synchronized CompletionStage<Void> idle() {
        return idle.minimalCompletionStage();
    }
}
