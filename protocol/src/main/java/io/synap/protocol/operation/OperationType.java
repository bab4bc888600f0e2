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
    /**
     * Let time pass: remove at most as many due items as the argument says, earliest first. Once applied, the
     * value names the keys among them: for each a u16 length and the bytes.
     */
    public static final byte ADVANCE = 9;

    /** The first of the operations on queues, see QueueOperation. */
    public static final byte QUEUE_FIRST = 16;
    /** Create a queue or change its settings. */
    public static final byte QUEUE_CONFIGURE = 16;

    public static final byte QUEUE_DELETE = 17;
    public static final byte QUEUE_PURGE = 18;
    /** Publish messages: all, or none. */
    public static final byte QUEUE_PUBLISH = 19;
    /** Hand messages out. */
    public static final byte QUEUE_RECEIVE = 20;

    public static final byte QUEUE_ACK = 21;
    /** Give messages back. */
    public static final byte QUEUE_NACK = 22;
    /** Make messages dead letters. */
    public static final byte QUEUE_REJECT = 23;
    /** Set the end of leases anew. */
    public static final byte QUEUE_EXTEND = 24;
    /** Publish dead letters anew. */
    public static final byte QUEUE_REDRIVE = 25;
    /** Begin to publish dead letters anew, those that match, at a rate. */
    public static final byte QUEUE_BEGIN_REDRIVE = 26;

    public static final byte QUEUE_END_REDRIVE = 27;
    /** Remove messages, whatever their state, or only dead letters. */
    public static final byte QUEUE_REMOVE = 28;

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
    /** The first of the operations on shared groups, see {@link GroupOperation}. */
    public static final byte SHARED_FIRST = 48;

    public static final byte SHARED_CREATE = SHARED_FIRST;
    public static final byte SHARED_SET_POSITION = 49;
    public static final byte SHARED_DELETE = 50;
    public static final byte SHARED_CONFIGURE = 51;
    public static final byte SHARED_CREATE_CONSUMER = 52;
    public static final byte SHARED_DELETE_CONSUMER = 53;
    public static final byte SHARED_READ = 54;
    public static final byte SHARED_REREAD = 55;
    public static final byte SHARED_CLAIM = 56;
    public static final byte SHARED_AUTO_CLAIM = 57;
    public static final byte SHARED_ACK = 58;
    public static final byte SHARED_NACK = 59;
    public static final byte SHARED_EXTEND = 60;
    public static final byte SHARED_REDRIVE = 61;
    public static final byte SHARED_CONTROL_REDRIVE = 62;
    public static final byte SHARED_PURGE = 63;
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

    /** The first of the items that only images hold: of queues, then of rooms, of topics, of sessions. */
    public static final byte IMAGE_FIRST = 80;
    /** A queue with its settings and counts. */
    public static final byte QUEUE_IMAGE = 80;
    /** A queue's message, dead or alive. */
    public static final byte QUEUE_MESSAGE_IMAGE = 81;
    /** A deduplication id that a queue remembers. */
    public static final byte QUEUE_DEDUP_IMAGE = 82;

    public static final byte STREAM_IMAGE_FIRST = 96;
    /** A room without its events. */
    public static final byte ROOM_ITEM = 96;
    /** A chunk of a room's events. */
    public static final byte CHUNK_ITEM = 97;
    /** A shared group: its description, consumers and progress. */
    public static final byte SHARED_IMAGE = 104;
    /** Events that are pending in a shared group. */
    public static final byte SHARED_PENDING_IMAGE = 105;
    /** Dead letters of a shared group. */
    public static final byte SHARED_DEAD_IMAGE = 106;

    public static final byte TOPIC_IMAGE_FIRST = 112;
    public static final byte TOPIC_ITEM = TOPIC_IMAGE_FIRST;
    public static final byte TOPIC_GROUP_ITEM = 113;

    /** A session with what is remembered of it. */
    public static final byte SESSION_ITEM = 120;

    private OperationType() {}

    /** Whether it is an operation, so that it may be in the log. */
    public static boolean isOperation(byte type) {
        return (type >= SET && type <= ADVANCE) || (type >= QUEUE_FIRST && type < IMAGE_FIRST);
    }

    /** Whether it is an operation on a queue. */
    public static boolean isQueueOperation(byte type) {
        return type >= QUEUE_FIRST && type < STREAM_FIRST;
    }

    /** Whether it belongs to queues: an operation or an item of an image. */
    public static boolean isOfQueues(byte type) {
        return isQueueOperation(type) || (type >= IMAGE_FIRST && type < STREAM_IMAGE_FIRST);
    }

    /** Whether rooms and their groups execute or restore it. */
    public static boolean isOfStreams(byte type) {
        return (type >= STREAM_FIRST && type < TOPIC_FIRST) || (type >= STREAM_IMAGE_FIRST && type < TOPIC_IMAGE_FIRST);
    }

    /** Whether it is an operation on topics or exclusive groups. */
    public static boolean isTopicOperation(byte type) {
        return type >= TOPIC_FIRST && type < IMAGE_FIRST;
    }

    /** Whether topics and exclusive groups execute or restore it. */
    public static boolean isOfTopics(byte type) {
        return isTopicOperation(type) || (type >= TOPIC_IMAGE_FIRST && type < SESSION_ITEM);
    }

    /** Whether it is an item that only images hold. */
    public static boolean isImageItem(byte type) {
        return type >= IMAGE_FIRST;
    }
}
