package io.synap.replication.log;

/** How a stored log ends. */
public sealed interface LogEnding {
    /** Before it began: nothing was ever logged. */
    record Empty() implements LogEnding {}

    /** By its close: nothing is missing. */
    record Closed() implements LogEnding {}

    /** With a whole record: the server was stopped hard. What had not been written is missing. */
    record Unclosed() implements LogEnding {}

    /** Within what was not yet synced: the rest is void, as it must be after a power cut. */
    record Torn(LogDamage damage) implements LogEnding {}

    /** Within what was synced: acknowledged operations may be unreadable. */
    record Broken(LogDamage damage) implements LogEnding {}
}
