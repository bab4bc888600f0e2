package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.memory.Memory;
import io.synap.server.pubsub.Message;
import io.synap.server.pubsub.Pattern;
import io.synap.server.pubsub.PubSub;
import io.synap.server.pubsub.Subscriber;
import io.synap.server.pubsub.Subscription;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has subscribed to, and the messages for it that are not written yet. Confined to its event
 * loop.
 *
 * <p>Messages are gathered until their batch ends. While a command of the connection is executed they wait, and
 * take their place behind its reply: a message never comes in the midst of one.
 */
final class Subscriptions implements Subscriber {
    /** A buffer for messages has at least so many bytes. */
    private static final int GATHERED_BYTES_MIN = 512;

    /** When so much is gathered it is written, without waiting for the batch's end. */
    private static final int GATHERED_BYTES = 64 * 1024;

    /** For so long a subscriber may leave a quarter of what is allowed unread. */
    private static final long LAGGING_MILLIS_MAX = 60_000;

    private final RespConnection connection;
    private final PubSub hub;
    private final ByteBufAllocator allocator;
    private final Map<Pattern, Subscription> channels = new LinkedHashMap<>();
    private final Map<Pattern, Subscription> patterns = new LinkedHashMap<>();
    private final Map<Pattern, Subscription> shardChannels = new LinkedHashMap<>();

    private @Nullable ByteBuf gathered;
    /** Where the buffer of what is gathered lies in memory, and how much of it is used. */
    private long start;

    private int used;
    private int capacity;
    /** What the last batch came to. */
    private int usual = GATHERED_BYTES_MIN;

    private long laggingSinceMillis;

    Subscriptions(RespConnection connection, PubSub hub, ByteBufAllocator allocator) {
        this.connection = connection;
        this.hub = hub;
        this.allocator = allocator;
    }

    // What is subscribed to

    private Map<Pattern, Subscription> of(Pattern.Kind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case SHARD_CHANNEL -> shardChannels;
            case GLOB, LEVELS -> patterns;
        };
    }

    /** Subscribes, unless that is the case already. */
    void add(Pattern pattern) {
        Map<Pattern, Subscription> kind = of(pattern.kind());
        if (!kind.containsKey(pattern)) {
            Subscription made = hub.subscribe(this, pattern, null);
            // The pattern that all its subscribers share, not this one's own.
            kind.put(made.pattern(), made);
            counted();
        }
    }

    /** Unsubscribes, if it is subscribed to. */
    void remove(Pattern pattern) {
        Subscription ended = of(pattern.kind()).remove(pattern);
        if (ended != null) {
            hub.unsubscribe(ended);
            counted();
        }
    }

    /** Everything of a kind that is subscribed to, in the order in which that was done. */
    List<Pattern> all(Pattern.Kind kind) {
        return List.copyOf(of(kind).keySet());
    }

    /** As SUBSCRIBE and its like count: channels and patterns together, shard channels by themselves. */
    int count(Pattern.Kind kind) {
        return kind == Pattern.Kind.SHARD_CHANNEL ? shardChannels.size() : channels.size() + patterns.size();
    }

    /** Ends all of them. */
    void clear() {
        for (Map<Pattern, Subscription> each : List.of(channels, patterns, shardChannels)) {
            endAll(each.values());
            each.clear();
        }
        counted();
    }

    private void endAll(Collection<Subscription> ended) {
        ended.forEach(hub::unsubscribe);
    }

    private void counted() {
        connection.client().subscribed(channels.size(), patterns.size(), shardChannels.size());
    }

    // What comes

    @Override
    public EventExecutor loop() {
        return connection.loop().eventLoop();
    }

    @Override
    public void receive(Message message, Subscription through) {
        if (connection.isClosing()) {
            return;
        }
        PushEncoder encoder = connection.loop().pushes();
        int length =
                encoder.encode(message, through.pattern(), connection.client().isResp3());
        if (capacity - used < length) {
            grow(length);
        }
        Memory.copy(encoder.address(), start + used, length);
        used += length;
        if (used >= GATHERED_BYTES) {
            flush();
        }
    }

    private void grow(int more) {
        ByteBuf small = gathered;
        long wanted = Math.max((long) used + more, Math.max(usual, 2L * used));
        ByteBuf large = allocator.directBuffer(Math.toIntExact(wanted));
        long target = Addresses.of(large);
        if (small != null) {
            Memory.copy(start, target, used);
            small.release();
        }
        gathered = large;
        start = target;
        capacity = large.capacity();
    }

    private @Nullable ByteBuf take() {
        ByteBuf full = gathered;
        if (full != null) {
            full.writerIndex(used);
            usual = Math.clamp(used, GATHERED_BYTES_MIN, GATHERED_BYTES);
            gathered = null;
            used = 0;
            capacity = 0;
        }
        return full;
    }

    /** Writes what is gathered, unless a command is under way: then that takes it along. */
    @Override
    public void flush() {
        if (!connection.isInBatch()) {
            connection.push(this);
        }
    }

    /** Passes on what is gathered; it goes out behind everything before. */
    void writeTo(ConnectionOutput output) {
        ByteBuf full = take();
        if (full != null) {
            output.push(full);
        }
    }

    /** Puts what is gathered into a reply, where it stays whatever becomes of the reply. */
    void writeTo(Reply reply) {
        if (gathered == null) {
            return;
        }
        reply.push(start, used);
        release();
    }

    @Override
    public void missed() {
        connection.failed(new BufferLimitException("what may wait for another event loop"));
        hub.slowConsumer();
    }

    /**
     * Looks at what the client has not read.
     *
     * @throws BufferLimitException when that is too much, or has been much for too long
     */
    void checkUnread(long bytes, long nowMillis) {
        long most = connection.loop().settings().pushBytesMax();
        if (bytes <= most / 4) {
            laggingSinceMillis = 0;
            return;
        }
        if (laggingSinceMillis == 0) {
            laggingSinceMillis = nowMillis;
        }
        if (bytes > most || nowMillis - laggingSinceMillis > LAGGING_MILLIS_MAX) {
            hub.slowConsumer();
            throw new BufferLimitException("resp.pubsub_buffer_bytes_max");
        }
    }

    /** The connection is closed. */
    void end() {
        clear();
        release();
    }

    private void release() {
        ByteBuf dropped = take();
        if (dropped != null) {
            dropped.release();
        }
    }
}
