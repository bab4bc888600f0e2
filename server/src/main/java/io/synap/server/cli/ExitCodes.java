package io.synap.server.cli;

/** What the program's exit codes mean, after sysexits.h where it has one. */
public final class ExitCodes {
    public static final int OK = 0;
    /** It did not work; the message says why. */
    public static final int FAILED = 1;
    /** The command line or a setting is wrong. */
    public static final int USAGE = 2;
    /** The data directory is damaged. */
    public static final int DAMAGED = 65;
    /** The server stopped because it could no longer keep its promises. */
    public static final int FAULT = 70;

    private ExitCodes() {}
}
