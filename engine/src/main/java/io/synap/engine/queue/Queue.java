package io.synap.engine.queue;

import io.synap.engine.ValueSink;
import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.index.Named;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import org.jspecify.annotations.Nullable;

/** A queue: what it is set to, what it counts, and what is in it. Confined to its shard's lock. */
public final class Queue extends ImageUnit implements Named {
    /** What the description takes, about. */
    private static final long BYTES = 2048;

    private final byte[] name;
    private final MessageItems items;
    final QueueMemory memory;
    final Consumers consumers;
    final Deduplication dedup;
    final long[] settings = new long[QueueSetting.COUNT];
    final long[] counters = new long[QueueCounter.COUNT];

    Backlog backlog;
    DeadLetters letters;

    /** Tells it from the shard's other queues; 0 before an image has said it. */
    int number;

    long nextId = 1;
    long nextLetter = 1;
    long nextDedup = 1;
    /** Messages handed out, of which every so manieth goes to the lowest priority. */
    long handOuts;

    int redrives;

    @Nullable
    Redrive redrive;

    /** The deadline by which the space knows it. */
    long scheduled = Long.MAX_VALUE;

    Queue(QueueMemory memory, byte[] name, int number) {
        this.memory = memory;
        this.name = name;
        this.number = number;
        items = new MessageItems(name, memory);
        consumers = new Consumers(memory.hashSeed);
        dedup = new Deduplication(memory, name);
        backlog = new Backlog(memory, items);
        letters = new DeadLetters(memory, items);
        for (QueueSetting setting : QueueSetting.values()) {
            settings[setting.index()] = setting.initial();
        }
        memory.used.add(descriptionBytes());
    }

    @Override
    public byte[] name() {
        return name;
    }

    public long setting(QueueSetting setting) {
        return settings[setting.index()];
    }

    public boolean isPaused() {
        return setting(QueueSetting.PAUSED) != 0;
    }

    boolean hasReady() {
        return !isPaused() && backlog.ready().size() > 0;
    }

    public long counter(QueueCounter counter) {
        return counters[counter.index()];
    }

    /** Messages in a state. */
    public long count(MessageState state) {
        return state == MessageState.DEAD ? letters.size() : backlog.count(state);
    }

    /** Messages that are no dead letters. */
    public long depth() {
        return backlog.size();
    }

    /** Messages of a priority, 0 to 9, that can be received. */
    public long readyCount(int priority) {
        return backlog.ready().count(priority);
    }

    /** Bytes that the messages take, dead letters not counted. */
    public long bytes() {
        return backlog.bytes();
    }

    /** When the oldest message that can be received was published, milliseconds since 1970; 0 when there is none. */
    public long oldestReadyMillis() {
        long oldest = backlog.ready().oldest();
        return oldest == 0 ? 0 : Message.publishedMillis(oldest);
    }

    /** Consumers that have messages in flight. */
    public int consumersInFlight() {
        return consumers.active();
    }

    /** How publishing dead letters anew goes on, or went. */
    public RedriveStatus redrive() {
        return redrive == null ? RedriveStatus.NONE : redrive.status();
    }

    /** The message with an id, dead or alive; 0 when there is none. */
    public long find(long id) {
        long message = id <= 0 ? 0 : backlog.get(id);
        return message != 0 ? message : letters.find(id);
    }

    /** The name of the consumer that has a LEASED message; not to be changed. */
    public byte[] consumerOf(long message) {
        return consumers.ofNumber(Message.second(message)).name();
    }

    /**
     * Hands dead letters to the sink, oldest first.
     *
     * @param cursor where to go on: 0, or what the last call returned
     * @return where to go on; 0 at the end
     */
    public long deadLetters(long cursor, int countMax, ValueSink sink) {
        return letters.read(cursor, countMax, sink);
    }

    void count(QueueCounter counter, long more) {
        counters[counter.index()] += more;
    }

    /** Whether it may take no message more. */
    boolean isFull() {
        long depthMax = setting(QueueSetting.MAX_DEPTH);
        long bytesMax = setting(QueueSetting.MAX_BYTES);
        return (depthMax > 0 && depth() >= depthMax) || (bytesMax > 0 && bytes() >= bytesMax);
    }

    boolean exceedsBounds() {
        long depthMax = setting(QueueSetting.MAX_DEPTH);
        long bytesMax = setting(QueueSetting.MAX_BYTES);
        return (depthMax > 0 && depth() > depthMax) || (bytesMax > 0 && bytes() > bytesMax);
    }

    /** When the first dead letter is to be given up; Long.MAX_VALUE when none is. */
    long nextLetterEnd() {
        if (letters.size() > setting(QueueSetting.DEAD_LETTERS_MAX)) {
            return 0;
        }
        long retention = setting(QueueSetting.DEAD_LETTER_RETENTION_MILLIS);
        return retention == 0 || letters.size() == 0
                ? Long.MAX_VALUE
                : Message.lastDiedMillis(letters.first()) + retention;
    }

    /** When something is due; Long.MAX_VALUE when nothing is. */
    long nextDeadline() {
        long next = Math.min(backlog.nextLeaseEnd(), backlog.nextTimer());
        next = Math.min(next, Math.min(dedup.nextEnd(), nextLetterEnd()));
        return redrive == null ? next : Math.min(next, redrive.nextMillis());
    }

    /** Removes messages, however many, at once; returns how many. */
    long purge(Scope scope) {
        long before = backlog.size() + letters.size();
        if (scope != Scope.READY && letters.size() > 0) {
            letters.close();
            memory.retire(letters);
            letters = new DeadLetters(memory, items);
        }
        long leased = backlog.count(MessageState.LEASED);
        if (scope == Scope.ALL) {
            consumers.clear();
            replaceBacklog(new Backlog(memory, items));
        } else if (scope == Scope.READY && backlog.size() > leased) {
            Backlog rest = new Backlog(memory, items);
            rest.copyLeased(backlog);
            replaceBacklog(rest);
        }
        long purged = before - backlog.size() - letters.size();
        count(QueueCounter.PURGED, purged);
        return purged;
    }

    private void replaceBacklog(Backlog rest) {
        backlog.close();
        memory.retire(backlog);
        backlog = rest;
    }

    /** Sets everything aside, to be freed a little at a time. */
    void close() {
        backlog.close();
        memory.retire(backlog);
        letters.close();
        memory.retire(letters);
        dedup.close();
        memory.retire(dedup);
        memory.used.add(-descriptionBytes());
    }

    /**
     * Puts everything of an image into its place.
     *
     * @throws IllegalStateException if one part contradicts another
     */
    void restored() {
        backlog.restored();
        letters.restored();
        dedup.restored();
        for (long letter = letters.ceiling(0); letter >= 0; letter = letters.ceiling(letter + 1)) {
            check(letters.get(letter));
        }
        for (long id = backlog.ceiling(0); id >= 0; id = backlog.ceiling(id + 1)) {
            long message = backlog.get(id);
            check(message);
            if (Message.state(message) == MessageState.LEASED) {
                consumers.take(consumers.ofNumber(Message.second(message)));
            }
        }
    }

    private void check(long message) {
        if (Message.queueNumber(message) != number || Message.id(message) >= nextId) {
            throw new IllegalStateException("a message of an image contradicts its queue");
        }
    }

    private long descriptionBytes() {
        return BYTES + name.length;
    }

    @Override
    protected long imageBytes() {
        return QueueItem.bytesMax(this);
    }

    @Override
    protected void writeTo(ImageItems target) {
        QueueItem.write(this, target);
    }
}
