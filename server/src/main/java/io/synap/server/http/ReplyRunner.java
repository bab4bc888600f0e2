package io.synap.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.synap.engine.Family;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.logging.LogContext;
import io.synap.server.node.Access;
import io.synap.server.node.Node;
import io.synap.server.node.SessionCall;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each reply from its handler to its sending, whatever carries it: room in the log (else it waits in
 * {@link RoomQueue} and is run again), slices, waiting, and what it has to wait for on disk. Whatever is
 * thrown on the way becomes an error. Confined to one event loop.
 */
public final class ReplyRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyRunner.class);
    private static final String NO_ROOM = "the operation log had no room in time; retry later";

    private final EventExecutor timers;
    private final Executor loop;
    private final Node node;
    private final Access access;
    private final HttpLimits limits;
    private final RoomQueue waiting;
    private boolean inBatch;

    ReplyRunner(EventExecutor timers, Executor loop, Node node, Access access, HttpLimits limits) {
        this.timers = timers;
        this.loop = loop;
        this.node = node;
        this.access = access;
        this.limits = limits;
        this.waiting = new RoomQueue(access, loop, limits);
    }

    /** Several replies follow that share one time; {@link #endBatch} must come in the same turn. */
    public void beginBatch() {
        access.tick();
        inBatch = true;
    }

    public void endBatch() {
        inBatch = false;
        access.endBatch();
    }

    /** Says that a reply's handler, which has just begun, writes as this request of a session. */
    public void within(ReplyUnderWay reply, SessionCall request) {
        reply.session = request;
        access.within(request);
    }

    /** Runs the handler; also again, once the log has room. */
    public void run(ReplyUnderWay reply) {
        reply.reset();
        tick();
        try (var _ = LogContext.ofRequest(reply.requestId())) {
            reply.handle();
        } catch (RoomNeeded full) {
            if (waits(reply, this::runAgain)) {
                return;
            }
        } catch (RuntimeException wrong) {
            fail(reply, wrong);
        } finally {
            access.within(null);
        }
        if (!reply.isDeferred()) {
            complete(reply);
        }
    }

    private void runAgain(ReplyUnderWay reply) {
        if (reply.isGone()) {
            reply.abandon();
        } else {
            run(reply);
        }
    }

    /** Answers in parts, one per turn of the event loop. */
    public void defer(ReplyUnderWay reply, Exchange.Slice slice) {
        loop.execute(() -> runSlice(reply, slice));
    }

    private void runSlice(ReplyUnderWay reply, Exchange.Slice slice) {
        if (reply.isGone()) {
            reply.abandon();
            return;
        }
        tick();
        access.within(reply.session);
        try (var _ = LogContext.ofRequest(reply.requestId())) {
            boolean done = slice.write(reply.out());
            noteSlice(reply);
            if (reply.out().size() > limits.replyBytesMax()) {
                throw new SynapException(ErrorCode.REPLY_TOO_LARGE);
            }
            if (!done) {
                defer(reply, slice);
                return;
            }
        } catch (RoomNeeded full) {
            noteSlice(reply);
            if (waits(reply, waited -> runSlice(waited, slice))) {
                return;
            }
        } catch (RuntimeException wrong) {
            fail(reply, wrong);
        } finally {
            access.within(null);
        }
        complete(reply);
    }

    /** Answers as soon as one of these queues or rooms lets it, or when the time is over. */
    public void poll(ReplyUnderWay reply, Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll) {
        try {
            LongPoll.begin(
                    timers,
                    loop,
                    node.waiters(),
                    kind,
                    names,
                    Math.min(waitMillis, limits.waitMillisMax()),
                    reply,
                    last -> tryPoll(reply, poll, last));
        } catch (SynapException refused) {
            fail(reply, refused);
            complete(reply);
        }
    }

    /** Runs a poll's attempt; true when the reply is done with. */
    private boolean tryPoll(ReplyUnderWay reply, Exchange.Poll poll, boolean last) {
        tick();
        try (var _ = LogContext.ofRequest(reply.requestId())) {
            boolean written = poll.write(reply.out(), last);
            noteSlice(reply);
            if (!written) {
                return false;
            }
        } catch (RoomNeeded full) {
            noteSlice(reply);
            if (waits(reply, waited -> resumePoll(waited, poll))) {
                return true;
            }
        } catch (RuntimeException wrong) {
            fail(reply, wrong);
        }
        complete(reply);
        return true;
    }

    /** The log has room: what was there may be gone, then the answer is that there is nothing. */
    private void resumePoll(ReplyUnderWay reply, Exchange.Poll poll) {
        if (reply.isGone()) {
            reply.abandon();
        } else {
            var _ = tryPoll(reply, poll, true);
        }
    }

    /** Answers once something outside the event loops has come to its end. */
    public <T> void await(ReplyUnderWay reply, CompletionStage<T> stage, Consumer<T> answer) {
        stage.whenComplete((value, failure) -> loop.execute(() -> {
            if (reply.isGone()) {
                reply.abandon();
                return;
            }
            try (var _ = LogContext.ofRequest(reply.requestId())) {
                if (failure != null) {
                    fail(reply, failure);
                } else {
                    answer.accept(value);
                }
            } catch (RuntimeException wrong) {
                fail(reply, wrong);
            }
            complete(reply);
        }));
    }

    /** Sends the reply, after what it shows is as durable as was asked. */
    private void complete(ReplyUnderWay reply) {
        if (reply.isDurable()) {
            access.awaitLastWrite();
        }
        endSlice();
        reply.send(Math.max(reply.awaited, access.takeAwaited()));
    }

    /**
     * Lets a reply wait for room in the log; false when it will not come in time, or never: then the reply
     * says so.
     */
    private boolean waits(ReplyUnderWay reply, Consumer<ReplyUnderWay> resume) {
        // A log that has failed has no room and says so at once: waiting for it would never end.
        if (node.failure() != null) {
            reply.fail(ErrorCode.STORAGE_FAILED, ErrorCode.STORAGE_FAILED.message());
            return false;
        }
        if (waiting.add(reply, resume)) {
            return true;
        }
        reply.fail(ErrorCode.OVERLOADED, NO_ROOM);
        return false;
    }

    /** Keeps what the reply now depends on: others run before its next slice. */
    private void noteSlice(ReplyUnderWay reply) {
        endSlice();
        reply.awaited = Math.max(reply.awaited, access.takeAwaited());
    }

    private void tick() {
        if (!inBatch) {
            access.tick();
        }
    }

    private void endSlice() {
        if (!inBatch) {
            access.endBatch();
        }
    }

    /** Ends the wait of those that the log has kept too long. */
    void sweep(long now) {
        for (ReplyUnderWay late = waiting.overdue(now); late != null; late = waiting.overdue(now)) {
            late.fail(ErrorCode.OVERLOADED, NO_ROOM);
            late.send(late.awaited);
        }
    }

    /** Turns a reply into the error that was thrown; what nobody expected goes to the log. */
    static void fail(ReplyUnderWay reply, Throwable wrong) {
        Throwable cause = wrong.getCause();
        if (wrong instanceof SynapException known) {
            reply.fail(known.code(), String.valueOf(known.getMessage()));
        } else if (cause instanceof SynapException known) {
            reply.fail(known.code(), String.valueOf(known.getMessage()));
        } else {
            try (var _ = LogContext.ofRequest(reply.requestId())) {
                LOG.atError().addKeyValue("path", reply.label()).setCause(wrong).log("a request failed");
            }
            reply.fail(ErrorCode.INTERNAL, "an unexpected error; the log has it under this request id");
        }
    }
}
