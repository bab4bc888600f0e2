package io.synap.protocol.error;

/** What to do about errors, beside the table that says what they are. Stateless. */
final class ErrorHints {
    private ErrorHints() {}

    static String of(ErrorCode code) {
        return switch (code) {
            case QUEUE_NOT_FOUND -> "create the queue first, or check its name";
            case ROOM_NOT_FOUND -> "create the room first, or ask for it to be created";
            case TOPIC_NOT_FOUND -> "create the topic first, or check its name";
            case GROUP_NOT_FOUND -> "create the group first, or check its name";
            case QUEUE_FULL -> "consume faster, raise the queue's length, or let it drop the oldest";
            case LEASE_LOST ->
                "the message was or will be delivered again: handle it faster, extend the lease, or ask for a longer"
                        + " one";
            case VERSION_MISMATCH -> "read it again and decide anew";
            case NOT_INTEGER, NOT_FLOAT -> "the key holds something else: look at its value";
            case VALUE_TOO_LARGE, MESSAGE_TOO_LARGE, BODY_TOO_LARGE ->
                "send less, or raise the limit that the message names";
            case CURSOR_EXPIRED -> "read what is there from the beginning, then go on live";
            case SLOW_CONSUMER -> "take events faster, give credit, or choose drop-oldest";
            case MEMBER_NOT_FOUND, STALE_GENERATION -> "join the group again";
            case OUT_OF_MEMORY -> "delete something, raise memory.max, or choose an eviction policy";
            case RESULT_FORGOTTEN -> "it was done, once: read what it changed";
            case READ_ONLY -> "write to the primary";
            case STORAGE_FAILED -> "look at the server's log and its disk";
            default ->
                switch (code.kind()) {
                    case UNAVAILABLE -> "nothing has happened: try again a little later";
                    case INDETERMINATE -> "it may have happened: look before you repeat it";
                    case FAULT -> "look at the server's log";
                    case INVALID, REJECTED -> "";
                };
        };
    }
}
