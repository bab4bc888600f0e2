package io.synap.server.http;

import io.synap.engine.memory.LargeValue;
import io.synap.protocol.memory.Memory;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Utf8;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.Base64;
import java.util.function.LongConsumer;

/**
 * Sends one large value: first finds out whether it is text where that matters, then writes slice
 * after slice as the socket takes them. Confined to its event loop. At no time is more than a few
 * slices copied out, whatever the client does.
 */
final class LargeSender {
    /** A multiple of three, so that each slice is base64 without padding but the last. */
    private static final int SLICE_BYTES = 48 * 1024;
    /** Slices looked at in one turn of the event loop. */
    private static final int SLICES_PER_TURN = 16;

    private final LargeBody body;
    private final LargeValue value;
    private final HttpServerResponse response;
    private final Context context;
    private final ConnectionState connection;
    private final LongConsumer done;
    private final NativeText slice = new NativeText();
    private final JsonOutput out = new JsonOutput(SLICE_BYTES);
    private int at;
    private int checkState = Utf8.ACCEPT;
    private boolean text;
    private boolean ended;

    LargeSender(
            LargeBody body,
            HttpServerResponse response,
            Context context,
            ConnectionState connection,
            LongConsumer done) {
        this.body = body;
        this.value = body.value();
        this.response = response;
        this.context = context;
        this.connection = connection;
        this.done = done;
    }

    void start() {
        response.closeHandler(closed -> finish());
        response.exceptionHandler(broken -> finish());
        if (body.form() == LargeBody.Form.BYTES) {
            response.putHeader(ReplyHeaders.CONTENT_LENGTH, Integer.toString(value.length()));
        } else {
            response.setChunked(true);
        }
        if (body.form() == LargeBody.Form.TEXT) {
            check();
        } else {
            begin();
        }
    }

    /** Looks through the value: what JSON can show as text depends on all of it. */
    private void check() {
        for (int i = 0; i < SLICES_PER_TURN && at < value.length() && checkState != Utf8.REJECT; i++) {
            int length = copySlice();
            checkState = Utf8.check(checkState, slice.address(), length);
            at += length;
        }
        if (at < value.length() && checkState != Utf8.REJECT) {
            context.runOnContext(next -> ifOpen(this::check));
            return;
        }
        at = 0;
        begin();
    }

    private void begin() {
        text = checkState == Utf8.ACCEPT;
        body.frame().before(out, text);
        if (body.form() == LargeBody.Form.OCTETS) {
            out.beginArray();
        } else if (body.form() == LargeBody.Form.TEXT) {
            out.raw(QUOTE);
        }
        pump();
    }

    private static final byte[] QUOTE = {'"'};
    private static final byte[] COMMA = {','};

    private void pump() {
        for (int i = 0; i < SLICES_PER_TURN; i++) {
            if (at >= value.length()) {
                end();
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> ifOpen(this::pump));
                return;
            }
            writeSlice();
        }
        context.runOnContext(next -> ifOpen(this::pump));
    }

    private void writeSlice() {
        int length = copySlice();
        switch (body.form()) {
            case BYTES -> out.raw(Memory.toArray(slice.address(), length));
            case OCTETS -> {
                if (at > 0) {
                    out.raw(COMMA);
                }
                out.octets(slice.address(), length);
            }
            case TEXT -> {
                if (text) {
                    out.textPart(slice.address(), length);
                } else {
                    out.raw(Base64.getEncoder().encode(Memory.toArray(slice.address(), length)));
                }
            }
        }
        at += length;
        connection.enter(ConnectionState.Phase.SENDING, System.nanoTime());
        response.write(out.toBuffer());
        out.clear();
    }

    private int copySlice() {
        int length = Math.min(SLICE_BYTES, value.length() - at);
        value.copy(at, length, slice.reserve(length));
        return length;
    }

    private void end() {
        if (body.form() == LargeBody.Form.OCTETS) {
            out.endArray();
        } else if (body.form() == LargeBody.Form.TEXT) {
            out.raw(QUOTE);
        }
        body.frame().after(out, text);
        response.end(out.toBuffer());
        finish();
    }

    private void ifOpen(Runnable next) {
        if (!ended) {
            next.run();
        }
    }

    private void finish() {
        if (!ended) {
            ended = true;
            body.close();
            done.accept(at);
        }
    }
}
