package io.synap.server.pubsub;

import java.util.Map;

/**
 * One published message, shared by all who get it. Immutable; its arrays are not copied, and nobody changes them.
 */
public final class Message {
    /** What a message occupies beside its bytes, about. */
    private static final int OVERHEAD_BYTES = 96;

    private final byte[] channel;
    private final byte[] payload;
    private final Map<String, String> headers;
    private final long id;
    private final long timeMillis;

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
}
