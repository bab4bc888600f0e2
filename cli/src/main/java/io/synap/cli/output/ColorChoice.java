package io.synap.cli.output;

/** When to use colours. */
public enum ColorChoice {
    /** On a terminal, unless NO_COLOR is set. */
    AUTO,
    ALWAYS,
    NEVER
}
