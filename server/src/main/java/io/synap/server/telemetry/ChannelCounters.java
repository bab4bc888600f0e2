package io.synap.server.telemetry;

/** The messages that one event loop has published, by channel. Counted into by that loop only; read by anyone. */
public final class ChannelCounters {
    private final NameSlots slots;
    private final Cells cells;

    ChannelCounters(LabelNames names) {
        this.slots = new NameSlots(names);
        this.cells = new Cells(names.slotCount());
    }

    /** Where a channel is counted; those that nobody hears get no figures of their own. */
    public int place(byte[] channel, boolean heard) {
        return slots.slotOf(channel, heard);
    }

    /** One message more. */
    public void published(int place) {
        cells.addOwned(place, 1);
    }

    long get(int place) {
        return cells.get(place);
    }
}
