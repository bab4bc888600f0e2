package io.synap.protocol.error;

/**
 * Every error that a client can see: its stable name, its class, its HTTP status, its RESP prefix and
 * its default message. Messages on RESP use Redis' own wording where Redis has one, so that clients
 * which match on it keep working.
 */
public enum ErrorCode {
    UNKNOWN_COMMAND(Kind.INVALID, 404, "ERR", "unknown command"),
    WRONG_ARITY(Kind.INVALID, 400, "ERR", "wrong number of arguments"),
    SYNTAX(Kind.INVALID, 400, "ERR", "syntax error"),
    INVALID_ARGUMENT(Kind.INVALID, 400, "ERR", "invalid argument"),
    MALFORMED(Kind.INVALID, 400, "ERR", "Protocol error"),
    INVALID_CURSOR(Kind.INVALID, 400, "ERR", "invalid cursor"),
    INVALID_EXPIRE(Kind.INVALID, 400, "ERR", "invalid expire time"),
    KEY_TOO_LARGE(Kind.INVALID, 400, "ERR", "key exceeds the maximum allowed size"),
    VALUE_TOO_LARGE(Kind.INVALID, 413, "ERR", "string exceeds maximum allowed size (limits.value_bytes_max)"),
    BODY_TOO_LARGE(Kind.INVALID, 413, "ERR", "request body exceeds the maximum allowed size"),
    ROUTE_NOT_FOUND(Kind.INVALID, 404, "ERR", "no such route"),
    METHOD_NOT_ALLOWED(Kind.INVALID, 405, "ERR", "method not allowed"),
    UNSUPPORTED_MEDIA_TYPE(Kind.INVALID, 415, "ERR", "unsupported media type"),
    URI_TOO_LONG(Kind.INVALID, 414, "ERR", "the request line exceeds the maximum allowed size"),
    HEADERS_TOO_LARGE(Kind.INVALID, 431, "ERR", "the request headers exceed the maximum allowed size"),
    REQUEST_TIMEOUT(Kind.INVALID, 408, "ERR", "the request did not arrive within the time allowed"),
    ORIGIN_REFUSED(Kind.INVALID, 403, "ERR", "a web page of another origin may not use a server on loopback"),
    REPLY_TOO_LARGE(Kind.INVALID, 400, "ERR", "the reply would exceed the maximum allowed size; ask for less"),
    UPGRADE_REQUIRED(Kind.INVALID, 426, "ERR", "this path speaks WebSocket, version 13"),
    DB_OUT_OF_RANGE(Kind.INVALID, 400, "ERR", "DB index is out of range"),
    NOT_SUPPORTED(Kind.INVALID, 501, "ERR", "not supported"),

    SUBSCRIPTION_NOT_FOUND(Kind.REJECTED, 404, "ERR", "no such subscription on this connection"),
    ALREADY_SUBSCRIBED(Kind.REJECTED, 409, "ERR", "this connection has a subscription of that name"),
    TOO_MANY_SUBSCRIPTIONS(Kind.REJECTED, 409, "ERR", "the connection has as many subscriptions as it may"),
    SLOW_CONSUMER(Kind.REJECTED, 409, "ERR", "the subscriber did not take its messages in time"),
    CURSOR_EXPIRED(Kind.REJECTED, 410, "ERR", "what follows the cursor is no longer kept"),

    NOT_INTEGER(Kind.REJECTED, 409, "ERR", "value is not an integer or out of range"),
    NOT_FLOAT(Kind.REJECTED, 409, "ERR", "value is not a valid float"),
    OVERFLOW(Kind.REJECTED, 409, "ERR", "increment or decrement would overflow"),
    NAN_OR_INFINITY(Kind.REJECTED, 409, "ERR", "increment would produce NaN or Infinity"),
    OFFSET_OUT_OF_RANGE(Kind.REJECTED, 400, "ERR", "offset is out of range"),
    KEY_NOT_FOUND(Kind.REJECTED, 404, "ERR", "no such key"),
    KEY_EXISTS(Kind.REJECTED, 409, "ERR", "target key exists"),
    CONDITION_FAILED(Kind.REJECTED, 412, "ERR", "the condition of the write does not hold"),
    VERSION_MISMATCH(Kind.REJECTED, 412, "VERSIONMISMATCH", "the key has another version"),
    WRONG_TYPE(Kind.REJECTED, 409, "WRONGTYPE", "Operation against a key holding the wrong kind of value"),

