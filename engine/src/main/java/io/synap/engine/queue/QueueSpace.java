package io.synap.engine.queue;

import io.synap.engine.Family;
import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.index.NameTable;
import io.synap.engine.index.OrderedIndex;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.memory.Slab;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a shard. Confined to the shard's lock, except {@link #usedBytes} and {@link #count}.
 *
 * <p>A message lies in one block. What is live is in its queue's {@link Backlog}, what is dead in its {@link
 * DeadLetters}; both find it by a number in pages, which images save as they are before they change. All
 * else, lists, timers, leases and chains of ordering keys, follows from the messages and is made anew when
 * an image is restored.
 */
public final class QueueSpace implements Family {
    /** What a redrive may look at in the operation that begins it; the rest is done as time passes. */
    private static final int REDRIVEN_AT_ONCE = 1_000;

    private final QueueMemory memory;
    private final Readiness readiness;
    private final NameTable<Queue> queues;
    /** By number; the number of one that was deleted is given again. */
    private final List<@Nullable Queue> byNumber = new ArrayList<>();
    /** (deadline, number) of the queues in which something will be due. */
    private final OrderedIndex schedule;

    private final Slab.Tenant mover = this::move;
    private final BodyReader body = new BodyReader();
    private final Publisher publisher = new Publisher();
    private final Receiver receiver = new Receiver();
    private final Settler settler = new Settler();
    private volatile int count;

    public QueueSpace(Parts parts) {
        memory = new QueueMemory(parts);
        readiness = parts.readiness();
        queues = new NameTable<>(parts.hashSeed());
        schedule = new OrderedIndex(memory.nodes);
    }

    /** A queue by name, null if there is none. */
    public @Nullable Queue find(long name, int length) {
        return queues.find(name, length);
    }

    /** Whether a queue is there and has a message that a receive would hand out. */
    public boolean hasReady(byte[] name) {
        Queue queue = queues.find(name);
        return queue != null && queue.hasReady();
    }

    /** All queues, in the unsigned order of names. */
    public Iterable<Queue> all() {
        return queues.all();
    }

    /** The queues behind a name, in the unsigned order of names; null for all. */
    public Iterable<Queue> after(byte @Nullable [] name) {
        return queues.after(name);
    }

    /** How many queues there are. From any thread. */
    public int count() {
        return count;
    }

    /** Holds on to a large payload beyond the lock. */
    public LargeValue retainLarge(long message) {
        if (!Message.isLarge(message)) {
            throw new IllegalArgumentException("the message's payload is not large");
        }
        return new LargeValue(memory.largePayloads, Message.pieces(message));
    }

    @Override
    public void execute(long operation, long sequence, long now, Outcome outcome, ValueSink sink) {
        byte type = EncodedOperation.type(operation);
        long name = EncodedOperation.key(operation);
        int nameLength = EncodedOperation.keyLength(operation);
        Queue queue = queues.find(name, nameLength);
        if (type == OperationType.QUEUE_CONFIGURE) {
            configure(queue, operation, outcome);
            return;
        }
        if (queue == null) {
            outcome.rejected(ErrorCode.QUEUE_NOT_FOUND, 0);
            return;
        }
        memory.units.beforeChange(queue);
        if (type == OperationType.QUEUE_DELETE) {
            delete(queue, outcome);
            return;
        }
        switch (type) {
            case OperationType.QUEUE_PUBLISH -> publisher.publish(queue, operation, now, outcome);
            case OperationType.QUEUE_RECEIVE -> receiver.receive(queue, operation, now, outcome, sink);
            case OperationType.QUEUE_ACK -> settler.ack(queue, operation, now, outcome);
            case OperationType.QUEUE_NACK -> settler.nack(queue, operation, now, outcome);
            case OperationType.QUEUE_REJECT -> settler.reject(queue, operation, now, outcome);
            case OperationType.QUEUE_EXTEND -> settler.extend(queue, operation, now, outcome);
            case OperationType.QUEUE_REDRIVE -> settler.redrive(queue, operation, now, outcome);
            case OperationType.QUEUE_REMOVE -> settler.remove(queue, operation, now, outcome);
            case OperationType.QUEUE_PURGE -> purge(queue, operation, outcome);
            case OperationType.QUEUE_BEGIN_REDRIVE -> beginRedrive(queue, operation, now, outcome);
            case OperationType.QUEUE_END_REDRIVE -> endRedrive(queue, outcome);
            default -> throw new IllegalArgumentException("unknown operation type " + type);
        }
        boolean mayTakeMore = outcome.count() > 0 && queue.setting(QueueSetting.PREFETCH) > 0;
        changed(queue, outcome.applied() && mayTakeMore);
    }

