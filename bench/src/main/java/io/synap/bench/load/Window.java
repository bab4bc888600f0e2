package io.synap.bench.load;

import java.time.Duration;

/** The stretch of an open-loop run that is measured. Called from the generator's thread: must not block. */
public interface Window {
    /** The generator is warm; what is measured begins now. */
    void begin(long nowNanos);

    /** False ends the run. */
    boolean open(long nowNanos);

    static Window of(Duration duration) {
        return new Window() {
            private long end;

            @Override
            public void begin(long nowNanos) {
                end = nowNanos + duration.toNanos();
            }

            @Override
            public boolean open(long nowNanos) {
                return nowNanos - end < 0;
            }
        };
    }
}
