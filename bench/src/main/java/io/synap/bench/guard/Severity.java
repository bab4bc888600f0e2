package io.synap.bench.guard;

/** How much worse a figure has become. */
public enum Severity {
    FINE("", 0),
    WARNING("warning", 0),
    FAILURE("FAILURE", 3),
    CRITICAL("CRITICAL", 4);

    private static final double WARNING_FROM = 0.20;
    private static final double FAILURE_FROM = 0.25;
    private static final double CRITICAL_FROM = 0.50;

    private final String label;
    private final int exitCode;

    Severity(String label, int exitCode) {
        this.label = label;
        this.exitCode = exitCode;
    }

    /** From the part by which it is worse: 0.25 is a quarter less throughput, or a quarter more time. */
    static Severity of(double worseBy) {
        if (worseBy >= CRITICAL_FROM) {
            return CRITICAL;
        }
        if (worseBy >= FAILURE_FROM) {
            return FAILURE;
        }
        return worseBy >= WARNING_FROM ? WARNING : FINE;
    }

    String label() {
        return label;
    }

    /** 1 and 2 mean a crash and a wrong option, as for every command. */
    public int exitCode() {
        return exitCode;
    }
}
