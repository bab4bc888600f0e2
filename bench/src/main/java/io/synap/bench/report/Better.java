package io.synap.bench.report;

/** Which way a figure is good. */
public enum Better {
    HIGHER,
    LOWER
}
