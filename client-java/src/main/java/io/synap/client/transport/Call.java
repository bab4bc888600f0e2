package io.synap.client.transport;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.BadFrameException;
import io.synap.client.wire.WireValue;
import java.util.concurrent.CompletableFuture;

/**
 * One command on its way: the future of its result. Thread-safe as a future; its arguments are read by the transport
 * alone.
 */
public final class Call<T> extends CompletableFuture<T> {
    /** Makes a result of what was answered, which is valid until it returns. */
    @FunctionalInterface
    public interface Decoder<T> {
        T decode(WireValue payload);
    }

    private final Command command;
    private final Arguments arguments;
    private final Decoder<T> decoder;
    private final long deadlineNanos;
    private final boolean mayWait;

    /**
     * @param arguments nobody may change them any more
     * @param deadlineNanos when it fails at the latest, by {@link System#nanoTime}
     */
    public Call(Command command, Arguments arguments, Decoder<T> decoder, long deadlineNanos) {
        this(command, arguments, decoder, deadlineNanos, false);
    }

    /**
     * @param arguments nobody may change them any more
     * @param deadlineNanos when it fails at the latest, by {@link System#nanoTime}
     * @param mayWait whether the server may let it wait for something to happen
     */
    public Call(Command command, Arguments arguments, Decoder<T> decoder, long deadlineNanos, boolean mayWait) {
        this.command = command;
        this.arguments = arguments;
        this.decoder = decoder;
        this.deadlineNanos = deadlineNanos;
        this.mayWait = mayWait;
    }

    public Command command() {
        return command;
    }

    public Arguments arguments() {
        return arguments;
    }

    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether the server may let it wait for something to happen: a transport has few of these under way at once. */
    public boolean mayWait() {
        return mayWait;
    }

    /** The server has answered. */
    public void answered(WireValue payload) {
        T result;
        try {
            result = decoder.decode(payload);
        } catch (SynapClientException known) {
            completeExceptionally(known);
            return;
        } catch (BadFrameException unexpected) {
            completeExceptionally(SynapClientException.of(
                    ClientFault.PROTOCOL_BROKEN,
                    command + " was answered with " + unexpected.getMessage(),
                    unexpected));
            return;
        } catch (RuntimeException | LinkageError | StackOverflowError failed) {
            // A codec is the user's: whatever it throws, the call has its end.
            completeExceptionally(
                    SynapClientException.of(ClientFault.CODEC_FAILED, String.valueOf(failed.getMessage()), failed));
            return;
        }
        complete(result);
    }

    public void failed(SynapClientException reason) {
        completeExceptionally(reason);
    }
}
