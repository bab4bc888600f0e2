package io.synap.server.http.websocket;

import io.synap.engine.Family;
import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.ReplyUnderWay;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.live.LiveSession;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that is done for a client on its WebSocket. Confined to its event loop. */
abstract class SocketCall extends ReplyUnderWay implements CommandCall {
    final WebSocketConnection connection;
    final long startNanos = System.nanoTime();
    private EncodedOutput out;
    private boolean deferred;
    private @Nullable Runnable whenGone;
    boolean missed;
    boolean failed;
    byte @Nullable [] subject;

    @Nullable
    LargeBody large;

    SocketCall(WebSocketConnection connection) {
        this.connection = connection;
        this.out = connection.loop().output(connection.codec());
    }

    /** What stands behind the result. */
    abstract void finish(EncodedOutput written);

    @Override
    public EncodedOutput out() {
        return out;
    }

    @Override
    public void about(NativeText name) {
        subject = name.toArray();
    }

    @Override
    public void missed() {
        missed = true;
    }

    @Override
    public void absent(String message) {
        missed = true;
        out.nothing();
    }

    @Override
    public LiveSession live() {
        return connection.session();
    }

    @Override
    public void stream(LargeBody body) {
        large = body;
    }

    @Override
    public void defer(Exchange.Slice slice) {
        putOff();
        connection.loop().runner().defer(this, target -> {
            boolean done = slice.write(target);
            if (done) {
                finish(out);
            }
            return done;
        });
    }

    @Override
    public void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll) {
        putOff();
        connection.loop().runner().poll(this, kind, names, waitMillis, (target, last) -> {
            boolean written = poll.write(target, last);
            if (written) {
                finish(out);
            }
            return written;
        });
    }

    @Override
    public <T> void await(CompletionStage<T> stage, Consumer<T> reply) {
        putOff();
        connection.loop().runner().await(this, stage, value -> {
            reply.accept(value);
            finish(out);
        });
    }

    /** The answer comes later: others write into the shared output meanwhile. */
    private void putOff() {
        deferred = true;
        out = out.copy();
        connection.commands().underWay(this);
    }

    boolean isContinued() {
        return deferred || large != null;
    }

    @Override
    protected boolean isDeferred() {
        return deferred;
    }

    @Override
    protected void reset() {
        LargeBody body = large;
        if (body != null) {
            body.close();
            large = null;
        }
        if (deferred) {
            out = connection.codec().newOutput(256);
        } else {
            out.clear();
        }
        missed = false;
        failed = false;
        subject = null;
    }

    @Override
    protected void awaitsRoom(boolean waits) {
        connection.commands().awaitsRoom(this, waits);
    }

    @Override
    protected boolean isGone() {
        return connection.isClosing();
    }

    @Override
    protected void whenGone(Runnable action) {
        whenGone = action;
    }

    /** The client has left while this was under way. */
    void gone() {
        Runnable action = whenGone;
        whenGone = null;
        if (action != null) {
            action.run();
        }
    }

    @Override
    protected void abandon() {
        LargeBody body = large;
        if (body != null) {
            body.close();
            large = null;
        }
        connection.commands().done(this);
    }
}
