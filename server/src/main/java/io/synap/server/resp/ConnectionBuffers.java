package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.synap.server.node.BufferBudget;
import org.jspecify.annotations.Nullable;

/**
 * What the buffers of one connection hold: a request that has not arrived whole, and replies that are
 * being gathered or that its client has not taken. Confined to the connection's event loop, except where said.
 */
final class ConnectionBuffers {
    /** So much may wait for the socket before it matters, whatever the limits are. */
    static final int UNSENT_BYTES = 128 * 1024;

    /** When buffers are short, connections that hold less than this are spared. */
    static final int SPARED_BYTES = 16 * 1024;

    private final Channel channel;
    private final RespSettings settings;
    private final BufferBudget budget;
    /** What they hold, as the budget of all connections knows it. */
    private long bytes;
    /** Those of a reply that is gathered aside, slice by slice. */
    private long gatheredBytes;
    /** What its client was expected to take or to send when last looked at, and since when it is the same. */
    private long stalledBytes;

    private long stalledSinceMillis;

    ConnectionBuffers(Channel channel, RespShared shared) {
        this.channel = channel;
        this.settings = shared.settings();
        this.budget = shared.buffers();
    }

    /** What they hold; another thread may see an older figure. */
    long bytes() {
        return bytes;
    }

    /** What the socket has not taken yet. */
    long unsentBytes() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    /**
     * Tells the budget of all connections what these hold now.
     *
     * @throws BufferLimitException when that is more than before, and more than there is
     */
    void account(@Nullable HeldOutput held, @Nullable ByteBuf arriving) {
        long now = unsentBytes() + gatheredBytes;
        if (held != null) {
            now += held.textBytes();
        }
        if (arriving != null) {
            now += arriving.capacity();
        }
        long more = now - bytes;
        if (more == 0) {
            return;
        }
        bytes = now;
        budget.changed(more);
        if (more > 0 && now > SPARED_BYTES && budget.isExceeded()) {
            throw new BufferLimitException("resp.buffers_bytes_max");
        }
    }

    /** Says how much a reply has come to that is gathered aside; 0 when it is no more. */
    void gathered(long replyBytes) {
        gatheredBytes = replyBytes;
    }

    /** What is to be written, which must not occupy much more than it holds while the socket is not taking it. */
    static ByteBuf forSocket(ByteBuf buffer, Channel channel) {
        return channel.bytesBeforeUnwritable() < UNSENT_BYTES ? fitted(buffer) : buffer;
    }

    /** The same bytes, in a buffer of just that size if most of this one is empty. */
    static ByteBuf fitted(ByteBuf buffer) {
        int length = buffer.readableBytes();
        if (length >= buffer.capacity() / 4) {
            return buffer;
        }
        ByteBuf fitted = buffer.alloc().directBuffer(length);
        fitted.writeBytes(buffer);
        buffer.release();
        return fitted;
    }

    /** Gives back what the budget has counted. */
    void release() {
        budget.changed(-bytes);
        bytes = 0;
        gatheredBytes = 0;
    }

    /** What is allocated at once for a request that says it is larger. */
    int trustedBytes(int usually) {
        return budget.isTight() ? SPARED_BYTES : usually;
    }

    /**
     * Whether requests must wait until the socket has taken more. Many clients send a whole pipeline
     * before they read, so its being full is no reason yet.
     */
    boolean isOutputFull() {
        return !channel.isWritable() && (bytes > settings.outputWaitBytes() || budget.isTight());
    }

    /**
     * Whether the client has taken nothing of many replies for too long; when buffers are short, of a few
     * replies, and whether it has sent nothing more of its request. Asked now and then.
     *
     * @param arrivingBytes of a request whose rest is awaited
     */
    boolean isStalled(long nowMillis, long arrivingBytes) {
        long unsent = unsentBytes();
        long expected = unsent > 0 ? unsent : arrivingBytes;
        boolean matters = !channel.isWritable() || (expected > SPARED_BYTES && budget.isTight());
        if (!matters || expected != stalledBytes) {
            stalledBytes = expected;
            stalledSinceMillis = nowMillis;
            return false;
        }
        long limit = settings.outputStallMillis();
        return limit > 0 && nowMillis - stalledSinceMillis > limit;
    }
}
