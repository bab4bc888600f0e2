package io.synap.bench.system;

/** A figure could not be measured, or was measured and is not real. Fails its row, never the others. */
public final class MeasurementException extends RuntimeException {
    public MeasurementException(String message) {
        super(message);
    }

    public MeasurementException(String message, Throwable cause) {
        super(message, cause);
    }
}
