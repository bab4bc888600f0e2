package io.synap.server.http.sse;

import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream of events, a response that does not end. Confined to its event loop.
 *
 * <p>What is sent is gathered, at {@link #flush} it goes out, or waits in {@link #held} until the log is synced as far
 * as it depends on it. All that the client has not taken yet counts against one bound, at which the source is told to
 * wait; so a slow client costs that much and no more.
 */
final class SseStream implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(SseStream.class);
    /** What an event takes, about, to say how many there is room for. */
    private static final int EVENT_BYTES = 4096;
    /** What has no credit may go beyond the bound; so far and no further. */
    private static final int EXCESS_FACTOR = 2;

    private static final byte[] RETRY = ascii("retry: 2000\n\n");
    private static final byte[] PING = ascii(": ping\n\n");
    private static final byte[] ID = ascii("id: ");
    private static final byte[] TYPE = ascii("event: ");
    private static final byte[] DATA = ascii("\ndata: {");
    private static final byte[] END = ascii("}\n\n");

    private final SseStreams streams;
    private final Exchange exchange;
    private final ArrayDeque<Buffer> held = new ArrayDeque<>();
    private @Nullable HttpServerResponse response;
    private @Nullable LiveSubscription subscription;
    private @Nullable Buffer gathered;
    private long heldBytes;
    private long accountedBytes;
    /** Handed to the socket, and not taken by it yet. */
    private long unsent;
    /** The source was told that there is no room. */
    private boolean full;

    private boolean ending;
    private boolean closed;
    private long progressNanos;
    private long writtenNanos;

    SseStream(SseStreams streams, Exchange exchange) {
        this.streams = streams;
        this.exchange = exchange;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tells the client that it is connected, and lets the source begin. */
    void begin(HttpServerResponse to, LiveSubscription opened) {
        response = to;
        subscription = opened;
        progressNanos = System.nanoTime();
        to.closeHandler(gone -> close());
        to.exceptionHandler(broken -> close());
        streams.add(this);
        gathered().appendBytes(RETRY);
        JsonOutput out = new JsonOutput(256);
        out.name("type").text("connected");
        opened.describe(out);
        append("connected", opened.cursor(), out.toArray());
        flush(streams.endBatch());
        if (to.closed()) {
            // It had waited for room in the log, and its client has not.
            close();
        } else {
            resume();
        }
    }

    private Buffer gathered() {
        Buffer buffer = gathered;
        if (buffer == null) {
            buffer = Buffer.buffer(512);
            gathered = buffer;
        }
        return buffer;
    }

    @Override
    public EventExecutor loop() {
        return streams.loop();
    }

    @Override
    public int room() {
        if (closed || ending || response == null) {
            return 0;
        }
        long left = streams.budget().streamBytesMax() - used();
        if (left <= 0) {
            full = true;
            return 0;
        }
        return (int) (1 + left / EVENT_BYTES);
    }

    /** Tells all streams' sum of what this one has come to hold, or no longer holds. */
    private void account() {
        long now = closed ? 0 : unsent + heldBytes;
        streams.budget().changed(now - accountedBytes);
        accountedBytes = now;
    }

    private long used() {
        Buffer buffer = gathered;
        return unsent + heldBytes + (buffer == null ? 0 : buffer.length());
    }

    @Override
    public void send(LiveEvent event) {
        if (closed || ending) {
            return;
        }
        append(event.type(), event.cursor(), event.json());
        streams.metrics().sent(1);
        if (used() > (long) EXCESS_FACTOR * streams.limits().outputBytesMax() && event.credit() == 0) {
            end(new SynapException(ErrorCode.SLOW_CONSUMER));
        }
    }

    /** Stored JSON can have line ends between its values, where they mean nothing; here they would end the data. */
    private void append(String type, @Nullable String cursor, byte[] members) {
        Buffer buffer = gathered();
        if (cursor != null) {
            buffer.appendBytes(ID).appendString(cursor).appendByte((byte) '\n');
        }
        buffer.appendBytes(TYPE).appendString(type).appendBytes(DATA);
        int from = 0;
        for (int i = 0; i < members.length; i++) {
            if (members[i] == '\n' || members[i] == '\r') {
                buffer.appendBytes(members, from, i - from).appendByte((byte) ' ');
                from = i + 1;
            }
        }
        buffer.appendBytes(members, from, members.length - from).appendBytes(END);
    }

    @Override
    public void flush(long awaited) {
        Buffer bytes = gathered;
        if (bytes == null || closed) {
            return;
        }
        gathered = null;
        if (awaited == 0 && held.isEmpty()) {
            write(bytes);
            return;
        }
        heldBytes += bytes.length();
        if (awaited == 0) {
            held.getLast().appendBuffer(bytes);
        } else {
            held.add(bytes);
            streams.gate().await(awaited, this::release);
        }
        account();
    }

    /** What has waited longest is synced. */
    private void release() {
        if (closed) {
            return;
        }
        Buffer bytes = held.remove();
        heldBytes -= bytes.length();
        write(bytes);
        finishIfEnding();
    }

    private void write(Buffer bytes) {
        HttpServerResponse to = response;
        if (to == null) {
            return;
        }
        long now = System.nanoTime();
        if (unsent == 0) {
            progressNanos = now;
        }
        writtenNanos = now;
        int length = bytes.length();
        unsent += length;
        account();
        to.write(bytes).onComplete(done -> taken(length));
    }

    private void taken(int bytes) {
        unsent -= bytes;
        account();
        progressNanos = System.nanoTime();
        if (full && !closed && used() <= streams.budget().streamBytesMax() / 2) {
            full = false;
            // In a turn of its own: this one may be that of the source.
            loop().execute(this::resume);
        }
    }

    private void resume() {
        LiveSubscription own = subscription;
        if (closed || ending || own == null) {
            return;
        }
        try {
            own.resume();
        } catch (SynapException reason) {
            end(reason);
        } catch (RuntimeException fault) {
            LOG.error("a live subscription failed", fault);
            end(new SynapException(ErrorCode.INTERNAL));
        }
    }

    @Override
    public void end(SynapException reason) {
        if (closed || ending) {
            return;
        }
        if (reason.code() != ErrorCode.SHUTTING_DOWN) {
            // Whoever is cut off by a stop comes back by itself; an end would tell it not to.
            append("end", null, reason(reason));
            flush(0);
        }
        ending = true;
        if (reason.code() == ErrorCode.SLOW_CONSUMER) {
            streams.metrics().slow();
        }
        finishIfEnding();
    }

    private static byte[] reason(SynapException reason) {
        JsonOutput out = new JsonOutput(128);
        out.name("type").text("end").name("code").text(reason.code().name());
        out.name("error").text(String.valueOf(reason.getMessage()));
        return out.toArray();
    }

    private void finishIfEnding() {
        if (ending && held.isEmpty()) {
            finish();
        }
    }

    private void finish() {
        HttpServerResponse to = response;
        if (to != null && !to.ended() && !to.closed()) {
            to.end();
            exchange.released();
        }
        close();
    }

    void sweep(long now) {
        HttpServerResponse to = response;
        long stallMillis = streams.limits().stallMillis();
        if (to != null && unsent > 0 && stallMillis > 0 && now - progressNanos > stallMillis * 1_000_000) {
            LOG.warn("a client of server-sent events took nothing for {} ms and is let go", stallMillis);
            streams.metrics().slow();
            exchange.closeConnection();
            close();
        } else if (unsent == 0
                && held.isEmpty()
                && gathered == null
                && now - writtenNanos > streams.limits().pingMillis() * 1_000_000) {
            write(Buffer.buffer(PING));
        }
    }

    /** The server stops. */
    void stop() {
        held.clear();
        gathered = null;
        finish();
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        held.clear();
        heldBytes = 0;
        gathered = null;
        account();
        streams.remove(this);
        LiveSubscription own = subscription;
        if (own != null) {
            own.close();
        }
    }
}
