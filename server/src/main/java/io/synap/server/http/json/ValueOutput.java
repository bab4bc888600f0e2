package io.synap.server.http.json;

import io.synap.protocol.memory.Memory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a result is written, in whatever encoding the client asked for: exactly one value, made of objects,
 * arrays and plain values in the order of the calls. Confined to its owner. The caller opens and closes in
 * order; an object's values each follow their name.
 */
public interface ValueOutput {
    ValueOutput beginObject();

    ValueOutput endObject();

    ValueOutput beginArray();

    ValueOutput endArray();

    ValueOutput name(String name);

    /** A name whose UTF-8 bytes lie in native memory; they must be valid. */
    ValueOutput name(long address, int length);

    ValueOutput text(String text);

    /** A string whose UTF-8 bytes lie in native memory; they must be valid. */
    ValueOutput text(long address, int length);

    /**
     * Whether bytes that are no text can be written as they are. Then they go by their plain name; else by one that
     * says base64, see {@link ValueJson#named}.
     */
    default boolean isBinary() {
        return false;
    }

    /** Bytes that are no text, as base64 where there is no better way. */
    ValueOutput base64(byte[] content);

    /** The same of bytes in native memory. */
    default ValueOutput bytes(long address, int length) {
        return base64(Memory.toArray(address, length));
    }

    /** Elements of the array that is open: the bytes as numbers 0 to 255. */
    void octets(long address, int length);

    ValueOutput number(long number);

    ValueOutput flag(boolean value);

    ValueOutput nothing();

    /** JSON text that the caller vouches for, in native memory, as one value. */
    ValueOutput verbatim(long address, int length);

    /** JSON text that the caller vouches for, as one value. */
    ValueOutput verbatim(byte[] json);

    /** Any of null, text, number, boolean, map with text keys, or list of these. */
    default ValueOutput any(@Nullable Object value) {
        return switch (value) {
            case null -> nothing();
            case String text -> text(text);
            case Boolean flag -> flag(flag);
            case Double fraction -> fraction(fraction);
            case Float fraction -> fraction(fraction);
            case Number number -> number(number.longValue());
            case Map<?, ?> map -> {
                beginObject();
                map.forEach((name, each) -> name(String.valueOf(name)).any(each));
                yield endObject();
            }
            case List<?> list -> {
                beginArray();
                list.forEach(this::any);
                yield endArray();
            }
            default -> text(value.toString());
        };
    }

    /** A fraction; what is not finite becomes null. */
    ValueOutput fraction(double value);

    /** How many bytes have been written. */
    int size();

    /** Takes back everything after the first that many bytes. */
    void truncate(int size);
}
