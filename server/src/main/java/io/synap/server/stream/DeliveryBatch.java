package io.synap.server.stream;

import io.synap.engine.ValueSink;
import io.synap.engine.stream.Delivery;
import io.synap.engine.stream.StreamSpace;

/**
 * What a group has handed out, to be written into an answer once the shard is no longer locked. Confined to
 * one event loop, which reuses it. Taking deliveries cannot fail, see {@link EventBatch}.
 */
public final class DeliveryBatch implements ValueSink {
    private final EventBatch events = new EventBatch();
    private long[] offsets = new long[16];
    private long[] millis = new long[16];
    private long[] sequences = new long[16];
    private long[] handOuts = new long[16];
    private long[] deadlines = new long[16];
    private int[] deliveries = new int[16];
    /** Which event of the batch it is; -1 when it is only named. */
    private int[] eventIndexes = new int[16];

    private boolean[] gone = new boolean[16];
    private int count;
    private boolean more;
    private long nextMillis;
    private long nextSequence;

    /** Forgets what was taken, and gets ready for so many deliveries, of that shard, of so many bytes. */
    public void begin(StreamSpace space, int countMax, long bytesMax) {
        events.begin(space, countMax, bytesMax);
        count = 0;
        more = false;
        nextMillis = 0;
        nextSequence = 0;
        if (countMax > offsets.length) {
            offsets = new long[countMax];
            millis = new long[countMax];
            sequences = new long[countMax];
            handOuts = new long[countMax];
            deadlines = new long[countMax];
            deliveries = new int[countMax];
            eventIndexes = new int[countMax];
            gone = new boolean[countMax];
        }
    }

    /** Takes a delivery; the shard is locked. */
    @Override
    public void value(long delivery) {
        if (Delivery.isCursor(delivery)) {
            more = true;
            nextMillis = Delivery.idMillis(delivery);
            nextSequence = Delivery.idNumber(delivery);
            return;
        }
        offsets[count] = Delivery.offset(delivery);
        millis[count] = Delivery.idMillis(delivery);
        sequences[count] = Delivery.idNumber(delivery);
        handOuts[count] = Delivery.handOut(delivery);
        deadlines[count] = Delivery.deadline(delivery);
        deliveries[count] = Delivery.deliveries(delivery);
        gone[count] = Delivery.isGone(delivery);
        long event = Delivery.event(delivery);
        eventIndexes[count] = event == 0 ? -1 : events.count();
        if (event != 0) {
            events.value(event);
        }
        count++;
    }

    /** The events that were handed out. */
    public EventBatch events() {
        return events;
    }

    public int count() {
        return count;
    }

    /** Which event of {@link #events} it is; -1 when it is gone, or only named. */
    public int event(int index) {
        return eventIndexes[index];
    }

    public long offset(int index) {
        return offsets[index];
    }

    public long millis(int index) {
        return millis[index];
    }

    public long sequence(int index) {
        return sequences[index];
    }

    /** Names the hand-out to whoever acknowledges it; 0 when that is not needed. */
    public long handOut(int index) {
        return handOuts[index];
    }

    /** When the lease ends, milliseconds since 1970; 0 never. */
    public long deadline(int index) {
        return deadlines[index];
    }

    /** How often it was handed out, with this time. */
    public int deliveries(int index) {
        return deliveries[index];
    }

    /** Whether the room has removed the event. */
    public boolean isGone(int index) {
        return gone[index];
    }

    /** Whether there was more to claim, from {@link #nextMillis} and {@link #nextSequence} on. */
    public boolean hasMore() {
        return more;
    }

    /** First part of the id to go on from; 0 when there is no more. */
    public long nextMillis() {
        return nextMillis;
    }

    public long nextSequence() {
        return nextSequence;
    }

    /** Lets go of everything. */
    public void clear() {
        events.clear();
        count = 0;
    }
}
