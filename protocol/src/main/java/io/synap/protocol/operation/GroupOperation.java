package io.synap.protocol.operation;

import java.util.List;

/**
 * A change of a shared consumer group: its members share a room's events, each event being handed to one of
 * them and pending until it is acknowledged.
 */
public sealed interface GroupOperation extends Operation {
    Bytes room();

    Bytes group();

    /**
     * How a group treats what it hands out.
     *
     * @param leaseMillis how long a member has for an event; 0 as long as it likes
     * @param deliveriesMax after so many an event becomes a dead letter instead of being handed out again; 0 never
     * @param backoffMinMillis how long an event waits after its first lease that ran out; twice as long each time
     * @param backoffMaxMillis the longest that it waits
     * @param protectsEvents whether retention leaves the room what the group has not done yet
     * @param deadLettersMax how many dead letters are kept; beyond it the oldest events' are dropped
     * @param pendingMax how many events may be handed out and not yet acknowledged
     */
    record Config(
            long leaseMillis,
            int deliveriesMax,
            long backoffMinMillis,
            long backoffMaxMillis,
            boolean protectsEvents,
            int deadLettersMax,
            int pendingMax) {
        /** The longest lease, delay or backoff: a year. */
        public static final long MILLIS_MAX = 366L * 24 * 60 * 60 * 1000;

        /** What Redis knows: no leases, no retries, no dead letters. */
        public static Config plain(int pendingMax) {
            return new Config(0, 0, 0, 0, false, 0, pendingMax);
        }
    }

    /** Where a group begins to read. */
    sealed interface Start {
        /** Behind the event with this id, whether it exists or not. */
        record AfterId(long millis, long number) implements Start {}

        /** At the room's oldest event. */
        record First() implements Start {}

        /** Behind the room's last event. */
        record Last() implements Start {}

        /** At this offset. */
        record At(long offset) implements Start {}
    }

    /** A pending event. */
    sealed interface Target {
        /** By its id, whoever has it. */
        record Id(long millis, long number) implements Target {}

        /** By its offset, as it was handed out: hand-outs of a group are numbered; 0 is any. */
        record HandOut(long offset, long handOut) implements Target {}
    }

    /** What becomes of an event that a member could not do. */
    sealed interface Retry {
        record AtOnce() implements Retry {}

        record After(long delayMillis) implements Retry {}

        /** As when a lease has run out. */
        record Backoff() implements Retry {}

        /** Never: it becomes a dead letter. */
        record Never() implements Retry {}
    }

    /** Dead letters that an operation is about. */
    sealed interface Selection {
        record Offsets(List<Long> offsets) implements Selection {}

        /**
         * All that died for this reason and within this time.
         *
         * @param reason the code of a {@link DeathReason}, 0 for any
         * @param error what the last error contains; empty for anything
         * @param diedFrom milliseconds since 1970
         * @param diedBefore milliseconds since 1970; 0 for no bound
         */
        record Matching(int reason, Bytes error, long diedFrom, long diedBefore) implements Selection {}
    }

    /** What is done to a group's redrive in progress. */
    enum RedriveAction {
        CANCEL,
        /** Goes on after the circuit opened. */
        RESUME
    }

    /**
     * Makes a group.
     *
     * @param entriesRead how many of the room's events it counts as read; -1 unknown
     * @param makesRoom whether a room that is not there is made
     * @param groupsMax how many groups the room may have with it
     */
    record Create(
            Bytes room, Bytes group, Config config, Start start, long entriesRead, boolean makesRoom, int groupsMax)
            implements GroupOperation {}

    /** Lets a group read on from elsewhere; what is pending stays so. */
    record SetPosition(Bytes room, Bytes group, Start start, long entriesRead) implements GroupOperation {}

    record Delete(Bytes room, Bytes group) implements GroupOperation {}

    /** Gives a group another configuration; leases that run keep their end. */
    record Configure(Bytes room, Bytes group, Config config) implements GroupOperation {}

    record CreateConsumer(Bytes room, Bytes group, Bytes consumer, int consumersMax) implements GroupOperation {}

    /**
     * Removes a member, once nothing is pending with it.
     *
     * @param releases whether what is pending becomes available to the others; else it counts as done
     * @param itemsMax at most so many pending events go in this operation
     */
    record DeleteConsumer(Bytes room, Bytes group, Bytes consumer, boolean releases, int itemsMax)
            implements GroupOperation {}

    /**
     * Hands out events: first those that came back, then new ones.
     *
     * @param bytesMax no more are handed out once they have so many bytes
     * @param noAck whether they count as acknowledged at once
     * @param leaseMillis instead of the group's; 0 for that
     */
    record Read(
            Bytes room,
            Bytes group,
            Bytes consumer,
            int countMax,
            long bytesMax,
            boolean noAck,
            long leaseMillis,
            int consumersMax)
            implements GroupOperation {}

    /** Hands a member again what is pending with it, behind an id. */
    record Reread(
            Bytes room,
            Bytes group,
            Bytes consumer,
            long afterMillis,
            long afterNumber,
            int countMax,
            long bytesMax,
            int consumersMax)
            implements GroupOperation {}

    /**
     * Gives a member what is pending with others.
     *
     * @param idleMillis only what was handed out at least so long ago
     * @param handedOutAt when it counts as handed out, milliseconds since 1970; -1 now
     * @param deliveries how often it counts as handed out; -1 once more than before
     * @param force whether what is not pending becomes so
     * @param justIds whether events are named only, which is no delivery
     * @param lastMillis with {@code lastNumber} an id up to which the group counts as having read
     */
    record Claim(
            Bytes room,
            Bytes group,
            Bytes consumer,
            long idleMillis,
            long handedOutAt,
            long deliveries,
            boolean force,
            boolean justIds,
            long lastMillis,
            long lastNumber,
            int consumersMax,
            List<Target.Id> ids)
            implements GroupOperation {}

    /** Gives a member what is pending for long, from an id on. */
    record AutoClaim(
            Bytes room,
            Bytes group,
            Bytes consumer,
            long idleMillis,
            long startMillis,
            long startNumber,
            int countMax,
            long bytesMax,
            boolean justIds,
            int consumersMax)
            implements GroupOperation {}

    record Ack(Bytes room, Bytes group, List<Target> targets) implements GroupOperation {}

    /** Gives events back; the error is what a dead letter will tell. */
    record Nack(Bytes room, Bytes group, Retry retry, Bytes error, List<Target> targets) implements GroupOperation {}

    /** Lets leases end so long from now, 0 for the group's. */
    record Extend(Bytes room, Bytes group, long leaseMillis, List<Target> targets) implements GroupOperation {}

    /**
     * Makes dead letters available again: those given by their offsets at once, those that match one after another in
     * the background.
     *
     * @param itemsMax so many in all; 0 any number
     * @param perSecond how many in a second; 0 as fast as can be
     */
    record Redrive(Bytes room, Bytes group, Selection selection, long itemsMax, int perSecond)
            implements GroupOperation {}

    record ControlRedrive(Bytes room, Bytes group, RedriveAction action) implements GroupOperation {}

    /** Removes dead letters, looking at no more than so many from an offset on. */
    record Purge(Bytes room, Bytes group, Selection selection, long fromOffset, int itemsMax)
            implements GroupOperation {}
}
