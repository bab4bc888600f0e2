package io.synap.server.http.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.engine.Outcome;
import io.synap.engine.stream.Event;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.EventFields;
import io.synap.protocol.operation.StreamOperation.Mode;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.replication.Persistence;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.http.live.TestCall;
import io.synap.server.http.presence.PresenceFeeds;
import io.synap.server.node.Access;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import io.synap.server.presence.Presence;
import io.synap.server.presence.PresenceLimits;
import io.synap.server.presence.PresenceSpread;
import io.synap.server.stream.RoomAudience;
import io.synap.server.stream.StreamCommands;
import io.synap.server.stream.StreamLimits;
import io.synap.server.topic.TopicCommands;
import io.synap.server.topic.TopicLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Live rooms on one event loop with subscribers in memory, and a writer on the test's thread. Confined to that thread, but for
 * what runs {@link #on} the loop.
 */
final class RoomLab implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    static final long GRACE_MILLIS = 1_000;

    final DefaultEventExecutor loop = new DefaultEventExecutor();
    final RoomAudience audience = new RoomAudience();
    final AtomicLong graceClock = new AtomicLong();
    final Presence presence;
    final Node node;
    private final Engine engine;
    private final @Nullable Persistence kept;
    private final RoomSource source;
    private final TopicSource topics;
    final TopicCommands topicWriter;
    private final StreamCommands writer;
    private final NativeText name = new NativeText();
    private final NativeText value = new NativeText();

    RoomLab() {
        this(newEngine(), null, false);
    }

    RoomLab(Engine engine, @Nullable Persistence kept, boolean gated) {
        this.engine = engine;
        this.kept = kept;
        node = new Node(
                engine,
                kept == null ? null : kept.log(),
                gated,
                new MemoryBudget(engine::usedBytes, 0, EvictionPolicy.NOEVICTION),
                Clock.systemUTC(),
                new SplittableRandom(1));
        presence = new Presence(
                new PresenceLimits(GRACE_MILLIS, 20_000, 10), Clock.systemUTC(), graceClock::get, PresenceSpread.NONE);
        StreamCommands commands = new StreamCommands(node.newAccess(), 1 << 20);
        TopicCommands topicCommands = new TopicCommands(commands.access(), TopicLimits.DEFAULTS);
        RoomStore store = new RoomStore(commands, topicCommands, StreamLimits.DEFAULTS, HttpLimits.DEFAULTS, engine);
        source = new RoomSource(
                store, new LiveRooms(audience, presence, room -> LiveRooms.UNBOUNDED), new PresenceFeeds(presence));
        topics = new TopicSource(source, topicCommands);
        writer = new StreamCommands(node.newAccess(), 1 << 20);
        topicWriter = new TopicCommands(writer.access(), TopicLimits.DEFAULTS);
    }

    static Engine newEngine() {
        return new Engine(new EngineOptions(42, AccessTracking.NONE, 1 << 20));
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        try (engine) {
            if (kept != null) {
                kept.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // The writer.

    private Access access() {
        writer.access().tick();
        return writer.access();
    }

    private Outcome done(Outcome outcome) {
        access().endBatch();
        var _ = access().takeAwaited();
        return RoomStore.checked(outcome);
    }

    void create(String room, long eventsMax, boolean compacted) {
        access();
        name.set(room);
        done(writer.configure(
                name.address(),
                name.length(),
                Mode.EITHER,
                new Settings(eventsMax == 0 ? null : eventsMax, null, null, compacted)));
    }

    /** Appends so many events, which say their number; returns the offset of the last. */
    long append(String room, int count, @Nullable String key) {
        access();
        name.set(room);
        writer.beginAppend(name.address(), name.length(), true);
        for (int i = 0; i < count; i++) {
            writer.beginEvent();
            value.set("made");
            writer.field(EventFields.EVENT, value.address(), value.length());
            if (key != null) {
                value.set(key);
                writer.field(EventFields.KEY, value.address(), value.length());
            }
        }
        Outcome outcome = done(writer.append(Access.noSink()));
        return outcome.itemNumber(count - 1);
    }

    long trim(String room, long before) {
        access();
        name.set(room);
        return done(writer.trim(name.address(), name.length(), Trim.By.OFFSET, false, before, 0, 0))
                .number();
    }

    /** Removes one event by itself; false when it is not there. */
    boolean remove(String room, long offset) {
        access();
        name.set(room);
        long[] id = new long[2];
        var open = writer.open(name.address(), name.length());
        try {
            long event = open == null ? 0 : open.event(offset);
            if (event == 0) {
                return false;
            }
            id[0] = Event.idMillis(event);
            id[1] = Event.idNumber(event);
        } finally {
            writer.close();
        }
        writer.beginRemove(name.address(), name.length(), 1).removing(id[0], id[1]);
        return done(writer.remove()).number() == 1;
    }

    void delete(String room) {
        access();
        name.set(room);
        done(writer.delete(name.address(), name.length()));
    }

    long nextOffset(String room) {
        name.set(room);
        var open = writer.open(name.address(), name.length());
        try {
            return open == null ? -1 : open.nextOffset();
        } finally {
            writer.close();
        }
    }

    // Subscribers.

    /** Runs something on the loop. */
    <T extends @Nullable Object> T on(Callable<T> action) {
        try {
            return loop.submit(action).get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SynapException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits until the loop has done all that there was to do. */
    void settle() {
        for (int i = 0; i < 3; i++) {
            on(() -> null);
        }
    }

    Subscriber subscribe(String json, int room) {
        return subscribe(json, room, false);
    }

    /** Subscribes to a room with arguments as JSON with single quotes, and begins. */
    Subscriber subscribe(String json, int room, boolean published) {
        return subscribe(published ? source.published() : source.natural(), json, room);
    }

    /** Subscribes to a topic. */
    Subscriber subscribeToTopic(String json, int room) {
        return subscribe(topics, json, room);
    }

    private Subscriber subscribe(LiveSource to, String json, int room) {
        Subscriber subscriber = new Subscriber(room);
        on(() -> {
            subscriber.begin(to, json.replace('\'', '"'));
            return null;
        });
        return subscriber;
    }

    /** A client in memory, which takes what it is sent as long as it has room. Confined to the loop. */
    final class Subscriber implements Outlet {
        final List<JsonNode> events = new ArrayList<>();
        /** What was let go at once, or when a log position is synced. */
        final List<Long> flushes = new ArrayList<>();

        JsonNode told = MAPPER.createObjectNode();

        @Nullable
        SynapException ended;

        private @Nullable LiveSubscription subscription;
        private int room;
        /** Whether events are only counted. */
        boolean counting;

        long count;
        long bytes;

        Subscriber(int room) {
            this.room = room;
        }

        private void begin(LiveSource from, String json) throws IOException {
            TestCall call = new TestCall(json);
            LiveSubscription opened = from.open(call, this);
            subscription = opened;
            JsonOutput out = new JsonOutput(64);
            out.beginObject();
            opened.describe(out);
            out.endObject();
            told = MAPPER.readTree(out.toArray());
            opened.resume();
        }

        /** From any thread: gives more room. */
        void give(int more) {
            on(() -> {
                room += more;
                LiveSubscription open = subscription;
                if (open != null) {
                    open.resume();
                }
                return null;
            });
        }

        /** From any thread: the client leaves. */
        void leave() {
            on(() -> {
                LiveSubscription open = subscription;
                if (open != null) {
                    open.close();
                }
                return null;
            });
        }

        /** From any thread: what was sent by now. */
        List<JsonNode> sent() {
            return on(() -> List.copyOf(events));
        }

        /** From any thread: type and offset of each. */
        List<String> seen() {
            return sent().stream()
                    .map(each -> switch (each.get("type").asText()) {
                        case "event" -> each.get("offset").asText();
                        case "gap" -> "gap " + each.get("from") + "-" + each.get("to");
                        case "join", "leave" ->
                            each.get("type").asText() + " " + each.get("member").asText() + " " + each.get("members");
                        default -> each.get("type").asText();
                    })
                    .toList();
        }

        String cursor() {
            List<JsonNode> sent = sent();
            for (int i = sent.size() - 1; i >= 0; i--) {
                if (sent.get(i).has("cursor")) {
                    return sent.get(i).get("cursor").asText();
                }
            }
            return told.get("cursor").asText();
        }

        @Override
        public EventExecutor loop() {
            return loop;
        }

        @Override
        public int room() {
            return room;
        }

        @Override
        public void send(LiveEvent event) {
            if (event.credit() > room) {
                throw new IllegalStateException("sent without room");
            }
            room -= event.credit();
            count++;
            if (counting) {
                bytes += event.json().length;
                return;
            }
            try {
                events.add(MAPPER.readTree("{" + new String(event.json(), StandardCharsets.UTF_8) + "}"));
            } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
            }
        }

        @Override
        public void flush(long awaited) {
            if (!counting) {
                flushes.add(awaited);
            }
        }

        @Override
        public void end(SynapException reason) {
            ended = reason;
        }
    }
}
