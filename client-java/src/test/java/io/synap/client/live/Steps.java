package io.synap.client.live;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks when the test says so. Confined to the test's thread. */
final class Steps implements Executor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean refusing;

    @Override
    public void execute(Runnable task) {
        if (refusing) {
            throw new RejectedExecutionException("the executor is shut down");
        }
        tasks.add(task);
    }

    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    void refuse() {
        refusing = true;
        tasks.clear();
    }
}
