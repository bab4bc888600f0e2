package io.synap.server.http.queue;

import io.synap.engine.queue.Message;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.queue.MessageCopies;

/**
 * Messages that a subscription was handed: one, or a batch. Valid until the next are received; an outlet encodes it
 * before that.
 */
final class QueueEvent extends LiveEvent {
    /** How messages are written. */
    record Form(Payloads.Form payload, boolean published) {}

    private final MessageJson json;
    private final MessageCopies messages;
    private final int queueMaxDeliveries;
    private final Form form;
    /** The message, or -1 for all of them. */
    private final int index;

    private QueueEvent(
            String type, MessageJson json, MessageCopies messages, int queueMaxDeliveries, Form form, int index) {
        super(type, null);
        this.json = json;
        this.messages = messages;
        this.queueMaxDeliveries = queueMaxDeliveries;
        this.form = form;
        this.index = index;
    }

    static QueueEvent one(MessageJson json, MessageCopies messages, int queueMaxDeliveries, Form form, int index) {
        return new QueueEvent("message", json, messages, queueMaxDeliveries, form, index);
    }

    static QueueEvent all(MessageJson json, MessageCopies messages, int queueMaxDeliveries, Form form) {
        return new QueueEvent("messages", json, messages, queueMaxDeliveries, form, -1);
    }

    @Override
    public int credit() {
        return index >= 0 ? 1 : messages.count();
    }

    @Override
    protected void members(ValueOutput out) {
        if (index >= 0) {
            message(out, index);
            return;
        }
        out.name("messages").beginArray();
        for (int i = 0; i < messages.count(); i++) {
            out.beginObject();
            message(out, i);
            out.endObject();
        }
        out.endArray();
    }

    private void message(ValueOutput out, int at) {
        json.received(out, messages, at, queueMaxDeliveries, form.payload);
        if (form.published) {
            out.name("created_at").number(Message.publishedMillis(messages.message(at)));
        }
    }
}
