package io.synap.cli.command;

import io.synap.client.transport.Caller;
import io.synap.client.wire.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Sends calls ahead of their answers, which it takes in the order of the calls. Confined to one thread. */
public final class Pipeline {
    private final int callsMax;
    private final Consumer<Value> answered;
    private final Deque<CompletionStage<Value>> waiting = new ArrayDeque<>();

    /** @param callsMax how many may wait for their answers */
    public Pipeline(int callsMax, Consumer<Value> answered) {
        this.callsMax = callsMax;
        this.answered = answered;
    }

    /**
     * Adds a call, and waits for the oldest if there are enough.
     *
     * @throws io.synap.client.error.SynapClientException why that one failed
     */
    public void add(CompletionStage<Value> call) {
        if (waiting.size() == callsMax) {
            takeOldest();
        }
        waiting.add(call);
    }

    /** Waits for all. */
    public void finish() {
        while (!waiting.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() {
        answered.accept(Caller.await(waiting.remove()));
    }
}
