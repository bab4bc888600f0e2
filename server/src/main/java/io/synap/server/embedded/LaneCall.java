package io.synap.server.embedded;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.transport.Command;
import io.synap.client.wire.Frames;
import io.synap.client.wire.WireEvent;
import io.synap.client.wire.WireValue;
import io.synap.engine.Family;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.completion.Requester;
import io.synap.server.http.Exchange;
import io.synap.server.http.HttpMetrics;
import io.synap.server.http.LargeBody;
import io.synap.server.http.ReplyUnderWay;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.Envelope;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveOutlet;
import io.synap.server.http.live.LiveSession;
import io.synap.server.http.live.SubscribingCall;
import io.synap.server.http.proto.ProtoLarge;
import io.synap.server.http.proto.ProtoOutput;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's call while it is executed. Confined to its lane, except where said. */
class LaneCall extends ReplyUnderWay implements SubscribingCall, Frames.Receiver {
    /** Says that a command about subscriptions has to be executed where those of its client are. */
    private static final class HomeNeeded extends RuntimeException {
        HomeNeeded() {
            super("it belongs to another lane", null, false, false);
        }
    }

    /** The next that is to be told; the lane's. */
    @Nullable
    LaneCall next;

    private final EmbeddedTransport transport;
    private final Call<?> call;
    private final Fields payload;
    private final AtomicBoolean counted = new AtomicBoolean();
    private final long startNanos = System.nanoTime();

    private @Nullable Lane lane;
    private @Nullable ProtoOutput out;
    private CommandRegistry.@Nullable Entry entry;
    private @Nullable LargeBody large;
    private @Nullable ProtoLarge parts;
    private @Nullable LiveOutlet begun;
    private @Nullable Runnable whenGone;
    private @Nullable SynapClientException failure;
    private byte @Nullable [] subject;
    private boolean deferred;
    private boolean toldLater;
    private boolean missed;
    private boolean moves;
    private boolean executed;
    private boolean over;

    LaneCall(EmbeddedTransport transport, Call<?> call, Fields payload) {
        this.transport = transport;
        this.call = call;
        this.payload = payload;
    }

    EmbeddedTransport transport() {
        return transport;
    }

    long deadlineNanos() {
        return call.deadlineNanos();
    }

    /** It is executed there. */
    void on(Lane executing) {
        lane = executing;
    }

    Lane lane() {
        Lane own = lane;
        if (own == null) {
            throw new IllegalStateException("it is not being executed");
        }
        return own;
    }

    /** From any thread: it counts as under way. */
    void counted() {
        if (counted.compareAndSet(false, true)) {
            transport.countIn();
        }
    }

    private void countOut() {
        if (counted.compareAndSet(true, false)) {
            transport.countOut();
        }
    }

    /** Whether nothing more is to be done for it. */
    boolean isOver() {
        return over || call.isDone() || transport.isClosed();
    }

    // Execution.

    @Override
    protected void handle() {
        String command = call.command().name();
        CommandRegistry registry = lane().loop().commands();
        CommandRegistry.Entry found = registry.find(command);
        if (found == null) {
            throw registry.unknown(command);
        }
        entry = found;
        try {
            var _ = out().begin(0);
            found.handler().handle(this);
        } catch (HomeNeeded elsewhere) {
            moves = true;
            lane().answered(this);
        }
    }

    @Override
    public ProtoOutput out() {
        ProtoOutput own = out;
        if (own == null) {
            own = lane().takeOutput();
            out = own;
        }
        return own;
    }

    @Override
    public void name(int place, NativeText target, String... names) {
        payload.first(target, names);
    }

    @Override
    public void about(NativeText name) {
        subject = name.toArray();
    }

    @Override
    public long number(int place, String name) {
        return payload.integer(name);
    }

    @Override
    public Fields payload() {
        return payload;
    }

    @Override
    public Parameters arguments() {
        return payload;
    }

    @Override
    public Requester requester() {
        return Envelope.requester(payload.textOrNull("request_id"), payload, Requester.NOBODY);
    }

    @Override
    public void missed() {
        missed = true;
    }

    @Override
    public void absent(String message) {
        missed = true;
        ValueOutput nothing = out().nothing();
        assert nothing == out;
    }

    @Override
    public String kind() {
        return SubscribingCall.kindOf(call.command().name());
    }

    @Override
    public void began(LiveOutlet outlet) {
        begun = outlet;
    }

    @Override
    public LiveSession live() {
        if (lane != transport.home()) {
            throw new HomeNeeded();
        }
        return transport.connection().subscriptions();
    }

    @Override
    public void stream(LargeBody body) {
        large = body;
    }

    @Override
    public void defer(Exchange.Slice slice) {
        putOff();
        lane().loop().runner().defer(this, slice);
    }

