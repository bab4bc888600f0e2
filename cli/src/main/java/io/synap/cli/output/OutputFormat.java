package io.synap.cli.output;

/** For whom is printed. */
public enum OutputFormat {
    /** People: aligned, coloured on a terminal. */
    TABLE,
    /** Programs: one JSON document for a result, one a line for what comes one after another. */
    JSON
}
