package io.synap.bench.system;

import java.io.IOException;

/** Immutable. Time and processor time at one moment, or between two; microseconds of the server's and this process. */
public record Usage(long nanos, long serverMicros, long generatorMicros) {
    public static Usage now(ServerCpu cpu) throws IOException {
        return new Usage(
                System.nanoTime(),
                cpu.micros(),
                ProcFile.cpuMicros(ProcessHandle.current().pid()));
    }

    public Usage since(Usage earlier) {
        return new Usage(
                nanos - earlier.nanos, serverMicros - earlier.serverMicros, generatorMicros - earlier.generatorMicros);
    }

    /** How often something happened a second that happened so many times. */
    public double perSecond(long count) {
        return count * 1e9 / nanos;
    }

    /** The server's microseconds for each of so many. */
    public double serverMicrosEach(long count) {
        return (double) serverMicros / count;
    }

    /** This process' microseconds for each of so many. */
    public double generatorMicrosEach(long count) {
        return (double) generatorMicros / count;
    }
}