    @Override
    public void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll) {
        putOff();
        lane().loop().runner().poll(this, kind, names, waitMillis, poll);
    }

    @Override
    public <T> void await(CompletionStage<T> stage, Consumer<T> reply) {
        putOff();
        lane().loop().runner().await(this, stage, reply);
    }

    private void putOff() {
        deferred = true;
        lane().register(this);
    }

    @Override
    protected boolean isDeferred() {
        return deferred || moves;
    }

    @Override
    protected String requestId() {
        return "";
    }

    @Override
    protected String label() {
        return entry == null ? HttpMetrics.UNROUTED : call.command().name();
    }

    @Override
    protected void reset() {
        closeLarge();
        ProtoOutput written = out;
        if (written != null) {
            written.clear();
        }
        missed = false;
        failure = null;
        subject = null;
    }

    private void closeLarge() {
        LargeBody body = large;
        large = null;
        if (body != null) {
            body.close();
        }
    }

    @Override
    protected void awaitsRoom(boolean waits) {
        if (waits) {
            lane().register(this);
        }
        lane().awaitsRoom(waits);
    }

    @Override
    protected void fail(ErrorCode code, String detail) {
        reset();
        LiveOutlet opened = begun;
        begun = null;
        if (opened != null) {
            opened.withdraw();
        }
        failure = SynapClientException.ofServer(code.name(), detail);
    }

    // Its end.

    @Override
    protected void send(long position) {
        CommandRegistry.Entry known = entry;
        if (known != null) {
            HttpMetrics.CommandStatus good = missed ? HttpMetrics.CommandStatus.MISS : HttpMetrics.CommandStatus.OK;
            known.counter()
                    .done(
                            failure == null ? good : HttpMetrics.CommandStatus.ERROR,
                            System.nanoTime() - startNanos,
                            subject);
        }
        executed = true;
        if (position == 0) {
            release();
        } else {
            lane().register(this);
            lane().loop().gate().await(position, this::release);
        }
    }

    /** What it shows is synced. */
    private void release() {
        LargeBody body = large;
        if (over || body == null) {
            answer();
        } else {
            lane().register(this);
            out().clear();
            parts = new ProtoLarge(0, body);
            copyPart();
        }
    }

    private void copyPart() {
        ProtoLarge value = parts;
        if (value == null || isOver()) {
            abandon();
        } else if (value.next(out())) {
            closeLarge();
            answer();
        } else {
            lane().executor().execute(this::copyPart);
        }
    }

    private void answer() {
        if (!over) {
            over = true;
            answered();
            LiveOutlet opened = begun;
            begun = null;
            if (opened != null) {
                opened.begin();
            }
        }
    }

    /** There is an answer, or a failure. */
    void answered() {
        lane().answered(this);
    }

    @Override
    protected boolean isGone() {
        return isOver();
    }

    @Override
    protected void whenGone(Runnable action) {
        whenGone = action;
    }

    /** Nobody waits for the answer any more. */
    @Override
    protected void abandon() {
        if (!over) {
            end(transport.closedReason());
        }
    }

    /** Fails it, whatever is done for it. */
    void end(SynapClientException reason) {
        if (over) {
            return;
        }
        over = true;
        closeLarge();
        LiveOutlet opened = begun;
        begun = null;
        if (opened != null) {
            opened.withdraw();
        }
        failure = executed && reason.is(ErrorCode.SHUTTING_DOWN)
                ? SynapClientException.of(ClientFault.CONNECTION_LOST)
                : reason;
        Runnable leaving = whenGone;
        whenGone = null;
        if (leaving != null) {
            leaving.run();
        }
        answered();
    }

    /** Something unexpected was thrown on its way. */
    void broke(Throwable fault) {
        end(SynapClientException.ofServer(ErrorCode.INTERNAL.name(), "an unexpected error: " + fault));
    }

    /** From any thread: there is nobody to execute it. */
    void refused() {
        countOut();
        call.failed(transport.closedReason());
    }

    void sweep(long now) {
        if (call.isDone()) {
            end(SynapClientException.of(ClientFault.CLIENT_CLOSED));
        } else if (call.deadlineNanos() - now <= 0) {
            end(
                    call.command().retry() == Command.Retry.FREELY
                            ? SynapClientException.unsent(
                                    ClientFault.DEADLINE_PASSED, ClientFault.DEADLINE_PASSED.message())
                            : SynapClientException.of(ClientFault.DEADLINE_PASSED));
        }
    }

    /** By who brings it, before. */
    final void tellLater() {
        toldLater = true;
    }

    final boolean isToldLater() {
        return toldLater;
    }

    /** From outside of the lane: completes the call, or takes it where it belongs. */
    void tell() {
        if (moves) {
            moves = false;
            dropOutput();
            transport.home().submit(this);
        } else {
            complete();
        }
    }

    /** Completes the call. */
    final void complete() {
        countOut();
        SynapClientException wrong = failure;
        ProtoOutput written = out;
        if (wrong != null) {
            call.failed(wrong);
        } else if (written == null) {
            call.answered(WireValue.NULL);
        } else if (parts == null) {
            call.answered(Frames.payload(written.array(), written.size()));
        } else {
            Frames.read(written.array(), 0, written.size(), this);
        }
        dropOutput();
    }

    private void dropOutput() {
        ProtoOutput written = out;
        out = null;
        // One that was given up may still be written into.
        if (written != null && failure == null && lane != null) {
            lane.giveBack(written);
        }
    }

    @Override
    public void answer(long id, WireValue value) {
        call.answered(value);
    }

    @Override
    public void failure(long id, SynapClientException reason) {
        call.failed(reason);
    }

    @Override
    public void event(WireEvent event) {
        throw new IllegalStateException("an event within an answer");
    }
}
