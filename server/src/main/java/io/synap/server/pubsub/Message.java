package io.synap.server.pubsub;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One published message, shared by all who get it. Thread-safe: it is immutable, but for encodings that it keeps
 * once they are made. Its arrays are not copied; nobody changes them.
 */
public final class Message {
    /** What a message occupies beside its bytes, about. */
    private static final int OVERHEAD_BYTES = 96;

    private final byte[] channel;
    private final byte[] payload;
    private final Map<String, String> headers;
    private final long id;
    private final long timeMillis;
    private volatile byte @Nullable [] json;

    Message(byte[] channel, byte[] payload, Map<String, String> headers, long id, long timeMillis) {
        this.channel = channel;
        this.payload = payload;
        this.headers = headers;
        this.id = id;
        this.timeMillis = timeMillis;
    }

    /** Not to be changed. */
    public byte[] channel() {
        return channel;
    }

    /** Not to be changed. */
    public byte[] payload() {
        return payload;
    }

    /** Usually empty; immutable. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Greater than those of all messages made before on this node since its start. */
    public long id() {
        return id;
    }

    /** When it was made, milliseconds since 1970. */
    public long timeMillis() {
        return timeMillis;
    }

    /** About what it takes in a buffer, in bytes. */
    public int size() {
        int size = OVERHEAD_BYTES + channel.length + payload.length;
        for (Map.Entry<String, String> each : headers.entrySet()) {
            size += each.getKey().length() + each.getValue().length();
        }
        return size;
    }

    /** The message as JSON, as its encoder writes it; made by the first who asks and kept. Not to be changed. */
    public byte[] json(Function<Message, byte[]> encoder) {
        byte[] known = json;
        if (known == null) {
            known = encoder.apply(this);
            json = known;
        }
        return known;
    }
}
