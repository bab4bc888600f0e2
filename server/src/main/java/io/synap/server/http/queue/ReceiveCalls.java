package io.synap.server.http.queue;

import io.synap.engine.Family;
import io.synap.protocol.operation.QueueSetting;
import io.synap.server.http.Exchange;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.queue.MessageCopies;
import io.synap.server.queue.QueueReport;
import java.util.List;

/** Hands messages out, and waits for them if it is told to. Confined to one event loop. */
final class ReceiveCalls {
    /** What a route may ask for. */
    static final String SHAPE = "consumer?:string consumer_id?:string max?:integer lease_ms?:integer"
            + " ack_deadline_secs?:integer wait_ms?:integer no_ack?:boolean type?:string";

    private static final String EVERYBODY = "http";
    private static final int RECEIVE_LOG_BYTES = 512;

    /** How the answer looks. */
    private enum Shape {
        /** {@code {"messages":[…]}}. */
        LIST,
        /** {@code {"message":…}}, null when there is none. */
        ONE,
        /** The message's fields, all null when there is none. */
        BARE
    }

    /** What one request asks for; it stays when the request waits. */
    private record Wanted(
            int messagesMax, long leaseMillis, long waitMillis, boolean noAck, Payloads.Form form, Shape shape) {}

    private final QueueStore store;
    private final HttpLimits limits;
    private final MessageJson json;

    ReceiveCalls(QueueStore store, HttpLimits limits, MessageJson json) {
        this.store = store;
        this.limits = limits;
        this.json = json;
    }

    void register(CommandRegistry registry) {
        registry.add("queue.receive", this::receive).add("queue.consume", call -> consume(call, Shape.ONE));
    }

    /** Up to {@code max} messages. */
    void receive(CommandCall call) {
        store.queue(call);
        Parameters arguments = call.arguments();
        long max = arguments.has("max") ? arguments.integer("max") : 1;
        if (max < 1 || max > limits.batchMax()) {
            throw Fields.invalid("'max' must be from 1 to " + limits.batchMax());
        }
        if (arguments.has("consumer") || arguments.has("consumer_id")) {
            call.name(1, store.other, "consumer", "consumer_id");
        } else {
            store.other.set(EVERYBODY);
        }
        begin(call, wanted(arguments, (int) max, Payloads.Form.TEXT, Shape.LIST));
    }

    /** One message as the short routes have it. */
    void consumeBare(CommandCall call) {
        consume(call, Shape.BARE);
    }

    private void consume(CommandCall call, Shape shape) {
        store.queue(call);
        call.name(1, store.other, "consumer_id", "consumer");
        begin(call, wanted(call.arguments(), 1, Payloads.Form.OCTETS, shape));
    }

    private static Wanted wanted(Parameters arguments, int max, Payloads.Form form, Shape shape) {
        long lease = lease(arguments);
        long wait = arguments.has("wait_ms") ? arguments.integer("wait_ms") : 0;
        if (wait < 0) {
            throw Fields.invalid("'wait_ms' is negative");
        }
        return new Wanted(
                max,
                lease,
                wait,
                arguments.flag("no_ack"),
                Payloads.Form.of(arguments.textOrNull("type"), form),
                shape);
    }

    /** How long a lease is asked for, milliseconds; 0 when nothing is said. */
    static long lease(Parameters arguments) {
        boolean inSeconds = arguments.has("ack_deadline_secs");
        if (!arguments.has("lease_ms") && !inSeconds) {
            return 0;
        }
        long lease = inSeconds
                ? SettingFields.millis(arguments.integer("ack_deadline_secs"))
                : arguments.integer("lease_ms");
        if (!QueueSetting.LEASE_MILLIS.allows(lease)) {
            throw Fields.invalid("the lease must be from 1 to " + QueueSetting.MILLIS_MAX + " milliseconds");
        }
        return lease;
    }

    private void begin(CommandCall call, Wanted wanted) {
        NativeText queue = store.queue;
        int received = receive(queue, store.other, wanted);
        if (received > 0 || wanted.waitMillis == 0) {
            if (received == 0) {
                call.missed();
            }
            write(call.out(), queue, wanted);
            return;
        }
        NativeText ownQueue = new NativeText().set(queue.toArray());
        NativeText ownConsumer = new NativeText().set(store.other.toArray());
        Exchange.Poll poll = (out, last) -> {
            boolean done = receive(ownQueue, ownConsumer, wanted) > 0 || last;
            if (done) {
                write(out, ownQueue, wanted);
            }
            return done;
        };
        call.poll(Family.Kind.QUEUE, List.of(queue.toArray()), wanted.waitMillis, poll);
    }

    private int receive(NativeText queue, NativeText consumer, Wanted wanted) {
        store.room(RECEIVE_LOG_BYTES + (long) consumer.length());
        return store.receiver()
                .receive(
                        queue.address(),
                        queue.length(),
                        consumer.address(),
                        consumer.length(),
                        wanted.messagesMax,
                        wanted.leaseMillis,
                        wanted.noAck);
    }

    private void write(ValueOutput out, NativeText queue, Wanted wanted) {
        MessageCopies messages = store.receiver().messages();
        int queueMax = messages.count() == 0 ? 0 : maxDeliveries(queue);
        switch (wanted.shape) {
            case LIST -> {
                out.beginObject().name("messages").beginArray();
                for (int i = 0; i < messages.count(); i++) {
                    out.beginObject();
                    json.received(out, messages, i, queueMax, wanted.form);
                    out.endObject();
                }
                out.endArray().endObject();
            }
            case ONE -> {
                out.beginObject().name("message");
                if (messages.count() == 0) {
                    out.nothing();
                } else {
                    out.beginObject();
                    out.name("id").text(MessageJson.id(messages.message(0)));
                    json.received(out, messages, 0, queueMax, wanted.form);
                    out.endObject();
                }
                out.endObject();
            }
            case BARE -> {
                out.beginObject();
                if (messages.count() == 0) {
                    MessageJson.nothing(out);
                } else {
                    json.received(out, messages, 0, queueMax, wanted.form);
                }
                out.endObject();
            }
        }
    }

    private int maxDeliveries(NativeText queue) {
        return (int)
                QueueReport.setting(store.commands(), queue.address(), queue.length(), QueueSetting.MAX_DELIVERIES);
    }
}
