package io.synap.server.embedded;

import io.synap.server.http.CommandLoop;
import io.synap.server.http.HttpClients;
import io.synap.server.http.HttpEdge;
import io.synap.server.http.live.SubscriptionCommands;
import io.synap.server.http.proto.ProtoOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loop that executes commands, on the threads of those who bring them. Confined to whoever has entered its executor,
 * except where said.
 *
 * <p>What is answered while somebody is inside is told once it is outside again, since others' code runs then.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int TASKS_PER_TURN = 256;
    /** So often a caller goes back in for what others have brought; then the helper does. */
    private static final int TURNS_MAX = 8;

    private static final int OUTPUT_BYTES = 512;
    private static final long SWEEP_NANOS_MAX = 100_000_000;
    private static final long CLOSE_PARK_NANOS = 50_000;
    /** Calls of a thread between looks at its stack; a power of two. */
    private static final int CALLS_PER_LOOK = 64;

    /** How many calls a thread has made, and how deep it is in telling what was answered. */
    private static final ThreadLocal<int[]> CALLS = ThreadLocal.withInitial(() -> new int[2]);

    private static final long UNWIND_MILLIS = 1;

    private final LaneExecutor executor;
    private final ScheduledExecutorService helper;
    private final CommandLoop loop;
    private final HttpEdge.Setup setup;
    private final Set<LaneCall> underWay = new LinkedHashSet<>();
    /** Calls that came while others wait for room in the log. */
    private final ArrayDeque<LaneCall> held = new ArrayDeque<>();

    private int awaitingRoom;
    private long sweepNanos;
    private boolean sweeping;
    private boolean closed;

    /** Answered and not told, in their order. */
    private @Nullable LaneCall first;

    private @Nullable LaneCall last;
    private List<LaneFeed> touched = new ArrayList<>();

    /** One that nobody uses; from any thread. */
    private final AtomicReference<@Nullable ProtoOutput> spare = new AtomicReference<>();

    Lane(HttpEdge.Setup setup, HttpClients clients, ScheduledExecutorService helper) {
        this.setup = setup;
        this.helper = helper;
        executor = new LaneExecutor(helper, this::visit);
        loop = new CommandLoop(setup, clients, executor, executor);
        new SubscriptionCommands().register(loop.commands());
    }

    LaneExecutor executor() {
        return executor;
    }

    CommandLoop loop() {
        return loop;
    }

    HttpEdge.Setup setup() {
        return setup;
    }

    /** From any thread: executes a call, here and now if nobody is inside, else behind what waits. */
    void submit(LaneCall call) {
        boolean deep = isStackDeep();
        if (deep) {
            call.tellLater();
        }
        if (!deep && executor.enter()) {
            try {
                executor.runTasks(TASKS_PER_TURN);
                // Behind all that the same thread has brought, if that has not come to its turn yet.
                if (executor.hasTasks()) {
                    put(call);
                } else {
                    run(call);
                }
            } finally {
                leave();
            }
        } else {
            put(call);
        }
    }

    private void put(LaneCall call) {
        call.counted();
        if (!executor.offer(() -> run(call))) {
            call.refused();
        }
    }

    /**
     * Whether the thread has come so deep that a call may wait for another's stack: calls are answered before they return,
     * so who calls again from what follows a call, and again, would fill its own. Looked at now and then.
     */
    private static boolean isStackDeep() {
        int[] own = CALLS.get();
        if (++own[0] % CALLS_PER_LOOK != 0) {
            return false;
        }
        if (StackDepth.isLarge()) {
            // The next call looks again: what follows this one may not have left the stack.
            own[0]--;
            return true;
        }
        return false;
    }

    /** From any thread: runs a task, here and now if nobody is inside. */
    void execute(Runnable task) {
        if (executor.enter()) {
            try {
                var _ = executor.offer(task);
            } finally {
                leave();
            }
        } else {
            executor.execute(task);
        }
    }

    /** The helper comes. */
    private void visit() {
        if (executor.enter()) {
            leave();
        }
    }

    /** Runs what waits, exits, and then tells what was answered. */
    private void leave() {
        LaneCall answered = null;
        LaneCall end = null;
        List<LaneFeed> told = List.of();
        int turns = 0;
        do {
            try {
                if (executor.hasTasks()) {
                    executor.runTasks(TASKS_PER_TURN);
                }
                if (first != null) {
                    if (end == null) {
                        answered = first;
                    } else {
                        end.next = first;
                    }
                    end = last;
                    first = null;
                    last = null;
                }
                told = takeTouched(told);
            } finally {
                // Whatever happens, nobody may find the lane taken by a thread that has gone.
                executor.exit();
            }
            turns++;
        } while (executor.hasTasks() && turns < TURNS_MAX && executor.enter());
        if (executor.hasTasks()) {
            executor.callHelper();
        }
        tell(answered, told);
    }

    private List<LaneFeed> takeTouched(List<LaneFeed> before) {
        if (touched.isEmpty()) {
            return before;
        }
        List<LaneFeed> all = touched;
        touched = new ArrayList<>();
        all.addAll(0, before);
        return all;
    }

    private void tell(@Nullable LaneCall answered, List<LaneFeed> told) {
        if (answered == null && told.isEmpty()) {
            return;
        }
        int[] own = CALLS.get();
        own[1]++;
        try {
            for (LaneCall each = answered; each != null; ) {
                LaneCall next = each.next;
                each.next = null;
                if (each.isToldLater()) {
                    tellLater(each);
                } else {
                    tell(each::tell);
                }
                each = next;
            }
            told.forEach(feed -> tell(feed::tell));
        } finally {
            own[1]--;
        }
    }

    /** Whether the calling thread has answers in hand that it has not told yet: it may not wait for room. */
    static boolean isTelling() {
        return CALLS.get()[1] > 0;
    }

    /** Who called has come deep: it is given the time to leave its stack, so that what follows runs on the helper's. */
    private void tellLater(LaneCall call) {
        try {
            var _ = helper.schedule(() -> tell(call::tell), UNWIND_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            tell(call::tell);
        }
    }

    /** Others wait behind it, so whatever it throws ends here. */
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error thrown) {
            LOG.error("what follows an answer has thrown", thrown);
        }
    }

    private void run(LaneCall call) {
        call.on(this);
        if (closed || call.isOver()) {
            call.end(call.transport().closedReason());
        } else if (awaitingRoom > 0 || !held.isEmpty()) {
            register(call);
            held.add(call);
        } else {
            begin(call);
        }
    }

    private void begin(LaneCall call) {
        try {
            loop.runner().run(call);
        } catch (Throwable fault) {
            LOG.error("a call failed", fault);
            call.broke(fault);
        }
    }

    private void runHeld() {
        while (awaitingRoom == 0) {
            LaneCall next = held.poll();
            if (next == null) {
                return;
            }
            if (next.isOver()) {
                next.end(next.transport().closedReason());
            } else {
                begin(next);
            }
        }
    }

    /** A call waits for room in the log, or no more; what comes behind it waits too. */
    void awaitsRoom(boolean waits) {
        awaitingRoom += waits ? 1 : -1;
        if (awaitingRoom == 0 && !held.isEmpty()) {
            executor.execute(this::runHeld);
        }
    }

    /** A call is not answered yet: from here on its deadline is watched. */
    void register(LaneCall call) {
        if (underWay.add(call)) {
            call.counted();
            watch(call.deadlineNanos());
        }
    }

    /** A call is answered. */
    void answered(LaneCall call) {
        remove(call);
        LaneCall before = last;
        if (before == null) {
            first = call;
        } else {
            before.next = call;
        }
        last = call;
    }

    void remove(LaneCall call) {
        if (!underWay.isEmpty()) {
            underWay.remove(call);
        }
    }

    void touched(LaneFeed feed) {
        touched.add(feed);
    }

    private void watch(long deadlineNanos) {
        long now = System.nanoTime();
        long at = now + Math.clamp(deadlineNanos - now, 1_000_000, SWEEP_NANOS_MAX);
        if (!sweeping || at - sweepNanos < 0) {
            sweeping = true;
            sweepNanos = at;
            var _ = executor.schedule(this::sweep, at - now, TimeUnit.NANOSECONDS);
        }
    }

    /** Ends calls whose time is over, or that nobody waits for any more. */
    private void sweep() {
        long now = System.nanoTime();
        if (sweepNanos - now > 0) {
            return; // One that was set before an earlier one.
        }
        sweeping = false;
        loop.sweep(now);
        for (LaneCall each : List.copyOf(underWay)) {
            each.sweep(now);
        }
        underWay.forEach(each -> watch(each.deadlineNanos()));
    }

    /** Ends what is under way for a transport. */
    void end(EmbeddedTransport transport) {
        for (LaneCall each : List.copyOf(underWay)) {
            if (each.transport() == transport) {
                each.end(transport.closedReason());
            }
        }
    }

    /** From any thread: an output that is empty. */
    ProtoOutput takeOutput() {
        ProtoOutput free = spare.getAndSet(null);
        return free == null ? ProtoOutput.ofAnswers(OUTPUT_BYTES) : free;
    }

    /** From any thread: nobody uses it any more. */
    void giveBack(ProtoOutput output) {
        output.clear();
        spare.set(output);
    }

    /** From any thread: executes nothing from its return on. */
    void close() {
        boolean over = false;
        while (!over) {
            while (!executor.enter()) {
                LockSupport.parkNanos(CLOSE_PARK_NANOS);
            }
            closed = true;
            over = executor.end();
            leave();
        }
    }
}
