package io.synap.client.queue;

import java.util.List;

/**
 * Thrown by a handler of batches for those of its messages that failed: they are given back, the others are done.
 */
public class BatchFailureException extends RuntimeException {
    private final transient List<Delivery<?>> failed;

    public BatchFailureException(String message, List<? extends Delivery<?>> failed) {
        super(message);
        this.failed = List.copyOf(failed);
    }

    public BatchFailureException(String message, List<? extends Delivery<?>> failed, Throwable cause) {
        super(message, cause);
        this.failed = List.copyOf(failed);
    }

    public List<Delivery<?>> failed() {
        return failed;
    }
}
