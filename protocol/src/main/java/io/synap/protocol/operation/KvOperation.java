package io.synap.protocol.operation;

/** A change of keys. */
public sealed interface KvOperation extends Operation {
    /** What must hold for a write to happen. */
    sealed interface Condition {
        record Always() implements Condition {}

        record IfAbsent() implements Condition {}

        record IfPresent() implements Condition {}

        /** The key's version must be this one; 0 means that the key is absent. */
        record IfVersion(long version) implements Condition {}
    }

    /** What happens to a key's deadline when it is set. */
    sealed interface Expiry {
        /** The key has none afterwards. */
        record None() implements Expiry {}

        record Keep() implements Expiry {}

        /** Milliseconds since 1970. */
        record At(long deadlineMillis) implements Expiry {}
    }

    /** When a new deadline is taken. */
    enum ExpireRule {
        ALWAYS,
        IF_NONE,
        IF_ANY,
        IF_LATER,
        IF_EARLIER
    }

    record Set(Bytes key, Bytes value, Expiry expiry, Condition condition, boolean returnOld) implements KvOperation {}

    record Delete(Bytes key, Condition condition, boolean evicted, boolean returnOld) implements KvOperation {}

    /** Gives a key a deadline, milliseconds since 1970. */
    record Expire(Bytes key, long deadlineMillis, ExpireRule rule) implements KvOperation {}

    /** Takes a key's deadline away. */
    record Persist(Bytes key) implements KvOperation {}

    record Increment(Bytes key, long delta) implements KvOperation {}

    /** Adds a decimal number given as text. */
    record IncrementFloat(Bytes key, Bytes delta) implements KvOperation {}

    record Append(Bytes key, Bytes value) implements KvOperation {}

    record SetRange(Bytes key, long offset, Bytes value) implements KvOperation {}

    /** Removes every key of the shard. */
    record Flush() implements KvOperation {}
}
