package io.synap.replication.doctor;

/** One thing that a look at a data directory brought up. */
public record Finding(Severity severity, String text) {
    /** What a finding means for the next start. */
    public enum Severity {
        /** Worth knowing; the server starts. */
        NOTE,
        /** The server starts by itself, but something that was not yet durable is gone. */
        WARNING,
        /** The server refuses to start, or the way back that is kept for damage is damaged itself. */
        DAMAGE
    }
}