    private void configure(@Nullable Queue present, long operation, Outcome outcome) {
        body.of(operation);
        Mode mode = Mode.ofCode(body.getByte());
        if (present == null ? mode == Mode.UPDATE : mode == Mode.CREATE) {
            outcome.rejected(present == null ? ErrorCode.QUEUE_NOT_FOUND : ErrorCode.QUEUE_EXISTS, 0);
            return;
        }
        Queue queue = present;
        if (queue == null) {
            int number = freeNumber();
            if (number > Message.QUEUE_NUMBER_MAX) {
                outcome.rejected(ErrorCode.LIMIT_REACHED, 0);
                return;
            }
            byte[] name = Memory.toArray(EncodedOperation.key(operation), EncodedOperation.keyLength(operation));
            queue = add(name, number);
            outcome.applied(0);
            outcome.number(1);
        } else {
            memory.units.beforeChange(queue);
        }
        while (body.hasMore()) {
            QueueSetting setting = QueueSetting.ofCode(body.getByte());
            long value = body.getLong();
            if (setting == null || !setting.allows(value)) {
                throw new IllegalStateException("an operation has an unknown setting or one out of range");
            }
            if (queue.settings[setting.index()] != value) {
                queue.settings[setting.index()] = value;
                outcome.applied(0);
            }
        }
        changed(queue, outcome.applied());
    }

    private Queue add(byte[] name, int number) {
        Queue queue = new Queue(memory, name, number);
        queues.add(queue);
        memory.units.add(queue);
        number(queue);
        count = queues.size();
        return queue;
    }

    private void number(Queue queue) {
        while (byNumber.size() <= queue.number) {
            byNumber.add(null);
        }
        byNumber.set(queue.number, queue);
    }

    /** The least number from 1 on that no queue has. */
    private int freeNumber() {
        int number = 1;
        while (number < byNumber.size() && byNumber.get(number) != null) {
            number++;
        }
        return number;
    }

    private void delete(Queue queue, Outcome outcome) {
        outcome.applied(0);
        outcome.number(queue.depth() + queue.count(MessageState.DEAD));
        queue.close();
        if (queue.scheduled != Long.MAX_VALUE) {
            var _ = schedule.remove(queue.scheduled, queue.number);
        }
        memory.units.remove(queue);
        queues.remove(queue);
        byNumber.set(queue.number, null);
        count = queues.size();
        // Who waits for it is to learn that it is gone.
        readiness.ready(Kind.QUEUE, queue.name());
    }

    private void purge(Queue queue, long operation, Outcome outcome) {
        long purged = queue.purge(Scope.ofCode(body.of(operation).getByte()));
        if (purged > 0) {
            outcome.applied(0);
        }
        outcome.number(purged);
    }

    private void beginRedrive(Queue queue, long operation, long now, Outcome outcome) {
        if (queue.letters.size() == 0) {
            return;
        }
        Redrive redrive = Redrive.begin(++queue.redrives, queue.nextLetter, now, body.of(operation));
        queue.redrive = redrive;
        var _ = Deaths.redrive(queue, redrive, REDRIVEN_AT_ONCE, now);
        outcome.applied(0);
        outcome.number(redrive.status().redriven());
    }

    private static void endRedrive(Queue queue, Outcome outcome) {
        Redrive redrive = queue.redrive;
        if (redrive != null && redrive.isActive()) {
            redrive.stop();
            outcome.applied(0);
            outcome.number(1);
        }
    }

