package io.synap.server.feed;

import io.synap.protocol.operation.OperationType;
import org.jspecify.annotations.Nullable;

/** What users call the operations: one table. Stateless. */
final class OperationWords {
    static final String EXPIRED = "expired";
    static final String EVICTED = "evicted";
    static final String DELETED = "del";
    static final String PERSISTED = "persist";
    static final String RENAMED = "renamed";

    private static final @Nullable String[] WORDS = words();

    private OperationWords() {}

    /** The word for a type; of one that is not known, its number. */
    static String of(byte type) {
        String word = type < 0 ? null : WORDS[type];
        return word == null ? "operation_" + (type & 0xff) : word;
    }

    /** Whether the type has a word of its own. */
    static boolean knows(byte type) {
        return type >= 0 && WORDS[type] != null;
    }

    static ChangeFamily family(byte type) {
        if (type == OperationType.ADVANCE || type == OperationType.TOPIC_RESUME_SESSIONS) {
            return ChangeFamily.SYSTEM;
        }
        if (OperationType.isOfQueues(type)) {
            return ChangeFamily.QUEUE;
        }
        if (OperationType.isOfStreams(type)) {
            return ChangeFamily.STREAM;
        }
        return OperationType.isOfTopics(type) ? ChangeFamily.TOPIC : ChangeFamily.KV;
    }

    private static @Nullable String[] words() {
        @Nullable String[] words = new String[Byte.MAX_VALUE + 1];
        keys(words);
        queues(words);
        rooms(words);
        groups(words);
        topics(words);
        return words;
    }

    private static void keys(@Nullable String[] words) {
        words[OperationType.SET] = "set";
        words[OperationType.DELETE] = DELETED;
        words[OperationType.EXPIRE] = "expire";
        words[OperationType.INCREMENT] = "incr";
        words[OperationType.INCREMENT_FLOAT] = "incrbyfloat";
        words[OperationType.APPEND] = "append";
        words[OperationType.SET_RANGE] = "setrange";
        words[OperationType.FLUSH] = "flushed";
        words[OperationType.ADVANCE] = "advanced";
    }

    private static void queues(@Nullable String[] words) {
        words[OperationType.QUEUE_CONFIGURE] = "configured";
        words[OperationType.QUEUE_DELETE] = "deleted";
        words[OperationType.QUEUE_PURGE] = "purged";
        words[OperationType.QUEUE_PUBLISH] = "published";
        words[OperationType.QUEUE_RECEIVE] = "received";
        words[OperationType.QUEUE_ACK] = "acked";
        words[OperationType.QUEUE_NACK] = "nacked";
        words[OperationType.QUEUE_REJECT] = "rejected";
        words[OperationType.QUEUE_EXTEND] = "extended";
        words[OperationType.QUEUE_REDRIVE] = "redriven";
        words[OperationType.QUEUE_BEGIN_REDRIVE] = "redrive_begun";
        words[OperationType.QUEUE_END_REDRIVE] = "redrive_ended";
        words[OperationType.QUEUE_REMOVE] = "removed";
    }

    private static void rooms(@Nullable String[] words) {
        words[OperationType.ROOM_CONFIGURE] = "configured";
        words[OperationType.ROOM_DELETE] = "deleted";
        words[OperationType.ROOM_APPEND] = "appended";
        words[OperationType.ROOM_TRIM] = "trimmed";
        words[OperationType.ROOM_REMOVE] = "removed";
        words[OperationType.ROOM_SET_ID] = "last_id_set";
    }

    private static void groups(@Nullable String[] words) {
        words[OperationType.SHARED_CREATE] = "group_created";
        words[OperationType.SHARED_SET_POSITION] = "group_position_set";
        words[OperationType.SHARED_DELETE] = "group_deleted";
        words[OperationType.SHARED_CONFIGURE] = "group_configured";
        words[OperationType.SHARED_CREATE_CONSUMER] = "group_consumer_created";
        words[OperationType.SHARED_DELETE_CONSUMER] = "group_consumer_deleted";
        words[OperationType.SHARED_READ] = "group_received";
        words[OperationType.SHARED_REREAD] = "group_received_again";
        words[OperationType.SHARED_CLAIM] = "group_claimed";
        words[OperationType.SHARED_AUTO_CLAIM] = "group_claimed";
        words[OperationType.SHARED_ACK] = "group_acked";
        words[OperationType.SHARED_NACK] = "group_nacked";
        words[OperationType.SHARED_EXTEND] = "group_extended";
        words[OperationType.SHARED_REDRIVE] = "group_redriven";
        words[OperationType.SHARED_CONTROL_REDRIVE] = "group_redrive_controlled";
        words[OperationType.SHARED_PURGE] = "group_purged";
    }

    private static void topics(@Nullable String[] words) {
        words[OperationType.TOPIC_CREATE] = "created";
        words[OperationType.TOPIC_DELETE] = "deleted";
        words[OperationType.TOPIC_GROUP_CREATE] = "group_created";
        words[OperationType.TOPIC_GROUP_DELETE] = "group_deleted";
        words[OperationType.TOPIC_GROUP_JOIN] = "group_joined";
        words[OperationType.TOPIC_GROUP_LEAVE] = "group_left";
        words[OperationType.TOPIC_GROUP_HEARTBEAT] = "group_heartbeat";
        words[OperationType.TOPIC_GROUP_COMMIT] = "group_committed";
        words[OperationType.TOPIC_GROUP_RESET] = "group_reset";
        words[OperationType.TOPIC_RESUME_SESSIONS] = "sessions_resumed";
    }
}
