package io.synap.server.feed;

import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.replication.Persistence;
import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import io.synap.replication.log.OperationLog;
import io.synap.server.node.Node;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The change feed of one node. Thread-safe.
 *
 * <p>It reads the operation log back as it is written; under {@code fsync: always} only what is synced. Those
 * who have read everything share one reader. Those who have not each read by themselves, some at a time, until
 * they meet it. All of that is done by one thread, which is there only while somebody reads.
 *
 * <p>Without persistence there is no log, and so no feed: its methods then throw NOT_SUPPORTED.
 */
public final class ChangeFeed implements AutoCloseable {
    /** What may be on its way to all subscribers together, as long as each has its least. */
    private static final long PENDING_BYTES_IN_ALL = 32L << 20;
    /** The least that may be on its way to one. */
    private static final long PENDING_BYTES_EACH = 4L << 10;

    private final Node node;
    private final @Nullable Persistence persistence;
    private final FeedLimits limits;
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final LongAdder changes = new LongAdder();
    private final LongAdder gaps = new LongAdder();

    private volatile long pendingBytesMax;

    // Guarded by this.
    private @Nullable FeedLoop loop;
    private @Nullable Thread thread;
    private boolean closed;

    /** The feed of a node whose state is kept so, or not at all. */
    public ChangeFeed(Node node, @Nullable Persistence persistence, FeedLimits limits) {
        this.node = node;
        this.persistence = persistence;
        this.limits = limits;
        this.pendingBytesMax = limits.pendingBytesMax();
    }

    // --- Positions ---

    /** Behind everything that is applied at this moment. */
    public FeedPosition now() {
        return new FeedPosition(history(), applied());
    }

    /** Before everything that is still kept. */
    public FeedPosition first() {
        return new FeedPosition(history(), log().oldest());
    }

