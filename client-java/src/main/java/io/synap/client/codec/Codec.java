package io.synap.client.codec;

import java.nio.charset.StandardCharsets;

/**
 * How values of a type become bytes and come back. Implementations are thread-safe; what they throw fails the call
 * with CODEC_FAILED, or is thrown where the call is made if it was encoding.
 */
public interface Codec<T> {
    byte[] encode(T value);

    /** The array is the codec's to keep. */
    T decode(byte[] bytes);

    /** Bytes as they are: they are not copied, so neither side may change them. */
    static Codec<byte[]> bytes() {
        return new Codec<>() {
            @Override
            public byte[] encode(byte[] value) {
                return value;
            }

            @Override
            public byte[] decode(byte[] bytes) {
                return bytes;
            }
        };
    }

    /** Text as UTF-8. */
    static Codec<String> text() {
        return new Codec<>() {
            @Override
            public byte[] encode(String value) {
                return value.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String decode(byte[] bytes) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }
}
