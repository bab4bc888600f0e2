package io.synap.client.change;

/** What is told to those who follow the changes. Immutable. */
public sealed interface ChangeItem {
    /**
     * A change.
     *
     * @param cursor leads on behind it; empty within what was done as one
     */
    record Changed(Change change, String cursor) implements ChangeItem {}

    /** Changes are missing here: the log had given them up. Read the state anew. */
    record Gap(String cursor) implements ChangeItem {}

    /** What followed the cursor is gone; it goes on with the oldest that is kept. Read the state anew. */
    record NotRecovered(String cursor) implements ChangeItem {}
}