    /**
     * Behind the given version of a key, for those who want to hear about that key alone.
     *
     * @throws SynapException INVALID_ARGUMENT if the key's shard has not come to that version
     */
    public FeedPosition behind(int shard, long version) {
        long[] sequences = applied().toArray();
        if (version < 0 || version > sequences[shard]) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "no key has had this version");
        }
        sequences[shard] = version;
        return new FeedPosition(history(), SequenceVector.of(sequences));
    }

    /**
     * What a cursor stands for.
     *
     * @throws SynapException INVALID_CURSOR if it is none, or lies ahead of what is there
     */
    public FeedPosition parse(String cursor) {
        FeedPosition position = FeedPosition.parse(cursor);
        if (position.history().equals(history()) && !position.sequences().isWithin(applied())) {
            throw new SynapException(ErrorCode.INVALID_CURSOR, "the cursor lies ahead of what has happened");
        }
        return position;
    }

    /** Whether everything that follows a position is still there, in this history or in one that it continues. */
    public boolean holds(FeedPosition position) {
        return kept().manifest().manifest().continues(position.history(), position.sequences())
                && log().oldest().isWithin(position.sequences());
    }

    /** The error for those whose position is not held. */
    public SynapException expired() {
        return PageSubscriber.expired(first());
    }

    // --- Reading ---

    /**
     * Reads one page from a position on: what there is, and if that is nothing, what comes first within a time.
     * It may be short, even empty, with a cursor that leads on; and it may be longer than the limit, by what
     * one operation did.
     *
     * @param waitMillis 0 for not at all
     * @return completes on the feed's thread; fails with CURSOR_EXPIRED if the position is no longer held
     * @throws SynapException OVERLOADED if as many read as may
     */
    public CompletableFuture<ChangePage> read(FeedPosition from, ChangeFilter filter, int limit, long waitMillis) {
        if (!holds(from)) {
            return CompletableFuture.failedFuture(expired());
        }
        CompletableFuture<ChangePage> done = new CompletableFuture<>();
        PageSubscriber page = new PageSubscriber(
                filter,
                new FeedPosition(history(), from.sequences()),
                applied(),
                limit,
                System.nanoTime(),
                waitMillis,
                done);
        add(page);
        // Also when whoever asked has left and cancels.
        return done.whenComplete((result, failure) -> closed(page));
    }

    /**
     * Tells a receiver everything that follows a position, now and as it comes.
     *
     * @throws SynapException OVERLOADED if as many read as may
     */
    public FeedSubscription subscribe(FeedPosition from, ChangeFilter filter, ChangeReceiver receiver) {
        FeedSubscription subscription = new FeedSubscription(this, filter, from.sequences(), receiver);
        add(subscription);
        return subscription;
    }

    private void add(Subscriber subscriber) {
        if (subscribers.size() >= limits.subscribersMax()) {
            throw new SynapException(ErrorCode.OVERLOADED, "as many read changes as may (feed.subscribers_max)");
        }
        subscribers.add(subscriber);
        share();
        tell(each -> each.add(subscriber));
    }

    /** The more there are, the less each may have on its way: they share one heap. */
    private void share() {
        long each = PENDING_BYTES_IN_ALL / Math.max(1, subscribers.size());
        pendingBytesMax = Math.min(limits.pendingBytesMax(), Math.max(PENDING_BYTES_EACH, each));
    }

    /** What may be on its way to one subscriber. */
    long pendingBytesMax() {
        return pendingBytesMax;
    }

    void resume(FeedSubscription subscription) {
        tell(each -> each.resume(subscription));
    }

    /** It wants nothing more; the thread will see it. */
    void closed(Subscriber subscriber) {
        forget(subscriber);
        tell(FeedLoop::sweep);
    }

    /** It does not count any more. */
    void forget(Subscriber subscriber) {
        subscribers.remove(subscriber);
        share();
    }

    // --- Figures ---

    /** Who reads, waiting requests among them. */
    public int subscribers() {
        return subscribers.size();
    }

    /** How many operations the farthest behind of all who read has not seen. */
    public long lagOperations() {
        if (subscribers.isEmpty()) {
            return 0;
        }
        long applied = applied().total();
        return subscribers.stream()
                .mapToLong(each -> Math.max(0, applied - each.read()))
                .max()
                .orElse(0);
    }

    /** Changes that were told, to each subscriber. */
    public long changes() {
        return changes.sum();
    }

    /** How often somebody was told that changes are missing. */
    public long gaps() {
        return gaps.sum();
    }

    // --- The thread ---

    /** What is done by the feed's thread. */
    private interface Command {
        void run(FeedLoop loop);
    }

    private synchronized void tell(Command command) {
        FeedLoop running = loop;
        if (running == null) {
            if (closed || subscribers.isEmpty()) {
                return;
            }
            running = new FeedLoop(this, kept(), node, limits, changes, gaps);
            loop = running;
            thread = Thread.ofPlatform().name("synap-feed").daemon().start(running);
        }
        FeedLoop told = running;
        inbox.add(() -> command.run(told));
        running.wake();
    }

    @Nullable
    Runnable nextCommand() {
        return inbox.poll();
    }

    /** Lets the thread end, unless there is something to do for it again. */
    synchronized boolean mayEnd(FeedLoop ending) {
        if (!inbox.isEmpty()) {
            return false;
        }
        ended(ending);
        return true;
    }

    /** The thread ends; whoever comes next has another. */
    synchronized void ended(FeedLoop ending) {
        if (loop == ending) {
            loop = null;
            inbox.clear();
        }
    }

    /** Tells all who read that it cannot go on. */
    void failAll(SynapException reason) {
        List.copyOf(subscribers).forEach(each -> {
            each.fail(reason);
            forget(each);
        });
    }

    /** Ends all subscriptions, with SHUTTING_DOWN. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            if (loop != null) {
                loop.stop();
            }
        }
        if (running != null) {
            joinUninterruptibly(running);
        }
        failAll(new SynapException(ErrorCode.SHUTTING_DOWN));
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    String cursor(SequenceVector position) {
        return new FeedPosition(history(), position).cursor();
    }

    private SequenceVector applied() {
        long[] sequences = new long[Slots.SHARDS];
        for (int shard = 0; shard < sequences.length; shard++) {
            sequences[shard] = node.engine().sequence(shard);
        }
        return SequenceVector.of(sequences);
    }

    private HistoryId history() {
        return kept().history().id();
    }

    private OperationLog log() {
        return kept().log();
    }

    private Persistence kept() {
        Persistence present = persistence;
        if (present == null) {
            throw new SynapException(
                    ErrorCode.NOT_SUPPORTED, "changes are read from the log, and persistence.enabled is false");
        }
        return present;
    }
}
