package io.synap.client.kv;

import io.synap.client.wire.Arguments;
import java.time.Duration;
import java.time.Instant;

/**
 * How a key is set. Immutable: each method gives another.
 *
 * {@snippet :
 * Kv<String> kv = client.kv();
 * Versioned<String> read = kv.blocking().getWithVersion("balance").orElseThrow();
 * SetResult<String> result =
 *         kv.blocking().set("balance", "110", SetOptions.NONE.ifVersion(read.version()));
 * if (!result.written()) {
 *     // Somebody else was faster: read it again.
 * }
 * }
 */
public final class SetOptions {
    /** Sets the key whatever it was, for ever. */
    public static final SetOptions NONE = new SetOptions(Condition.NONE, 0, Lifetime.FOR_EVER, 0, false);

    private enum Condition {
        NONE,
        IF_ABSENT,
        IF_PRESENT,
        IF_VERSION
    }

    private enum Lifetime {
        FOR_EVER,
        AS_BEFORE,
        FOR_MILLIS,
        UNTIL_MILLIS
    }

    private final Condition condition;
    private final long version;
    private final Lifetime lifetime;
    private final long millis;
    private final boolean returnPrevious;

    private SetOptions(Condition condition, long version, Lifetime lifetime, long millis, boolean returnPrevious) {
        this.condition = condition;
        this.version = version;
        this.lifetime = lifetime;
        this.millis = millis;
        this.returnPrevious = returnPrevious;
    }

    /** The key ends by itself after so long, which is a millisecond at least. */
    public SetOptions ttl(Duration ttl) {
        return new SetOptions(condition, version, Lifetime.FOR_MILLIS, Checks.ttlMillis(ttl), returnPrevious);
    }

    /** The key ends by itself at that time. */
    public SetOptions expireAt(Instant deadline) {
        return new SetOptions(
                condition, version, Lifetime.UNTIL_MILLIS, Checks.deadlineMillis(deadline), returnPrevious);
    }

    /** The key keeps the deadline that it has. */
    public SetOptions keepTtl() {
        return new SetOptions(condition, version, Lifetime.AS_BEFORE, 0, returnPrevious);
    }

    /** Only if there is no such key. It takes the place of another condition. */
    public SetOptions ifAbsent() {
        return new SetOptions(Condition.IF_ABSENT, 0, lifetime, millis, returnPrevious);
    }

    /** Only if the key is there. */
    public SetOptions ifPresent() {
        return new SetOptions(Condition.IF_PRESENT, 0, lifetime, millis, returnPrevious);
    }

    /** Only if the key has that version (compare and set); 0 means that it is absent. */
    public SetOptions ifVersion(long expected) {
        if (expected < 0) {
            throw new IllegalArgumentException("version must not be negative, but is " + expected);
        }
        return new SetOptions(Condition.IF_VERSION, expected, lifetime, millis, returnPrevious);
    }

    /** The result has the value that was there before. */
    public SetOptions returnPrevious() {
        return new SetOptions(condition, version, lifetime, millis, true);
    }

    void addTo(Arguments arguments) {
        switch (condition) {
            case NONE -> {}
            case IF_ABSENT -> arguments.flag("nx", true);
            case IF_PRESENT -> arguments.flag("xx", true);
            case IF_VERSION -> arguments.integer("if_version", version);
        }
        switch (lifetime) {
            case FOR_EVER -> {}
            case AS_BEFORE -> arguments.flag("keep_ttl", true);
            case FOR_MILLIS -> arguments.integer("ttl_ms", millis);
            case UNTIL_MILLIS -> arguments.integer("expire_at_ms", millis);
        }
        if (returnPrevious) {
            arguments.flag("get", true);
        }
    }
}
