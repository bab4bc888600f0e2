package io.synap.engine.queue;

import io.synap.engine.ValueSink;
import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.index.Named;
import io.synap.protocol.operation.QueueSetting;

/** A queue: what it is set to, what it counts, and what is in it. Confined to its shard's lock. */
public final class Queue extends ImageUnit implements Named {
    private final byte[] name;
    final int number;
    final long[] settings = new long[QueueSetting.COUNT];
    final long[] counters = new long[QueueCounter.COUNT];

    Queue(byte[] name, int number) {
        this.name = name;
        this.number = number;
    }

    @Override
    public byte[] name() {
        return name;
    }

    public long setting(QueueSetting setting) {
        return settings[setting.index()];
    }

    public long counter(QueueCounter counter) {
        return counters[counter.index()];
    }

    /** Messages in a state. */
    public long count(MessageState state) {
        return 0;
    }

    /** Messages that are no dead letters. */
    public long depth() {
        return 0;
    }

    /** Messages of a priority, 0 to 9, that can be received. */
    public long readyCount(int priority) {
        return 0;
    }

    /** Bytes that the messages take, dead letters not counted. */
    public long bytes() {
        return 0;
    }

    /** When the oldest message that can be received was published, milliseconds since 1970; 0 when there is none. */
    public long oldestReadyMillis() {
        return 0;
    }

    /** Consumers that have messages in flight. */
    public int consumersInFlight() {
        return 0;
    }

    /** How a message's redrive goes on; its {@code active} is false when there is none. */
    public RedriveStatus redrive() {
        return RedriveStatus.NONE;
    }

    /** The message with an id, dead or alive; 0 when there is none. */
    public long find(long id) {
        return 0;
    }

    /** Bytes of the name of the consumer that has a LEASED message; not to be changed. */
    public byte[] consumerOf(long message) {
        return name;
    }

    /**
     * Hands dead letters to the sink, oldest first.
     *
     * @param cursor where to go on: 0, or what the last call returned
     * @return where to go on; 0 at the end
     */
    public long deadLetters(long cursor, int countMax, ValueSink sink) {
        return 0;
    }

    @Override
    protected long imageBytes() {
        return 0;
    }

    @Override
    protected void writeTo(ImageItems target) {}
}
