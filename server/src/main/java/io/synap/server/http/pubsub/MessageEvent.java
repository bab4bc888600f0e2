package io.synap.server.http.pubsub;

import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Utf8;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.pubsub.Message;
import java.util.Map;

/** A message of a channel. */
final class MessageEvent extends LiveEvent {
    private final Message message;
    private final boolean published;
    private final NativeText scratch;

    /** @param published whether bytes that are no text are an array of numbers, as in the published protocol */
    MessageEvent(Message message, boolean published, NativeText scratch) {
        super("message", null);
        this.message = message;
        this.published = published;
        this.scratch = scratch;
    }

    Message message() {
        return message;
    }

    @Override
    protected void members(ValueOutput out) {
        out.name("message_id").text(Long.toString(message.id()));
        channel(out, "topic", message.channel(), scratch);
        payload(out);
        out.name("metadata").beginObject();
        for (Map.Entry<String, String> each : message.headers().entrySet()) {
            out.name(each.getKey()).text(each.getValue());
        }
        out.endObject();
        out.name("timestamp").number(message.timeMillis());
    }

    private void payload(ValueOutput out) {
        scratch.set(message.payload());
        if (Utf8.isValid(scratch.address(), scratch.length())) {
            out.name("payload");
            ValueJson.natural(out, scratch.address(), scratch.length());
        } else if (published) {
            out.name("payload").beginArray().octets(scratch.address(), scratch.length());
            out.endArray();
        } else {
            ValueJson.namedBytes(out, "payload").base64(message.payload());
        }
    }

    /** A channel's name, or {@code name_base64} when it is no text. */
    static void channel(ValueOutput out, String name, byte[] channel, NativeText scratch) {
        scratch.set(channel);
        ValueJson.named(out, name, scratch.address(), scratch.length());
    }
}
