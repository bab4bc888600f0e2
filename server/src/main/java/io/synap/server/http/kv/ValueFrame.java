package io.synap.server.http.kv;

import io.synap.server.http.LargeBody;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;

/** The JSON around a large value that is read with its version. Confined to one event loop. */
final class ValueFrame implements LargeBody.Frame {
    private final byte[] key;
    private final long version;
    private final long ttlMillis;

    ValueFrame(byte[] key, long version, long ttlMillis) {
        this.key = key;
        this.version = version;
        this.ttlMillis = ttlMillis;
    }

    @Override
    public void before(ValueOutput out, boolean text) {
        out.beginObject();
        ValueJson.key(out, new NativeText().set(key));
        boolean plain = text || out.isBinary();
        if (!plain) {
            out.name("encoding").text("base64");
        }
        out.name(plain ? "value" : "value_base64");
    }

    @Override
    public void after(ValueOutput out, boolean text) {
        ending(out, version, ttlMillis);
    }

    /** What follows the value, of whatever size. */
    static void ending(ValueOutput out, long version, long ttlMillis) {
        out.name("version").number(version);
        if (ttlMillis >= 0) {
            out.name("ttl_ms").number(ttlMillis);
        }
        out.endObject();
    }
}
