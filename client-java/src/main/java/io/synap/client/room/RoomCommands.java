package io.synap.client.room;

import io.synap.client.transport.Call;
import io.synap.client.transport.Command;
import io.synap.client.wire.WireValue;

/** The commands on rooms, groups and topics, and how their plainest answers are read. Stateless. */
final class RoomCommands {
    // Rooms. What makes or removes something says whether it did, so it is not done twice in silence.
    static final Command CREATE = Command.once("stream.create");
    static final Command GET_OR_CREATE = Command.repeatable("stream.get_or_create");
    static final Command DELETE = Command.once("stream.delete");
    static final Command ROOMS = Command.repeatable("stream.rooms");
    static final Command INFO = Command.repeatable("stream.info");
    static final Command STATS = Command.repeatable("stream.stats");
    static final Command PUBLISH = Command.inSession("stream.publish");
    static final Command PUBLISH_ALL = Command.inSession("stream.mpublish");
    static final Command READ = Command.repeatable("stream.read");
    static final Command GET = Command.repeatable("stream.get");
    static final Command REMOVE = Command.once("stream.xdel");
    static final Command TRIM = Command.once("stream.xtrim");
    static final Command CORRELATED = Command.repeatable("stream.correlated");
    static final Command DESCENDANTS = Command.repeatable("stream.descendants");
    static final Command FOLLOW = Command.repeatable("stream.subscribe");

    // Shared groups.
    static final Command SHARED_LIST = Command.repeatable("stream.groups");
    static final Command SHARED_CREATE = Command.repeatable("stream.group_create");
    static final Command SHARED = Command.repeatable("stream.group");
    static final Command SHARED_DELETE = Command.once("stream.group_delete");
    static final Command RECEIVE = Command.once("stream.receive");
    static final Command ACK = Command.inSession("stream.ack");
    static final Command NACK = Command.inSession("stream.nack");
    static final Command REJECT = Command.inSession("stream.reject");
    static final Command EXTEND = Command.inSession("stream.extend");
    static final Command PENDING = Command.repeatable("stream.pending");
    static final Command DEAD = Command.repeatable("stream.dead");
    static final Command DEAD_GET = Command.repeatable("stream.deadget");
    static final Command REDRIVE = Command.once("stream.redrive");
    static final Command REDRIVE_STATE = Command.repeatable("stream.redrive_state");
    static final Command REDRIVE_STOP = Command.repeatable("stream.redrive_stop");
    static final Command PURGE = Command.once("stream.purge");

    // Exclusive groups. Joining, beating and resetting twice is as good as once.
    static final Command GROUP_CREATE = Command.once("group.create");
    static final Command GROUP_DELETE = Command.once("group.delete");
    static final Command GROUP_LIST = Command.repeatable("group.list");
    static final Command GROUP_STATS = Command.repeatable("group.stats");
    static final Command GROUP_JOIN = Command.repeatable("group.join");
    static final Command GROUP_LEAVE = Command.once("group.leave");
    static final Command GROUP_HEARTBEAT = Command.repeatable("group.heartbeat");
    static final Command GROUP_ASSIGNMENT = Command.repeatable("group.assignment");
    static final Command GROUP_COMMIT = Command.inSession("group.commit");
    static final Command GROUP_OFFSETS = Command.repeatable("group.offsets");
    static final Command GROUP_RESET = Command.once("group.reset");

    // Topics.
    static final Command TOPIC_CREATE = Command.once("topic.create");
    static final Command TOPIC_DELETE = Command.once("topic.delete");
    static final Command TOPIC_LIST = Command.repeatable("topic.list");
    static final Command TOPIC_STATS = Command.repeatable("topic.stats");
    static final Command TOPIC_PUBLISH = Command.once("topic.publish");

    static final Call.Decoder<Void> DONE = new Call.Decoder<>() {
        @Override
        @SuppressWarnings("NullAway") // Void has no other value.
        public Void decode(WireValue payload) {
            return null;
        }
    };

    private RoomCommands() {}
}
