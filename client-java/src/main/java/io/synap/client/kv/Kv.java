package io.synap.client.kv;

import io.synap.client.codec.Codec;
import io.synap.client.transport.Call;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keys and their values, which the codec makes from bytes. Immutable and thread-safe. */
public final class Kv<V> {
    private static final Command GET = Command.repeatable("kv.get");
    private static final Command SET = Command.inSession("kv.set");

    private final Caller caller;
    private final Codec<V> codec;
    private final Call.Decoder<Optional<V>> decoder;

    public Kv(Caller caller, Codec<V> codec) {
        this.caller = caller;
        this.codec = codec;
        this.decoder = payload -> Optional.ofNullable(payload.bytesOrNull()).map(codec::decode);
    }

    /** The value of a key; empty when there is no such key. */
    public CompletionStage<Optional<V>> get(String key) {
        return caller.call(GET, Arguments.none().text("key", key), decoder);
    }

    /** Sets a key, whatever it was before; true. */
    public CompletionStage<Boolean> set(String key, V value) {
        return caller.call(
                SET,
                Arguments.none().text("key", key).bytes("value", codec.encode(value)),
                payload -> payload.tree().get("success").flag());
    }
}
