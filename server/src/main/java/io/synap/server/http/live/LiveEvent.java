package io.synap.server.http.live;

import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.proto.ProtoFrames;
import io.synap.server.http.proto.ProtoOutput;
import org.jspecify.annotations.Nullable;

/**
 * Something that subscribers are told, whoever many they are: it is encoded once. Confined to one event loop.
 * What belongs to one subscription alone (its name) is put before it by the outlet.
 */
public abstract class LiveEvent {
    private final String type;
    private final @Nullable String cursor;
    private byte @Nullable [] json;
    private byte @Nullable [] proto;

    /**
     * @param type the member {@code type} of the frame, and the name of the server-sent event
     * @param cursor what a client gives as {@code cursor} to go on behind this event; null when it cannot be
     *     resumed behind
     */
    protected LiveEvent(String type, @Nullable String cursor) {
        this.type = type;
        this.cursor = cursor;
    }

    public final String type() {
        return type;
    }

    public final @Nullable String cursor() {
        return cursor;
    }

    /** How much credit it takes; 0 for what tells of the subscription itself. */
    public int credit() {
        return 1;
    }

    /** Writes the members of its object behind {@code type} and {@code cursor}. */
    protected abstract void members(ValueOutput out);

    /** All its members, into an object that is open. */
    public final void write(ValueOutput out) {
        out.name("type").text(type);
        if (cursor != null) {
            out.name("cursor").text(cursor);
        }
        members(out);
    }

    /** All its members as JSON, without braces around; the caller must not change them. */
    public final byte[] json() {
        byte[] encoded = json;
        if (encoded == null) {
            JsonOutput out = new JsonOutput(256);
            write(out);
            encoded = out.toArray();
            json = encoded;
        }
        return encoded;
    }

    /** The same as fields 2 and further of protobuf's Event; the caller must not change them. */
    public final byte[] proto() {
        byte[] encoded = proto;
        if (encoded == null) {
            ProtoOutput out = ProtoOutput.ofEvent(256);
            members(out);
            encoded = ProtoFrames.event(type, cursor, out);
            proto = encoded;
        }
        return encoded;
    }
}
