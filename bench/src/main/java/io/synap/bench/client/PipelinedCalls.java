package io.synap.bench.client;

import io.synap.bench.system.MeasurementException;
import io.synap.bench.system.ServerCpu;
import io.synap.bench.system.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Confined to the measuring thread: it calls, and goes on calling as long as no more than a window of calls wait for
 * their answers. Every answer is looked at.
 */
public final class PipelinedCalls {
    private static final int FLUSH_CALLS = 64;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final String VALUE_PADDING = "x".repeat(64);

    /**
     * What to call.
     *
     * @param writes whether it sets keys; else it gets them, which must be there
     */
    public record Plan(boolean writes, int keys, int window) {}

    /**
     * What was measured.
     *
     * @param serverMicros processor time of the server for each call
     * @param clientMicros processor time of this process for each call
     */
    public record Outcome(double perSecond, double serverMicros, double clientMicros) {}

    private final Plan plan;
    private final KvDriver driver;
    private final Semaphore room;
    private final AtomicReference<Optional<String>> wrong = new AtomicReference<>(Optional.empty());

    public PipelinedCalls(Plan plan, KvDriver driver) {
        this.plan = plan;
        this.driver = driver;
        this.room = new Semaphore(plan.window());
    }

    /** Calls so often, and waits for all answers. */
    public Outcome run(long calls, ServerCpu cpu) throws IOException, InterruptedException {
        Usage before = Usage.now(cpu);
        for (long i = 0; i < calls; i++) {
            if (i % FLUSH_CALLS == 0) {
                driver.flush();
            }
            if (!room.tryAcquire()) {
                driver.flush();
                acquire(1);
            }
            call((int) (i % plan.keys()));
        }
        driver.flush();
        acquire(plan.window());
        room.release(plan.window());
        Usage usage = Usage.now(cpu).since(before);
        wrong.get().ifPresent(what -> {
            throw new MeasurementException(what);
        });
        return new Outcome(usage.perSecond(calls), usage.serverMicrosEach(calls), usage.generatorMicrosEach(calls));
    }

    /** The median time of a call that is waited for by the thread that makes it; microseconds. */
    public double oneByOne(int calls) throws InterruptedException {
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            String key = "key:" + i % plan.keys();
            long began = System.nanoTime();
            CompletionStage<String> stage = driver.get(key);
            driver.flush();
            try {
                var _ = stage.toCompletableFuture().get(ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failed) {
                throw new MeasurementException("a call failed: " + failed);
            }
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        return nanos[calls / 2] / 1e3;
    }

    private void acquire(int permits) throws InterruptedException {
        if (!room.tryAcquire(permits, ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new MeasurementException("an answer did not come within " + ANSWER_TIMEOUT);
        }
    }

    private void call(int index) {
        String key = "key:" + index;
        String value = value(index);
        CompletionStage<?> stage = plan.writes() ? driver.set(key, value) : driver.get(key);
        var _ = stage.whenComplete((answer, failure) -> {
            if (failure != null) {
                wrong.set(Optional.of("a call failed: " + failure));
            } else if (!plan.writes() && !value.equals(answer)) {
                wrong.set(Optional.of("a call answered '" + answer + "' instead of '" + value + "'"));
            }
            room.release();
        });
    }

    /** 64 characters that differ from key to key. */
    private static String value(int index) {
        String number = Integer.toString(index);
        return number + VALUE_PADDING.substring(number.length());
    }
}
