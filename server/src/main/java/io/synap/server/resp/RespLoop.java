package io.synap.server.resp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.resp.RespArguments;
import io.synap.protocol.resp.RespParser;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;
import io.synap.server.node.Node;
import io.synap.server.node.SyncGate;
import io.synap.server.pubsub.PubSubLoop;
import io.synap.server.queue.QueueCommands;
import io.synap.server.queue.QueueLimits;
import io.synap.server.queue.QueueReceiver;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's part of the RESP edge: it parses, executes and answers for all its connections, with
 * one way to the node and one set of scratch. Confined to that event loop.
 *
 * <p>A batch is what one read of a socket brought: one time, one look at the log, one flush.
 */
final class RespLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RespLoop.class);
    /** After so much output within a batch, the socket is asked whether it still takes more. */
    private static final int SLICE_BYTES = 128 * 1024;

    /** What the log may take for an operation beyond the bytes of its arguments. */
    private static final int OPERATION_OVERHEAD_BYTES = 96;

    /** A reply with messages is not filled further once it has so much payload. */
    private static final long RECEIVE_BYTES = 8L << 20;

    private static final int SPARE_PARSERS_MAX = 64;
    private static final int SWEEP_SECONDS = 1;
    /** A client that does not take its last replies has this long. */
    private static final long CLOSING_MILLIS_MAX = 60_000;

    private final RespShared shared;
    private final RespSettings settings;
    private final EventLoop eventLoop;
    private final Access access;
    private final PubSubLoop pubSub;
    private final PushEncoder pushes = new PushEncoder();
    private final SyncGate gate;
    private final CommandMetrics metrics;
    private final Reply reply;
    private final FastLane fastLane;
    private final CommandTable commands;
    private final Call call;
    private final Set<RespConnection> connections = new HashSet<>();
    private final ArrayDeque<RespParser> spareParsers = new ArrayDeque<>();
    private RespParser parser;
    private final SlowWatch slow;
    private final ScheduledFuture<?> sweeper;
    private final PauseGate pauses;

    private long commandCount;
    /** Whether the reply is in use. */
    private boolean executing;

    RespLoop(RespShared shared, EventLoop eventLoop, ByteBufAllocator allocator, CommandMetrics metrics) {
        this.shared = shared;
        this.settings = shared.settings();
        this.eventLoop = eventLoop;
        this.metrics = metrics;
        this.access = shared.node().newAccess();
        access.gatherOn(eventLoop);
        this.pubSub = shared.pubSub().loop(eventLoop);
        this.gate = new SyncGate(shared.node(), eventLoop);
        this.pauses = new PauseGate(shared, access, eventLoop);
        this.reply = new Reply(allocator, new LargeBudget(settings.largeBytesMax()));
        this.fastLane = new FastLane(access, reply, metrics, settings);
        this.commands = CommandTable.create(shared, reply, access, metrics);
        this.call = new Call(this, reply, new KvCommands(access), newReceiver());
        this.parser = new RespParser(settings.limits());
        this.slow = new SlowWatch(shared, settings.limits());
        this.sweeper = eventLoop.scheduleAtFixedRate(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private QueueReceiver newReceiver() {
        QueueLimits limits = settings.queues();
        return new QueueReceiver(new QueueCommands(access, limits), RECEIVE_BYTES, limits.messageBytesMax());
    }

    /** Closes every connection. */
    void stop() {
        sweeper.cancel(false);
        pauses.stop();
        for (RespConnection connection : connections.toArray(RespConnection[]::new)) {
            connection.abort();
        }
    }

    RespShared shared() {
        return shared;
    }

    RespSettings settings() {
        return settings;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    Access access() {
        return access;
    }

    PubSubLoop pubSub() {
        return pubSub;
    }

    PushEncoder pushes() {
        return pushes;
    }

    CommandMetrics metrics() {
        return metrics;
    }

    Node node() {
        return shared.node();
    }

    /** Whether a batch is under way: what else would write replies must wait for its end. */
    boolean isExecuting() {
        return executing;
    }

    /** The time of the present or last batch. */
    long now() {
        return access.now();
    }

    long synced() {
        return shared.node().synced();
    }

    /** Commands executed here since the start; another thread may see an older figure. */
    long commandCount() {
        return commandCount;
    }

    /** A reply that takes what a command gathers before it knows how much there will be. */
    Reply newReply(boolean resp3) {
        Reply aside = reply.sibling();
        aside.begin(resp3, settings.outputBytesMax());
        return aside;
    }

    void opened(RespConnection connection) {
        connections.add(connection);
        shared.clients().add(connection);
        metrics.connectionOpened();
    }

    void closed(RespConnection connection) {
        pauses.forget(connection);
        if (connections.remove(connection)) {
            shared.clients().remove(connection);
            metrics.connectionClosed();
        }
    }

    SlowWatch slow() {
        return slow;
    }

    void awaitSync(long position, RespConnection connection) {
        gate.await(position, connection::resume);
    }

    /** Runs something on this loop once the position is synced. */
    void onceSynced(long position, Runnable action) {
        gate.await(position, action);
    }

    PauseGate pauses() {
        return pauses;
    }

    /**
     * Executes the requests in a range of native memory as one batch, and hands the replies to the
     * connection.
     *
     * @return the address of the first byte that is not executed
     */
    long execute(RespConnection connection, long start, long end) {
        long began = System.nanoTime();
        long before = commandCount;
        access.tick();
        pauses.look();
        slow.begin(began);
        reply.begin(connection.client().isResp3(), settings.outputBytesMax());
        fastLane.beginBatch();
        long at = start;
        executing = true;
        try {
            while (at < end && !connection.isStopped()) {
                long next = step(connection, at, end);
                if (next == 0) {
                    break;
                }
                at = next;
                connection.appendMessages(reply);
                if (reply.bytes() >= SLICE_BYTES) {
                    slow.endRun(connection, System.nanoTime(), end);
                    if (!passOn(connection)) {
                        break;
                    }
                }
            }
            String fast = fastLane.takeLast();
            if (fast != null) {
                connection.client().executing(fast);
            }
            if (connection.isClosing()) {
                at = end;
            }
            endBatch(connection);
        } catch (Throwable fault) {
            reply.discard();
            throw fault;
        } finally {
            executing = false;
        }
        connection.afterBatch();
        long ended = System.nanoTime();
        slow.endRun(connection, ended, end);
        metrics.batch((int) (commandCount - before), ended - began);
        return at;
    }

    /**
     * Writes the answer of a command that had been suspended, to be shown once that position is synced.
     */
    void answer(RespConnection connection, long awaited, Consumer<Reply> answer) {
        access.tick();
        connection.client().active(now());
        reply.begin(connection.client().isResp3(), settings.outputBytesMax());
        executing = true;
        try {
            reply.mark();
            answer.accept(reply);
            mute(connection);
            access.endBatch();
            connection.deliver(reply, Math.max(awaited, access.takeAwaited()));
        } catch (Throwable fault) {
            reply.discard();
            throw fault;
        } finally {
            executing = false;
        }
        connection.afterBatch();
    }

    /** Lets an attempt answer a suspended command, and ends the suspension if it does. */
    boolean tryAnswer(RespConnection connection, Blocking.Attempt attempt) {
        access.tick();
        reply.begin(connection.client().isResp3(), settings.outputBytesMax());
        executing = true;
        try {
            reply.mark();
            boolean answered;
            try {
                answered = attempt.answer(reply, false);
            } catch (SynapException error) {
                reply.rewind();
                reply.error(error);
                answered = true;
            }
            if (!answered) {
                reply.discard();
                access.endBatch();
                var _ = access.takeAwaited();
                return false;
            }
            connection.client().active(now());
            connection.endSuspension();
            mute(connection);
            access.endBatch();
            connection.deliver(reply, access.takeAwaited());
        } catch (Throwable fault) {
            reply.discard();
            throw fault;
        } finally {
            executing = false;
        }
        connection.afterBatch();
        return true;
    }

    private void endBatch(RespConnection connection) {
        access.endBatch();
        connection.deliver(reply, access.takeAwaited());
    }

    /** Sends what there is before the batch is over; false when the socket does not take more. */
    private boolean passOn(RespConnection connection) {
        endBatch(connection);
        connection.flush();
        return !connection.isBlocked();
    }

    /** Executes one request and returns the address after it; 0 if it is not whole or must wait. */
    private long step(RespConnection connection, long at, long end) {
        RespParser begun = connection.parser();
        if (begun == null) {
            if (connection.client().isPlain() && pauses.isOpen() && slow.allowsRuns()) {
                long next = fast(connection, at, end);
                if (next != FastLane.NOT_FAST) {
                    return next == FastLane.NO_ROOM ? 0 : next;
                }
            }
            begun = parser;
        }
        slow.beginCommand(connection, end);
        long next = parse(begun, connection, at, end);
        if (next == 0) {
            keepParser(begun, connection);
        } else if (!connection.isClosing() && begun.arguments().count() > 0) {
            if (!dispatch(connection, begun.arguments())) {
                begun.hold();
                keepParser(begun, connection);
                return 0;
            }
        }
        if (next != 0 && connection.parser() != null) {
            connection.parser(null);
            spare(begun);
        }
        return next;
    }

    private long fast(RespConnection connection, long at, long end) {
        try {
            fastLane.lookAhead(at, end);
            long next = fastLane.execute(at, end);
            if (next > 0) {
                commandCount++;
                slow.fast(at);
            } else if (next == FastLane.NO_ROOM) {
                connection.awaitRoom();
            }
            return next;
        } catch (SynapException refused) {
            // Nothing has been done or written: the long way answers with the error.
            return FastLane.NOT_FAST;
        }
    }

    private long parse(RespParser begun, RespConnection connection, long at, long end) {
        try {
            return begun.parse(at, end);
        } catch (SynapException malformed) {
            reply.error(malformed);
            metrics.invalid();
            begun.reset();
            connection.closeWhenSent();
            return end;
        }
    }

    private void keepParser(RespParser begun, RespConnection connection) {
        if (begun == parser) {
            connection.parser(begun);
            RespParser other = spareParsers.poll();
            parser = other == null ? new RespParser(settings.limits()) : other;
        }
    }

    private void spare(RespParser done) {
        done.reset();
        if (spareParsers.size() < SPARE_PARSERS_MAX) {
            spareParsers.push(done);
        }
    }

    /** Executes one command; false when it must wait, and is to be tried again. */
    private boolean dispatch(RespConnection connection, RespArguments arguments) {
        ClientState client = connection.client();
        int errors = reply.errors();
        reply.mark();
        Command command = commands.find(arguments);
        try {
            if (command == null) {
                throw CommandTable.unknown(arguments);
            }
            call.begin(connection, arguments, command.lowerName());
            if (!command.spec().accepts(arguments.count())) {
                throw call.arity();
            }
            if (client.isSubscriberMode() && command.isRefusedToSubscribers()) {
                call.requireNotSubscribed();
            }
            if (pauses.holds(connection, command)) {
                return false;
            }
            if (command.writes() && !hasRoom(arguments)) {
                connection.awaitRoom();
                return false;
            }
            command.handler().execute(call);
            if (call.mustRetry()) {
                reply.rewind();
                connection.awaitRoom();
                return false;
            }
        } catch (SynapException error) {
            reply.rewind();
            reply.error(error);
        } catch (BufferLimitException limit) {
            throw limit;
        } catch (RuntimeException fault) {
            LOG.error("connection {}: a command failed", client.id(), fault);
            reply.rewind();
            reply.error(ErrorCode.INTERNAL);
        }
        commandCount++;
        count(command, arguments, reply.errors() != errors);
        if (command != null && command.spec().accepts(arguments.count())) {
            slow.endCommand(connection, command, arguments);
        }
        if (!connection.isSuspended()) {
            mute(connection);
        }
        return true;
    }

    private void count(@Nullable Command command, RespArguments arguments, boolean failed) {
        if (command != null) {
            int named = Math.max(command.spec().namedAt(), call.namedAt());
            if (named > 0 && named < arguments.count()) {
                metrics.about(arguments.address(named), arguments.length(named));
            }
        }
        if (command == null) {
            metrics.invalid();
        } else if (failed) {
            metrics.failed(command.index());
        } else if (call.hasMissed()) {
            metrics.missed(command.index());
        } else {
            metrics.done(command.index());
        }
    }

    private boolean hasRoom(RespArguments arguments) {
        return access.hasRoom(arguments.bytesFrom(1) + (long) OPERATION_OVERHEAD_BYTES * arguments.count());
    }

    /** Drops the reply just written when the client wants none; messages that have come meanwhile follow it. */
    private void mute(RespConnection connection) {
        if (connection.client().mutesReply()) {
            reply.rewind();
        }
        connection.appendMessages(reply);
    }

    /** Closes what has been silent for too long; and everything, once the node has failed. */
    private void sweep() {
        @Nullable Throwable failure = shared.node().failure();
        access.tick();
        pushes.clear();
        long idle = shared.tuning().idleTimeoutMillis();
        for (RespConnection connection : connections.toArray(RespConnection[]::new)) {
            long silence = now() - connection.client().activeMillis();
            // Who waits for the server is not silent.
            boolean waits = connection.isWaiting() || connection.client().isSubscriber();
            boolean silent = idle > 0 && silence > idle && !waits;
            boolean stuck = connection.isClosing() && silence > CLOSING_MILLIS_MAX;
            if (failure != null || silent || stuck) {
                connection.abort();
            } else {
                connection.checkBuffers(now());
            }
        }
    }
}
