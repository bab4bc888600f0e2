package io.synap.server.telemetry;

/** What the log and the snapshots tell a scrape. Called off the event loops. */
public interface PersistenceGauges {
    /** Bytes written to the log since the start. */
    long logBytesWritten();

    /** Bytes of the log on disk now. */
    long logBytesOnDisk();

    /** When the last snapshot was complete, in milliseconds since 1970; 0 is never. */
    long snapshotLastSuccessMillis();

    /** Snapshots that failed since the start. */
    long snapshotFailures();
}
