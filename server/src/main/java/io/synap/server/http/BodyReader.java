package io.synap.server.http;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Gathers one request's body, within the bound of one and of all. Confined to its event loop. What
 * arrives after a refusal is read and dropped, so that the client gets to read the refusal; the
 * connection closes after that, or when its time is up.
 */
final class BodyReader {
    private static final byte[] NOTHING = new byte[0];

    /** Bodies held by one event loop. Confined to it. */
    static final class Budget {
        private final long max;
        private long used;

        Budget(long max) {
            this.max = max;
        }

        private boolean take(long bytes) {
            if (used + bytes > max) {
                return false;
            }
            used += bytes;
            return true;
        }

        void give(long bytes) {
            used -= bytes;
        }
    }

    private final HttpServerRequest request;
    private final Budget budget;
    private final int bytesMax;
    private final Consumer<byte[]> complete;
    private final Consumer<SynapException> refuse;
    private byte[] content = NOTHING;
    private int size;
    private long taken;
    private boolean over;

    BodyReader(
            HttpServerRequest request,
            Budget budget,
            int bytesMax,
            Consumer<byte[]> complete,
            Consumer<SynapException> refuse) {
        this.request = request;
        this.budget = budget;
        this.bytesMax = bytesMax;
        this.complete = complete;
        this.refuse = refuse;
    }

    void start() {
        request.exceptionHandler(this::broken);
        request.endHandler(ended -> finish());
        request.handler(this::take);
        String declared = request.getHeader(ReplyHeaders.CONTENT_LENGTH);
        if (declared != null) {
            expect(declared);
        }
        if (!over && "100-continue".equalsIgnoreCase(request.getHeader(ReplyHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    /** The client is gone, or what it sends is no body: then it is told so. */
    private void broken(Throwable reason) {
        if (over || reason instanceof HttpClosedException) {
            release();
        } else {
            refuse(new SynapException(ErrorCode.MALFORMED, "the body's chunks make no sense"));
        }
    }

    private void expect(String declared) {
        long length;
        try {
            length = Long.parseLong(declared);
        } catch (NumberFormatException wrong) {
            refuse(new SynapException(ErrorCode.MALFORMED, "Content-Length is not a number"));
            return;
        }
        if (length > bytesMax) {
            refuse(tooLarge());
        } else if (reserve(length)) {
            content = new byte[(int) length];
        }
    }

    private void take(Buffer part) {
        if (over) {
            return;
        }
        int needed = size + part.length();
        if (needed > bytesMax) {
            refuse(tooLarge());
            return;
        }
        if (needed > content.length) {
            int grown = (int) Math.min(bytesMax, Math.max(needed, content.length * 2L));
            if (!reserve(grown - (long) content.length)) {
                return;
            }
            content = Arrays.copyOf(content, grown);
        }
        part.getBytes(content, size);
        size = needed;
    }

    private boolean reserve(long bytes) {
        if (budget.take(bytes)) {
            taken += bytes;
            return true;
        }
        refuse(new SynapException(ErrorCode.OVERLOADED, "too many request bodies at once; retry later"));
        return false;
    }

    private void refuse(SynapException reason) {
        over = true;
        content = NOTHING;
        release();
        refuse.accept(reason);
    }

    private void finish() {
        if (over) {
            request.connection().close();
            return;
        }
        complete.accept(size == content.length ? content : Arrays.copyOf(content, size));
    }

    /** Gives the body's share of the budget back; further calls do nothing. */
    void release() {
        over = true;
        budget.give(taken);
        taken = 0;
    }

    private SynapException tooLarge() {
        return new SynapException(
                ErrorCode.BODY_TOO_LARGE, "the request body exceeds " + bytesMax + " bytes (http.body_bytes_max)");
    }
}
