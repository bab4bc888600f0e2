package io.synap.replication;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation;

/** Makes operations. */
public final class Operations {
    private Operations() {}

    public static KvOperation.Set set(String key, byte[] value) {
        return new KvOperation.Set(
                Bytes.utf8(key),
                Bytes.of(value),
                new KvOperation.Expiry.None(),
                new KvOperation.Condition.Always(),
                false);
    }
}
