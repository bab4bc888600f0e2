package io.synap.server.http.queue;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.QueueSetting;
import io.synap.server.http.HttpMetrics;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.Closing;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.queue.MessageCopies;
import io.synap.server.queue.QueueLimits;
import io.synap.server.queue.QueueReport;

/** Queues whose messages come to the client by themselves. Confined to one event loop. */
final class QueueSource {
    /** What the query of a path may say. */
    static final String SHAPE = "consumer?:string consumer_id?:string prefetch?:integer batch?:integer"
            + " lease_ms?:integer ack_deadline_secs?:integer no_ack?:boolean type?:string";

    private static final String EVERYBODY = "http";
    private static final int PREFETCH_DEFAULT = 100;
    private static final int PREFETCH_MAX = 10_000;
    private static final int RECEIVE_LOG_BYTES = 512;

    private final QueueStore store;
    private final MessageJson json;
    private final SettleCalls settle;
    private final HttpMetrics.CommandCounter handOuts;

    QueueSource(QueueStore store, MessageJson json, SettleCalls settle, CommandRegistry registry) {
        this.store = store;
        this.json = json;
        this.settle = settle;
        this.handOuts = registry.counter("queue.receive");
    }

    void register(CommandRegistry registry) {
        registry.add("queue.subscribe", call -> call.live().subscribe(call, this::open))
                .add("queue.unsubscribe", Closing::close);
    }

    /** The queue is named first; then, in the paths of the published protocol, the consumer. */
    LiveSubscription open(CommandCall call, Outlet outlet) {
        boolean published = call.dialect() == Route.Dialect.SHORT;
        Parameters arguments = call.arguments();
        store.queue(call);
        if (published || arguments.has("consumer") || arguments.has("consumer_id")) {
            call.name(1, store.other, "consumer", "consumer_id");
        } else {
            store.other.set(EVERYBODY);
        }
        if (store.other.length() == 0 || store.other.length() > QueueLimits.CONSUMER_NAME_BYTES_MAX) {
            throw Fields.invalid("a consumer's name has 1 to 256 bytes");
        }
        if (!exists()) {
            throw new SynapException(ErrorCode.QUEUE_NOT_FOUND);
        }
        int prefetch = count(arguments, "prefetch", prefetch(arguments));
        Payloads.Form form =
                Payloads.Form.of(arguments.textOrNull("type"), published ? Payloads.Form.OCTETS : Payloads.Form.TEXT);
        QueueSubscription.Wish wish = new QueueSubscription.Wish(
                Bytes.of(store.queue.toArray()),
                Bytes.of(store.other.toArray()),
                prefetch,
                Math.min(prefetch, count(arguments, "batch", 1)),
                ReceiveCalls.lease(arguments),
                arguments.flag("no_ack"),
                new QueueEvent.Form(form, published));
        return new QueueSubscription(this, wish, outlet);
    }

    /** Where it is not said: as many as may be sent at first, if that is not none. */
    private static int prefetch(Parameters arguments) {
        long credit = arguments.has("credit") ? arguments.integer("credit") : PREFETCH_DEFAULT;
        return credit < 1 ? PREFETCH_DEFAULT : (int) Math.min(credit, PREFETCH_MAX);
    }

    private static int count(Parameters arguments, String name, int otherwise) {
        long count = arguments.has(name) ? arguments.integer(name) : otherwise;
        if (count < 1 || count > PREFETCH_MAX) {
            throw Fields.invalid("'" + name + "' must be from 1 to " + PREFETCH_MAX);
        }
        return (int) count;
    }

    private boolean exists() {
        return store.commands().exists(store.queue.address(), store.queue.length());
    }

    QueueStore store() {
        return store;
    }

    SettleCalls settle() {
        return settle;
    }

    /** Whether the queue is there still. */
    boolean exists(QueueSubscription.Wish wish) {
        store.commands().access().tick();
        store.queue.set(wish.queue().toArray());
        return exists();
    }

    /**
     * Receives for a subscription into {@link QueueStore#receiver}; returns how many messages.
     *
     * @throws io.synap.server.http.RoomNeeded when the log has no room
     */
    int receive(QueueSubscription.Wish wish, int most) {
        long began = System.nanoTime();
        store.commands().access().tick();
        store.queue.set(wish.queue().toArray());
        store.other.set(wish.consumer().toArray());
        store.room(RECEIVE_LOG_BYTES + (long) store.other.length());
        int received = store.receiver()
                .receive(
                        store.queue.address(),
                        store.queue.length(),
                        store.other.address(),
                        store.other.length(),
                        most,
                        wish.leaseMillis(),
                        wish.noAck());
        if (received > 0) {
            handOuts.done(
                    HttpMetrics.CommandStatus.OK,
                    System.nanoTime() - began,
                    wish.queue().toArray());
        }
        return received;
    }

    /** Sends what was received last. */
    void send(QueueSubscription.Wish wish, Outlet outlet) {
        MessageCopies messages = store.receiver().messages();
        int queueMax = (int) QueueReport.setting(
                store.commands(), store.queue.address(), store.queue.length(), QueueSetting.MAX_DELIVERIES);
        if (wish.batch() > 1) {
            outlet.send(QueueEvent.all(json, messages, queueMax, wish.form()));
            return;
        }
        for (int i = 0; i < messages.count(); i++) {
            outlet.send(QueueEvent.one(json, messages, queueMax, wish.form(), i));
        }
    }

    /** Ends a batch of operations; the log position that what they showed depends on. */
    long endBatch() {
        store.commands().access().endBatch();
        return store.commands().access().takeAwaited();
    }

    static void describe(QueueSubscription.Wish wish, ValueOutput out, QueueStore store) {
        store.queue.set(wish.queue().toArray());
        QueueCalls.writeName(out, "queue", store.queue);
        store.queue.set(wish.consumer().toArray());
        QueueCalls.writeName(out, "consumer", store.queue);
        QueueCalls.writeName(out, "consumer_id", store.queue);
        out.name("prefetch").number(wish.prefetch()).name("batch").number(wish.batch());
    }
}
