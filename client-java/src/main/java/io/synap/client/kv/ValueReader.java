package io.synap.client.kv;

import io.synap.client.codec.Codec;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.WireValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes values of what was answered, and says whose they are when the codec cannot. Immutable. */
final class ValueReader<V> {
    private final Codec<V> codec;

    ValueReader(Codec<V> codec) {
        this.codec = codec;
    }

    /** A bare value; empty where there is null. */
    Optional<V> valueIfAny(String key, WireValue payload) {
        byte[] bytes = payload.bytesOrNull();
        return bytes == null ? Optional.empty() : Optional.of(value(key, bytes));
    }

    V value(String key, WireValue payload) {
        byte[] bytes = payload.bytesOrNull();
        return value(key, bytes == null ? new byte[0] : bytes);
    }

    private V value(String key, byte[] bytes) {
        @Nullable V decoded;
        try {
            decoded = codec.decode(bytes);
        } catch (RuntimeException | LinkageError | StackOverflowError failed) {
            throw unreadable(key, String.valueOf(failed.getMessage()), failed);
        }
        if (decoded == null) {
            throw unreadable(key, "the codec returned null", null);
        }
        return decoded;
    }

    private static SynapClientException unreadable(String key, String why, @Nullable Throwable failed) {
        return SynapClientException.of(
                ClientFault.CODEC_FAILED, "the value of '" + key + "' cannot be read: " + why, failed);
    }
}