    QUEUE_NOT_FOUND(Kind.REJECTED, 404, "QUEUENOTFOUND", "no such queue"),
    QUEUE_EXISTS(Kind.REJECTED, 409, "QUEUEEXISTS", "the queue exists"),
    QUEUE_FULL(Kind.REJECTED, 507, "QUEUEFULL", "the queue is full"),
    MESSAGE_NOT_FOUND(Kind.REJECTED, 404, "MESSAGENOTFOUND", "no such message"),
    MESSAGE_TOO_LARGE(Kind.INVALID, 413, "ERR", "message exceeds the maximum allowed size (limits.message_bytes_max)"),
    CHANNEL_TOO_LONG(
            Kind.INVALID, 400, "ERR", "channel or pattern exceeds the maximum allowed size (pubsub.channel_bytes_max)"),
    LEASE_LOST(Kind.REJECTED, 409, "LEASELOST", "the lease of this delivery has ended"),
    ROOM_NOT_FOUND(Kind.REJECTED, 404, "ROOMNOTFOUND", "no such room"),
    ROOM_EXISTS(Kind.REJECTED, 409, "ROOMEXISTS", "the room exists"),
    EVENT_NOT_FOUND(Kind.REJECTED, 404, "EVENTNOTFOUND", "no such event"),
    INVALID_EVENT_ID(Kind.INVALID, 400, "ERR", "Invalid stream ID specified as stream command argument"),
    EVENT_ID_TOO_SMALL(
            Kind.REJECTED, 409, "ERR", "The ID specified in XADD is equal or smaller than the target stream top item"),
    EVENT_ID_ZERO(Kind.INVALID, 400, "ERR", "The ID specified in XADD must be greater than 0-0"),
    EVENT_IDS_EXHAUSTED(
            Kind.REJECTED, 409, "ERR", "The stream has exhausted the last possible ID, unable to add more items"),
    LAST_ID_TOO_SMALL(
            Kind.REJECTED, 409, "ERR", "The ID specified in XSETID is smaller than the target stream top item"),
    LAST_ID_BELOW_DELETED(
            Kind.REJECTED, 409, "ERR", "The ID specified in XSETID is smaller than current max_deleted_entry_id"),
    ENTRIES_ADDED_TOO_SMALL(
            Kind.REJECTED,
            409,
            "ERR",
            "The entries_added specified in XSETID is smaller than the target stream length"),
    GROUP_NOT_FOUND(Kind.REJECTED, 404, "NOGROUP", "No such consumer group"),
    GROUP_EXISTS(Kind.REJECTED, 409, "BUSYGROUP", "Consumer Group name already exists"),
    CONSUMER_NOT_FOUND(Kind.REJECTED, 404, "NOCONSUMER", "no such consumer in the group"),
    MEMBER_NOT_FOUND(Kind.REJECTED, 404, "MEMBERNOTFOUND", "no such member of the group; join again"),
    STALE_GENERATION(Kind.REJECTED, 409, "STALEGENERATION", "the group has another generation; ask for the assignment"),
    TOPIC_NOT_FOUND(Kind.REJECTED, 404, "TOPICNOTFOUND", "no such topic"),
    TOPIC_EXISTS(Kind.REJECTED, 409, "TOPICEXISTS", "the topic exists"),
    PARTITION_NOT_FOUND(Kind.REJECTED, 404, "PARTITIONNOTFOUND", "no such partition"),
    PARTITION_NOT_ASSIGNED(
            Kind.REJECTED, 409, "NOTASSIGNED", "the partition is not assigned to this member in this generation"),
    LIMIT_REACHED(Kind.REJECTED, 409, "LIMITREACHED", "there are as many as the limits allow"),

    OUT_OF_MEMORY(Kind.UNAVAILABLE, 507, "OOM", "command not allowed when used memory > 'maxmemory'."),
    OVERLOADED(Kind.UNAVAILABLE, 503, "BUSY", "the server is at a limit; retry later"),
    STARTING(Kind.UNAVAILABLE, 503, "LOADING", "Synap is loading the dataset in memory"),
    SHUTTING_DOWN(Kind.UNAVAILABLE, 503, "ERR", "the server is shutting down"),
    READ_ONLY(Kind.UNAVAILABLE, 503, "READONLY", "You can't write against a read only replica."),
    TOO_MANY_SESSIONS(Kind.UNAVAILABLE, 503, "BUSY", "as many sessions are remembered as may be; retry later"),
    TOO_MANY_CONNECTIONS(Kind.UNAVAILABLE, 503, "ERR", "max number of clients reached"),

    DURABILITY_UNKNOWN(Kind.INDETERMINATE, 504, "ERR", "written, but not confirmed durable within the time given"),
    RESULT_FORGOTTEN(
            Kind.INDETERMINATE,
            409,
            "ERR",
            "this request was executed before; its result was too large to be remembered"),
    SESSION_NUMBER_PASSED(
            Kind.INDETERMINATE, 409, "ERR", "what became of the session's request of this number is no longer known"),

    STORAGE_FAILED(Kind.FAULT, 500, "MISCONF", "the operation log cannot be written; the server is stopping"),
    INTERNAL(Kind.FAULT, 500, "ERR", "internal error");

    /** What an error means for whoever meets it. */
    public enum Kind {
        /** Stopped at the edge; the request itself is wrong. */
        INVALID,
        /** A deterministic answer of the state. */
        REJECTED,
        /** Not appended; may be retried freely. */
        UNAVAILABLE,
        /** Appended, outcome unknown; retry within a session. */
        INDETERMINATE,
        /** The server is broken and stops. */
        FAULT
    }

    private final Kind kind;
    private final int httpStatus;
    private final String respPrefix;
    private final String message;

    ErrorCode(Kind kind, int httpStatus, String respPrefix, String message) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.respPrefix = respPrefix;
        this.message = message;
    }

    public Kind kind() {
        return kind;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The first word of the RESP error line. */
    public String respPrefix() {
        return respPrefix;
    }

    /** The default message, without the prefix. */
    public String message() {
        return message;
    }

    public boolean retryIsSafe() {
        return kind == Kind.UNAVAILABLE;
    }

    /** What whoever meets it can do about it, in a sentence; empty where the message says it all. */
    public String hint() {
        return ErrorHints.of(this);
    }
}
