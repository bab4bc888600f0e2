package io.synap.client.room;

import io.synap.client.error.RejectedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    /** By partition, since when it has been owned without a break. */
    private final Map<Integer, Long> tenures = new HashMap<>();

    private long tenuresBegun;
    private @Nullable Assignment as;
    private boolean underWay;
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    Commits(Groups groups, Executor executor, Owner owner) {
        this.groups = groups;
        this.executor = executor;
        this.owner = owner;
    }

    /**
     * From now on commits are those of that generation. What waits for a partition stays only if that goes on: of one that
     * was another's in between, it could take back what the other has committed.
     */
    void begin(Assignment assignment, Set<Integer> goingOn) {
        synchronized (this) {
            as = assignment;
            waiting.keySet().retainAll(goingOn);
            tenures.keySet().retainAll(goingOn);
            for (int partition : assignment.partitions()) {
                if (!goingOn.contains(partition)) {
                    tenures.put(partition, ++tenuresBegun);
                }
            }
        }
        send();
    }

    void handled(int partition, long nextOffset) {
        synchronized (this) {
            if (!tenures.containsKey(partition)) {
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
        Map<Integer, Long> since;
        synchronized (this) {
            present = as;
            if (underWay || waiting.isEmpty() || present == null) {
                return;
            }
            underWay = true;
            idle = idle.isDone() ? new CompletableFuture<>() : idle;
            offsets = Map.copyOf(waiting);
            waiting.clear();
            since = Map.copyOf(tenures);
        }
        CompletionStage<Void> answer = groups.commit(present, offsets);
        var _ = answer.whenComplete((done, failure) -> {
            try {
                executor.execute(() -> answered(offsets, since, failure));
            } catch (RejectedExecutionException closed) {
                answered(offsets, since, closed);
            }
        });
    }

    private void answered(Map<Integer, Long> offsets, Map<Integer, Long> since, @Nullable Throwable failure) {
        Throwable reason =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        CompletableFuture<Void> complete = null;
        boolean more;
        synchronized (this) {
            underWay = false;
            if (reason != null) {
                // It is tried again, in the next generation if that is why: committing twice is committing once.
                offsets.forEach((partition, offset) -> {
                    Long tenure = tenures.get(partition);
                    if (tenure != null && tenure.equals(since.get(partition))) {
                        waiting.merge(partition, offset, Math::max);
                    }
                });
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
