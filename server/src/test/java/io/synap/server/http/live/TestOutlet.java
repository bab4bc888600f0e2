package io.synap.server.http.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.JsonInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client on an event loop, with as much room as it is given. What it was sent can be read from any thread. */
public final class TestOutlet implements Outlet {
    private final EventExecutor loop;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<JsonNode> unflushed = new ArrayList<>();
    private final Consumer<JsonNode> received;
    private final AtomicInteger room = new AtomicInteger();
    private volatile @Nullable ErrorCode reason;
    private volatile long awaited;
    private @Nullable LiveSubscription subscription;

    public TestOutlet(EventExecutor loop, int room) {
        this(loop, room, event -> {});
    }

    /** @param received what the client does with each event, on the event loop */
    public TestOutlet(EventExecutor loop, int room, Consumer<JsonNode> received) {
        this.loop = loop;
        this.room.set(room);
        this.received = received;
    }

    /** Runs something on an event loop and waits for what it returns. */
    public static <T> T on(EventExecutor loop, Callable<T> action) {
        return loop.submit(action).syncUninterruptibly().getNow();
    }

    /** Subscribes by a JSON object of arguments, with ' for ". */
    public LiveSubscription open(LiveSource source, String arguments) {
        LiveSubscription opened = on(loop, () -> source.open(new TestCall(arguments), this));
        subscription = opened;
        run(opened::resume);
        return opened;
    }

    public void run(Runnable action) {
        var _ = loop.submit(action).syncUninterruptibly();
    }

    /** The client takes so many events more. */
    public void give(int more) {
        run(() -> {
            boolean none = room.getAndAdd(more) == 0;
            LiveSubscription own = subscription;
            if (none && own != null) {
                own.resume();
            }
        });
    }

    public void close() {
        LiveSubscription own = subscription;
        if (own != null) {
            run(own::close);
        }
    }

    /** What has been flushed. */
    public List<JsonNode> events() {
        return events;
    }

    /** A member of all events that have it, as text. */
    public List<String> texts(String member) {
        return events.stream()
                .filter(event -> event.has(member))
                .map(event -> event.get(member).asText())
                .toList();
    }

    /** Why the subscription ended; null while it goes on. */
    public @Nullable ErrorCode reason() {
        return reason;
    }

    /** The last log position to be awaited. */
    public long awaited() {
        return awaited;
    }

    @Override
    public EventExecutor loop() {
        return loop;
    }

    @Override
    public int room() {
        return reason == null ? room.get() : 0;
    }

    @Override
    public void send(LiveEvent event) {
        if (event.credit() > room.get()) {
            throw new IllegalStateException("sent without room");
        }
        room.addAndGet(-event.credit());
        byte[] members = event.json();
        unflushed.add(JsonInput.read(
                ("{" + new String(members, StandardCharsets.UTF_8) + "}").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void flush(long position) {
        awaited = Math.max(awaited, position);
        List<JsonNode> sent = List.copyOf(unflushed);
        unflushed.clear();
        events.addAll(sent);
        sent.forEach(received);
    }

    @Override
    public void end(SynapException why) {
        reason = why.code();
    }
}
