package io.synap.server.resp;

/**
 * What of the RESP edge's settings may change while it runs.
 *
 * @param connectionsMax connections at a time, over all loops
 * @param idleTimeoutMillis after which a silent connection is closed; 0 for never
 * @param slowMicros a command that takes so long goes to the slow log; 0 for every command, -1 for none
 * @param slowEntriesMax entries that the slow log keeps
 */
public record RespTuning(int connectionsMax, long idleTimeoutMillis, int slowMicros, int slowEntriesMax) {
    /** The defaults. */
    public static final RespTuning DEFAULTS = new RespTuning(10_000, 0, 10_000, 128);
}
