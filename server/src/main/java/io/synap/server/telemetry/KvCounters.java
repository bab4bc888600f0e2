package io.synap.server.telemetry;

/**
 * How many key-value operations one event loop has done, by command and outcome. Counted into by that
 * loop only; read by anyone.
 */
public final class KvCounters {
    private static final int OUTCOMES = KvOutcome.values().length;

    private final Cells cells = new Cells(KvCommand.values().length * OUTCOMES);

    KvCounters() {}

    /** Counts {@code operations} at once: a batch need not be counted one by one. */
    public void count(KvCommand command, KvOutcome outcome, long operations) {
        cells.addOwned(index(command, outcome), operations);
    }

    long get(KvCommand command, KvOutcome outcome) {
        return cells.get(index(command, outcome));
    }

    // The row is of this process and this build; nothing outlives a change of the order.
    @SuppressWarnings("EnumOrdinal")
    private static int index(KvCommand command, KvOutcome outcome) {
        return command.ordinal() * OUTCOMES + outcome.ordinal();
    }
}
