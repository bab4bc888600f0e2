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

    /** The first of the operations on queues, see QueueOperation. */
    public static final byte QUEUE_FIRST = 16;
    /** The first of the operations on rooms and their groups, see StreamOperation. */
    public static final byte STREAM_FIRST = 32;
    /** Create a room, or change its settings. */
    public static final byte ROOM_CONFIGURE = 32;
    /** Remove a room with its events. */
    public static final byte ROOM_DELETE = 33;
    /** Append events to a room, all or none. */
    public static final byte ROOM_APPEND = 34;
    /** Remove a room's oldest events. */
    public static final byte ROOM_TRIM = 35;
    /** Remove single events. */
    public static final byte ROOM_REMOVE = 36;
    /** Set the last id of a room. */
    public static final byte ROOM_SET_ID = 37;
    /** The first of the operations on groups of rooms. */
    public static final byte GROUP_FIRST = 48;
    /** The first of the operations on topics and exclusive groups. */
    public static final byte TOPIC_FIRST = 64;

    public static final byte TOPIC_CREATE = TOPIC_FIRST;
    public static final byte TOPIC_DELETE = 65;
    public static final byte TOPIC_GROUP_CREATE = 66;
    public static final byte TOPIC_GROUP_DELETE = 67;
    public static final byte TOPIC_GROUP_JOIN = 68;
    public static final byte TOPIC_GROUP_LEAVE = 69;
    public static final byte TOPIC_GROUP_HEARTBEAT = 70;
    public static final byte TOPIC_GROUP_COMMIT = 71;
    public static final byte TOPIC_GROUP_RESET = 72;
    public static final byte TOPIC_RESUME_SESSIONS = 73;

    /** The first of the items that only images hold: of queues, then of rooms, then of topics. */
    public static final byte IMAGE_FIRST = 80;

    public static final byte STREAM_IMAGE_FIRST = 96;
    /** A room without its events. */
    public static final byte ROOM_ITEM = 96;
    /** A chunk of a room's events. */
    public static final byte CHUNK_ITEM = 97;
    /** The first of the items of groups of rooms. */
    public static final byte GROUP_IMAGE_FIRST = 104;

    public static final byte TOPIC_IMAGE_FIRST = 112;
    public static final byte TOPIC_ITEM = TOPIC_IMAGE_FIRST;
    public static final byte TOPIC_GROUP_ITEM = 113;

    private OperationType() {}

    /** Whether it is an operation, so that it may be in the log. */
    public static boolean isOperation(byte type) {
        return (type >= SET && type <= ADVANCE) || (type >= QUEUE_FIRST && type < IMAGE_FIRST);
    }

    /** Whether it is an item that only images hold. */
    public static boolean isImageItem(byte type) {
        return type >= IMAGE_FIRST;
    }
}
