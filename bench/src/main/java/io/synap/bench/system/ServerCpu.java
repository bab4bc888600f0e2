package io.synap.bench.system;

import java.io.IOException;

/** Processor time of the measured server's process so far, in microseconds. */
@FunctionalInterface
public interface ServerCpu {
    long micros() throws IOException;
}
