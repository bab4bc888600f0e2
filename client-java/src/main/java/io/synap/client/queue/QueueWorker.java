package io.synap.client.queue;

import io.synap.client.work.Worker;
import io.synap.client.work.WorkerFigures;
import java.util.concurrent.CompletionStage;

/** A worker whose handlers may be waiting for a connection, which an end must not wait for. Thread-safe. */
final class QueueWorker implements Worker {
    private final Worker work;
    private final InHand<?> inHand;

    QueueWorker(Worker work, InHand<?> inHand) {
        this.work = work;
        this.inHand = inHand;
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }

    @Override
    public WorkerFigures figures() {
        return work.figures();
    }

    @Override
    public CompletionStage<Void> ended() {
        return work.ended();
    }

    @Override
    public void close() {
        inHand.close();
        work.close();
    }

    @Override
    public void stop() {
        inHand.close();
        work.stop();
    }
}
