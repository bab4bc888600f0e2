package io.synap.protocol.operation;

/** The byte that begins an encoded operation. Values are part of the on-disk format: never reused. */
public final class OperationType {
    /** Set a key: value, optional deadline, optional condition. */
    public static final byte SET = 1;
    /** Remove a key. */
    public static final byte DELETE = 2;
    /** Set a key's deadline, or remove it when the operation carries none. */
    public static final byte EXPIRE = 3;
    /** Add the argument to a decimal 64-bit integer. */
    public static final byte INCREMENT = 4;
    /** Add the value, a decimal number as text, to a decimal number. */
    public static final byte INCREMENT_FLOAT = 5;
    /** Append the value. */
    public static final byte APPEND = 6;
    /** Overwrite from the offset given as argument, zero-padded. */
    public static final byte SET_RANGE = 7;
    /** Remove every key of the shard. */
    public static final byte FLUSH = 8;
    /** Let time pass: remove at most as many due items as the argument says, earliest first. */
    public static final byte ADVANCE = 9;

    private OperationType() {}
}
