package io.synap.server.http;

import io.synap.server.http.json.JsonOutput;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.LongConsumer;

/**
 * Sends one large value, slice after slice as the socket takes them. Confined to its event loop. At no
 * time is more than a few slices copied out, whatever the client does.
 */
final class LargeSender {
    /** Slices written or looked at in one turn of the event loop. */
    private static final int SLICES_PER_TURN = 16;

    private final LargeBody body;
    private final LargeSlices slices;
    private final HttpServerResponse response;
    private final Context context;
    private final ConnectionState connection;
    private final LongConsumer done;
    private final JsonOutput out = new JsonOutput(64 * 1024);
    private boolean ended;

    LargeSender(
            LargeBody body,
            HttpServerResponse response,
            Context context,
            ConnectionState connection,
            LongConsumer done) {
        this.body = body;
        this.slices = new LargeSlices(body);
        this.response = response;
        this.context = context;
        this.connection = connection;
        this.done = done;
    }

    void start() {
        response.closeHandler(closed -> finish());
        response.exceptionHandler(broken -> finish());
        if (body.form() == LargeBody.Form.BYTES) {
            response.putHeader(
                    ReplyHeaders.CONTENT_LENGTH, Integer.toString(body.value().length()));
        } else {
            response.setChunked(true);
        }
        pump();
    }

    private void pump() {
        for (int i = 0; i < SLICES_PER_TURN; i++) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> ifOpen(this::pump));
                return;
            }
            out.clear();
            if (slices.next(out)) {
                response.end(out.toBuffer());
                finish();
                return;
            }
            if (out.size() == 0) {
                // It is still being looked through, which takes a turn's time each step.
                break;
            }
            connection.enter(ConnectionState.Phase.SENDING, System.nanoTime());
            response.write(out.toBuffer());
        }
        context.runOnContext(next -> ifOpen(this::pump));
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
            done.accept(slices.written());
        }
    }
}
