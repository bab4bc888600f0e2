package io.synap.replication.log;

import io.synap.replication.history.SequenceVector;
import java.io.IOException;
import java.io.Serial;

/** What was asked for is no longer in the log: a snapshot holds it. Nothing is wrong. */
public final class LogTrimmedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient SequenceVector oldest;

    LogTrimmedException(SequenceVector oldest) {
        super("the log no longer holds what follows these sequences");
        this.oldest = oldest;
    }

    /** From where on the log still holds everything. */
    public SequenceVector oldest() {
        return oldest;
    }
}
