package io.synap.protocol.operation;

/** The flag bits of an encoded operation. Values are part of the on-disk format. */
public final class OperationFlags {
    /** A deadline (absolute, milliseconds since 1970) follows the fixed header. */
    public static final int HAS_DEADLINE = 1;
    /** An argument (64 bits) follows. */
    public static final int HAS_ARGUMENT = 1 << 1;
    /** SET: only if the key is absent. EXPIRE: only if it has no deadline. */
    public static final int IF_ABSENT = 1 << 2;
    /** SET: only if the key is present. EXPIRE: only if it has a deadline. */
    public static final int IF_PRESENT = 1 << 3;
    /** SET, DELETE: only if the key's version equals the argument; 0 means absent. */
    public static final int IF_VERSION = 1 << 4;
    /** SET: keep the deadline the key has. */
    public static final int KEEP_DEADLINE = 1 << 5;
    /** EXPIRE: only if the new deadline is later than the present one (none is the latest). */
    public static final int IF_LATER = 1 << 6;
    /** EXPIRE: only if the new deadline is earlier than the present one (none is the latest). */
    public static final int IF_EARLIER = 1 << 7;
    /** Report the old value. It has no effect on the state. */
    public static final int RETURN_OLD = 1 << 8;
    /** DELETE: the cause is the memory policy, not a client. */
    public static final int EVICTED = 1 << 9;

    /** It belongs to a session, see {@link SessionPrefix}. */
    public static final int IN_SESSION = 1 << 10;

    private OperationFlags() {}
}
