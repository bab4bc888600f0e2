package io.synap.server.http.feed;

import io.synap.protocol.operation.Bytes;
import io.synap.server.feed.Change;
import io.synap.server.feed.Change.Detail;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import java.nio.charset.StandardCharsets;

/** How a change looks. Confined to one event loop. */
final class ChangeJson {
    private static final String WATCH_TOPIC = "__watch@0__:";

    private final NativeText scratch = new NativeText();

    /** An element of a page of the feed. */
    void element(ValueOutput out, Change change) {
        out.beginObject();
        members(out, change);
        out.endObject();
    }

    /** As the feed tells it. */
    void members(ValueOutput out, Change change) {
        out.name("family").text(change.family().text());
        out.name("operation").text(change.operation());
        if (change.name().length() > 0) {
            text(out, "name", change.name());
        }
        out.name("shard").number(change.shard());
        out.name("sequence").number(change.sequence());
        out.name("timestamp").number(change.timeMillis());
        detail(out, change.detail());
    }

    /** As those who watch keys are told. */
    void watched(ValueOutput out, Change change) {
        key(out, change);
        out.name("timestamp").number(change.timeMillis());
        detail(out, change.detail());
    }

    /** As the published protocol tells those who watch keys: a message of a topic that has the key in its name. */
    void published(ValueOutput out, Change change) {
        out.name("message_id").text(change.shard() + "-" + change.sequence());
        out.name("topic").text(WATCH_TOPIC + new String(change.name().toArray(), StandardCharsets.UTF_8));
        out.name("payload").beginObject();
        key(out, change);
        detail(out, change.detail());
        out.endObject();
        out.name("metadata").beginObject().endObject();
        out.name("timestamp").number(change.timeMillis());
    }

    private void key(ValueOutput out, Change change) {
        if (change.name().length() > 0) {
            text(out, "key", change.name());
        }
        out.name("event").text(change.operation());
        out.name("version").number(change.sequence());
    }

    private void detail(ValueOutput out, Detail detail) {
        switch (detail) {
            case Detail.None ignored -> {}
            case Detail.Value value -> {
                scratch.set(value.bytes().toArray());
                ValueJson.field(out, "value", scratch.address(), scratch.length());
                deadline(out, value.deadlineMillis());
            }
            case Detail.LongValue value -> {
                out.name("truncated").flag(true).name("value_bytes").number(value.bytes());
                deadline(out, value.deadlineMillis());
            }
            case Detail.Superseded ignored -> out.name("superseded").flag(true);
            case Detail.RenamedTo renamed -> text(out, "to", renamed.target());
            case Detail.RenamedFrom renamed -> {
                text(out, "from", renamed.source());
                detail(out, renamed.value());
            }
            case Detail.Count count -> out.name("count").number(count.items());
            case Detail.InGroup in -> text(out, "group", in.group());
        }
    }

    private static void deadline(ValueOutput out, long millis) {
        if (millis > 0) {
            out.name("expires_at").number(millis);
        }
    }

    /** A text, or {@code name_base64} when it is none. */
    private void text(ValueOutput out, String name, Bytes bytes) {
        scratch.set(bytes.toArray());
        ValueJson.named(out, name, scratch.address(), scratch.length());
    }
}