    /** To be called after a queue's change. */
    private void changed(Queue queue, boolean mayTakeMore) {
        schedule(queue);
        boolean becameReady = queue.backlog.takeBecameReady();
        if ((becameReady || mayTakeMore) && queue.hasReady()) {
            readiness.ready(Kind.QUEUE, queue.name());
        }
    }

    private void schedule(Queue queue) {
        long deadline = queue.nextDeadline();
        if (deadline == queue.scheduled) {
            return;
        }
        if (queue.scheduled != Long.MAX_VALUE) {
            var _ = schedule.remove(queue.scheduled, queue.number);
        }
        if (deadline != Long.MAX_VALUE) {
            schedule.insert(deadline, queue.number, 0);
        }
        queue.scheduled = deadline;
    }

    @Override
    public long nextDeadline() {
        return schedule.firstMajor();
    }

    @Override
    public long advance(long most, long sequence, long now) {
        long done = 0;
        while (done < most && schedule.firstMajor() <= now) {
            Queue queue = ofNumber((int) schedule.firstMinor());
            memory.units.beforeChange(queue);
            long more = Timekeeper.advance(queue, most - done, now);
            if (more == 0) {
                throw new IllegalStateException("something is due in a queue and nothing was done");
            }
            done += more;
            // What was expired may have hidden what can be received.
            changed(queue, true);
        }
        return done;
    }

    private Queue ofNumber(int number) {
        Queue queue = number < byNumber.size() ? byNumber.get(number) : null;
        if (queue == null) {
            throw new IllegalStateException("no queue has number " + number);
        }
        return queue;
    }

    @Override
    public void restore(long item, int length) {
        Queue queue = queues.find(EncodedOperation.key(item), EncodedOperation.keyLength(item));
        if (queue == null) {
            byte[] name = Memory.toArray(EncodedOperation.key(item), EncodedOperation.keyLength(item));
            queue = new Queue(memory, name, 0);
            queues.add(queue);
            memory.units.add(queue);
        }
        switch (EncodedOperation.type(item)) {
            case OperationType.QUEUE_IMAGE -> {
                check(queue.number == 0, "a queue occurs twice");
                QueueItem.restore(queue, item);
                check(queue.number > 0 && queue.number <= Message.QUEUE_NUMBER_MAX, "a queue has no number");
            }
            case OperationType.QUEUE_MESSAGE_IMAGE -> {
                long message = MessageItems.restore(memory, item);
                if (Message.state(message) == MessageState.DEAD) {
                    queue.letters.restore(message);
                } else {
                    queue.backlog.restore(message);
                }
            }
            case OperationType.QUEUE_DEDUP_IMAGE ->
                queue.dedup.restore(EncodedOperation.value(item), EncodedOperation.valueLength(item));
            default -> throw new IllegalStateException("an item is of unknown type");
        }
    }

    @Override
    public void restoreEnd() {
        for (Queue queue : queues.all()) {
            check(queue.number > 0, "a queue has messages and no description");
            check(
                    queue.number >= byNumber.size() || byNumber.get(queue.number) == null,
                    "two queues have the same number");
            number(queue);
            queue.restored();
            schedule(queue);
        }
        count = queues.size();
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalStateException("image of queues: " + complaint);
        }
    }

    @Override
    public long usedBytes() {
        return memory.used.get();
    }

    /** Physical bytes of blocks. */
    long slabBytes() {
        return memory.slabBytes();
    }

    @Override
    public boolean tidy() {
        return memory.tidy(mover);
    }

    /** Moves a message to another block; nothing happens when the block is free. */
    private void move(long block) {
        int number = Message.queueNumber(block);
        Queue queue = number < byNumber.size() ? byNumber.get(number) : null;
        if (queue != null && !queue.backlog.move(block)) {
            var _ = queue.letters.move(block);
        }
    }

    @Override
    public long digest() {
        long digest = 0;
        for (Queue queue : queues.all()) {
            digest = QueueDigest.of(queue, digest);
        }
        return digest;
    }

    @Override
    public void reset() {
        memory.reset();
        schedule.forget();
        queues.clear();
        byNumber.clear();
        count = 0;
    }
}
