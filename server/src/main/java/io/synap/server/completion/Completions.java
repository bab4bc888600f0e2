package io.synap.server.completion;

import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.server.node.Node;
import io.synap.server.stream.RoomAudience;
import io.synap.server.stream.StreamLimits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells requesters how what they asked for has ended. Thread-safe; it writes on a thread of its own, which may wait.
 *
 * <p>What cannot be written is logged and lost: whoever must know asks for the state of what was asked for.
 */
public final class Completions implements RedriveObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);
    private static final long REDRIVE_MILLIS = 250;
    private static final long SWEEP_MILLIS = 60_000;
    private static final long CLOSE_MILLIS_MAX = 5_000;

    /** What the thread is to do. */
    private sealed interface Task {
        record Open(Requester by) implements Task {}

        record Tell(Ending ending) implements Task {}

        record Watch(RedriveWatch.Watched redrive) implements Task {}

        record Stop() implements Task {}
    }

    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(CompletionSettings.WAITING_MAX);
    private final CompletionRooms rooms;
    private final RedriveWatch redrives;
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * Begins to work.
     *
     * @param audience who looks at rooms, which are then kept
     * @param appended is shown each encoded append
     */
    public Completions(
            Node node, StreamLimits limits, CompletionSettings settings, RoomAudience audience, LongConsumer appended) {
        rooms = new CompletionRooms(node, limits, settings, audience, appended);
        redrives = new RedriveWatch(rooms.access());
        thread = Thread.ofPlatform().name("synap-completion").daemon().unstarted(this::run);
        thread.start();
    }

    /** An operation that somebody has asked for. */
    public record Subject(String type, String aggregateType, String aggregateId) {}

    /** Tells the requester once the operation ends, if there is one to be told; returns the operation. */
    public <T> CompletionStage<T> follow(
            Requester by, Subject subject, CompletionStage<T> operation, Function<T, Map<String, Object>> data) {
        if (!by.isKnown()) {
            return operation;
        }
        put(new Task.Open(by));
        return operation.whenComplete((result, failure) -> {
            Map<String, Object> told = failure == null ? data.apply(result) : Map.of();
            put(new Task.Tell(new Ending(
                    by,
                    subject.type(),
                    subject.aggregateType(),
                    subject.aggregateId(),
                    told,
                    text(subject.type(), failure))));
        });
    }

    /** What a client may be told of a failure; what is not meant for clients, the log alone is told. */
    private static @Nullable String text(String type, @Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SynapException known) {
            return String.valueOf(known.getMessage());
        }
        LOG.warn("{} failed", type, cause);
        return "it failed; the log of the server says why";
    }

    @Override
    public void begun(Requester by, Bytes source, Bytes group) {
        if (by.isKnown()) {
            put(new Task.Open(by));
            put(new Task.Watch(new RedriveWatch.Watched(by, source, group)));
        }
    }

    private void put(Task task) {
        if (stopped || !tasks.offer(task)) {
            LOG.error("how an operation ended cannot be told: too much waits to be told ({})", task);
        }
    }

    private void run() {
        long swept = System.nanoTime();
        try {
            while (true) {
                Task task = tasks.poll(redrives.isEmpty() ? SWEEP_MILLIS : REDRIVE_MILLIS, TimeUnit.MILLISECONDS);
                if (task instanceof Task.Stop) {
                    return;
                }
                if (task != null) {
                    run(task);
                }
                endedRedrives().forEach(this::tell);
                if (System.nanoTime() - swept >= TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS)) {
                    sweep();
                    swept = System.nanoTime();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Task task) throws InterruptedException {
        switch (task) {
            case Task.Open open -> open(open.by());
            case Task.Tell tell -> tell(tell.ending());
            case Task.Watch watch -> watch(watch.redrive());
            case Task.Stop _ -> {}
        }
    }

    private List<Ending> endedRedrives() {
        try {
            return redrives.ended();
        } catch (RuntimeException failed) {
            LOG.error("redrives that somebody waits for cannot be looked at", failed);
            return List.of();
        }
    }

    /** Makes the rooms, so that whoever asked can follow them from now on. */
    private void open(Requester by) {
        try {
            rooms.open(by);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("the rooms of a requester cannot be made: {}", by, failed);
        }
    }

    private void tell(Ending ending) {
        try {
            rooms.write(ending);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("how an operation ended cannot be told: {}", ending, failed);
        }
    }

    private void watch(RedriveWatch.Watched redrive) {
        if (redrives.isFull()) {
            LOG.error("how a redrive ends will not be told: too many are followed ({})", redrive);
        } else {
            redrives.add(redrive);
        }
    }

    private void sweep() throws InterruptedException {
        try {
            int removed = rooms.sweep();
            LOG.debug("removed {} rooms of requests and users without events", removed);
        } catch (RuntimeException failed) {
            LOG.error("rooms without events cannot be removed", failed);
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        stopped = true;
        try {
            boolean told = tasks.offer(new Task.Stop(), CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
            if (!told) {
                thread.interrupt();
            }
            thread.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
