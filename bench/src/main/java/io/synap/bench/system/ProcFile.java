package io.synap.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Thread-safe, no state. A process as Linux describes it, see proc(5).
 *
 * <p>Only the process itself is counted, not its children: what Redis' forked savers use is left out, in
 * its favour.
 */
public final class ProcFile {
    /** {@code USER_HZ}: fixed at 100 in the ABI of every architecture Linux runs a JDK 25 on. */
    private static final long MICROS_PER_TICK = 10_000;

    private ProcFile() {}

    /** User and system time used so far, in microseconds, in steps of 10,000. */
    public static long cpuMicros(long pid) throws IOException {
        return parseCpuTicks(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))) * MICROS_PER_TICK;
    }

    /** {@code VmRSS}, in KiB. */
    public static long residentKib(long pid) throws IOException {
        return parseResidentKib(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    }

    /** Files and sockets that this process may have open at once, and so what it starts. */
    public static long openFilesMax() throws IOException {
        return parseOpenFilesMax(Files.readAllLines(Path.of("/proc/self/limits")));
    }

    static long parseOpenFilesMax(List<String> limits) {
        return limits.stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().split(" ", 2)[0])
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst()
                .orElseThrow(() -> new MeasurementException("no limit of open files in /proc"));
    }

    static long parseCpuTicks(String stat) {
        // the command name is in parentheses and may itself hold blanks and parentheses
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static long parseResidentKib(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.substring("VmRSS:".length())
                        .toLowerCase(Locale.ROOT)
                        .replace("kb", "")
                        .strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new MeasurementException("no VmRSS in /proc: has the process ended?"));
    }
}
