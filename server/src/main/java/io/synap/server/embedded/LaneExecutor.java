package io.synap.server.embedded;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop without a thread: whoever enters is the loop until it exits. Thread-safe, except where said.
 *
 * <p>Nobody waits to enter. What others bring meanwhile is a task, which whoever is inside runs before it has left for
 * good; where nobody is inside, the helper enters for it. That holds since the two look at each other's mark after they
 * have set their own: a task is put in before it is asked whether somebody is inside, and who exits asks for tasks after
 * that.
 */
@SuppressWarnings("ReferenceEquality") // Threads are who they are.
final class LaneExecutor extends AbstractScheduledEventExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(LaneExecutor.class);
    /** What a thread that finds somebody inside tries again, before it leaves its task there. */
    private static final int SPINS = 32;

    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();
    private final ScheduledExecutorService helper;
    private final Runnable visit;
    private final AtomicBoolean visitComing = new AtomicBoolean();

    /** Guarded by itself. */
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    /** How many there are; written under their lock. */
    private volatile int waiting;
    /** Written under the tasks' lock. */
    private volatile boolean ended;

    /** When the helper comes for what is scheduled; owned by whoever is inside. */
    private long armedNanos = Long.MAX_VALUE;

    /**
     * @param helper enters where nobody is inside, and keeps time
     * @param visit what it does then: enter, run tasks, exit
     */
    LaneExecutor(ScheduledExecutorService helper, Runnable visit) {
        this.helper = helper;
        this.visit = visit;
    }

    /** Makes the calling thread the loop; false when another is, or it is itself already. */
    boolean enter() {
        Thread self = Thread.currentThread();
        for (int i = 0; i < SPINS; i++) {
            Thread inside = owner.get();
            if (inside == null && owner.compareAndSet(null, self)) {
                return true;
            }
            if (inside == self) {
                return false;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** To be followed by a look at {@link #hasTasks}. */
    void exit() {
        arm();
        owner.set(null);
    }

    boolean hasTasks() {
        return waiting != 0;
    }

    /** From inside: runs what waits, up to so many. */
    void runTasks(int most) {
        for (int i = 0; i < most && waiting != 0; i++) {
            Runnable next;
            synchronized (tasks) {
                next = tasks.poll();
                waiting = tasks.size();
            }
            if (next != null) {
                run(next);
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable fault) {
            LOG.error("a task failed", fault);
        }
    }

    /** Puts a task behind those that are there; false when the loop has ended. */
    boolean offer(Runnable task) {
        synchronized (tasks) {
            if (ended) {
                return false;
            }
            tasks.add(task);
            waiting = tasks.size();
        }
        if (owner.get() == null) {
            callHelper();
        }
        return true;
    }

    @Override
    public void execute(Runnable task) {
        // For a loop that has ended nobody is left to be answered.
        var _ = offer(task);
    }

    void callHelper() {
        if (visitComing.compareAndSet(false, true)) {
            try {
                helper.execute(() -> {
                    visitComing.set(false);
                    visit.run();
                });
            } catch (RejectedExecutionException over) {
                LOG.debug("the helper has ended");
            }
        }
    }

    /** From inside, before leaving: has the helper come in time for what is scheduled. */
    private void arm() {
        long next = nextScheduledTaskDeadlineNanos();
        if (next < 0 || next >= armedNanos) {
            return;
        }
        armedNanos = next;
        try {
            var _ = helper.schedule(() -> execute(this::runDue), next - ticker().nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException over) {
            LOG.debug("the helper has ended");
        }
    }

    private void runDue() {
        armedNanos = Long.MAX_VALUE;
        long now = ticker().nanoTime();
        for (Runnable due = pollScheduledTask(now); due != null; due = pollScheduledTask(now)) {
            run(due);
        }
    }

    /** From inside: takes no tasks any more; false, and nothing has happened, when some are there. */
    boolean end() {
        synchronized (tasks) {
            if (!tasks.isEmpty()) {
                return false;
            }
            ended = true;
        }
        cancelScheduledTasks();
        return true;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return owner.get() == thread;
    }

    @Override
    public boolean isShuttingDown() {
        return ended;
    }

    @Override
    public boolean isShutdown() {
        return ended;
    }

    @Override
    public boolean isTerminated() {
        return ended;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return ended;
    }

    @Override
    public Future<?> terminationFuture() {
        return GlobalEventExecutor.INSTANCE.newSucceededFuture(null);
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("it ends with its server");
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException("it ends with its server");
    }
}
