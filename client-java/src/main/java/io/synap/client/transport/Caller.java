package io.synap.client.transport;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Makes calls: with a deadline, seen by the observers. Immutable and thread-safe; what each family's interface is built on. */
public final class Caller {
    private final Transport transport;
    private final Duration deadline;
    private final List<CallObserver> observers;

    public Caller(Transport transport, Duration deadline, List<CallObserver> observers) {
        this.transport = transport;
        this.deadline = deadline;
        this.observers = List.copyOf(observers);
    }

    public Transport transport() {
        return transport;
    }

    /** How long a call may take, altogether. */
    public Duration deadline() {
        return deadline;
    }

    /** The same with another deadline. */
    public Caller within(Duration other) {
        return new Caller(transport, other, observers);
    }

    public <T> CompletionStage<T> call(Command command, Arguments arguments, Call.Decoder<T> decoder) {
        return call(command, arguments, Duration.ZERO, decoder);
    }

    /**
     * Makes a call that the server may let wait.
     *
     * @param wait how long the server may, which is added to the deadline
     */
    public <T> CompletionStage<T> call(Command command, Arguments arguments, Duration wait, Call.Decoder<T> decoder) {
        long nanos = deadline.plus(wait).toNanos();
        Call<T> call = new Call<>(command, arguments, decoder, System.nanoTime() + nanos, !wait.isZero());
        for (CallObserver observer : observers) {
            CallObserver.Ending ending = observer.began(command);
            var _ = call.whenComplete((result, failure) -> ending.ended(Optional.ofNullable(failure)));
        }
        transport.send(call);
        return call;
    }

    /** Makes a call whose whole answer is wanted. */
    public CompletionStage<Value> call(Command command, Arguments arguments) {
        return call(command, arguments, WireValue::tree);
    }

    /**
     * Waits for a result.
     *
     * @throws SynapClientException why it failed, with the waiting thread's stack and the original as its cause;
     *     INTERRUPTED if the thread was, whose interrupt status stays set
     */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SynapClientException known) {
                throw known.again();
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SynapClientException.of(ClientFault.INTERRUPTED);
        }
    }
}
