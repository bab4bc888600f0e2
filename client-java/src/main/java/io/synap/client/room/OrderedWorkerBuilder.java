package io.synap.client.room;

import io.synap.client.work.Handler;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerListener;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * A member of an exclusive group, until it is given its handler. Not thread-safe. It handles each partition's events one
 * after another and commits what was handled; partitions come and go as members do. An event whose handler fails is
 * tried again, after pauses that grow, before any behind it; {@link
 * io.synap.client.work.PermanentFailureException} passes it over.
 *
 * {@snippet :
 * var worker = client.rooms()
 *         .orderedWorker("audit")
 *         .handle(event -> System.out.println(event.offset() + " " + event.value()));
 * worker.close();
 * }
 */
public final class OrderedWorkerBuilder<T> {
    final Groups groups;
    final Rooms<T> rooms;
    final Executor executor;
    final String group;
    String member = "worker-" + UUID.randomUUID();
    From start = From.first();
    int concurrency = 1024;
    int attemptsMax = Integer.MAX_VALUE;
    int buffer = 256;
    Duration pauseMin = Duration.ofMillis(100);
    Duration pauseMax = Duration.ofSeconds(10);
    Duration grace = Duration.ofSeconds(30);
    Optional<Duration> sessionTimeout = Optional.empty();
    WorkerListener listener = WorkerListener.logging();

    OrderedWorkerBuilder(Groups groups, Rooms<T> rooms, Executor executor, String group) {
        this.groups = groups;
        this.rooms = rooms;
        this.executor = executor;
        this.group = group;
    }

    /** Under which name it is a member; a name of its own unless said. One that comes back in time keeps its partitions. */
    public OrderedWorkerBuilder<T> member(String name) {
        member = Checks.named("name", name);
        return this;
    }

    /** Where a partition is begun of which nothing was committed; with its first event unless said. */
    public OrderedWorkerBuilder<T> startAt(From from) {
        start = Objects.requireNonNull(from, "from");
        return this;
    }

    /** Partitions that are handled at once at most; all of them unless said. */
    public OrderedWorkerBuilder<T> concurrency(int partitions) {
        concurrency = Checks.positive("partitions", partitions);
        return this;
    }

    /** After how many failures an event is passed over; never unless said. */
    public OrderedWorkerBuilder<T> attempts(int most) {
        attemptsMax = Checks.positive("most", most);
        return this;
    }

    /** Pauses between attempts, from the least, doubling; 0.1 to 10 seconds unless said. */
    public OrderedWorkerBuilder<T> backoff(Duration least, Duration most) {
        Checks.someMillis("least", least);
        Checks.someMillis("most", most);
        pauseMin = least;
        pauseMax = most;
        return this;
    }

    /** How long the group may hear nothing of it; as the group has it unless said. */
    public OrderedWorkerBuilder<T> sessionTimeout(Duration longest) {
        Checks.someMillis("longest", longest);
        sessionTimeout = Optional.of(longest);
        return this;
    }

    /** Events of a partition that may wait here; 256 unless said. */
    public OrderedWorkerBuilder<T> buffer(int events) {
        buffer = Checks.positive("events", events);
        return this;
    }

    /** How long closing waits for handlers; 30 seconds unless said. */
    public OrderedWorkerBuilder<T> grace(Duration most) {
        Checks.millis("most", most);
        grace = most;
        return this;
    }

    /** Told what goes wrong; the system's log unless said. */
    public OrderedWorkerBuilder<T> listener(WorkerListener told) {
        listener = Objects.requireNonNull(told, "told");
        return this;
    }

    /** Begins. */
    public Worker handle(Handler.OfOne<? super RoomEvent<T>> handler) {
        return OrderedWorker.start(this, Objects.requireNonNull(handler, "handler"));
    }
}
