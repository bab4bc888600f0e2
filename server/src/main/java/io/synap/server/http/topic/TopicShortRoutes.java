package io.synap.server.http.topic;

import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.ShortDialect;
import io.synap.server.http.stream.PartitionEvents;
import java.util.List;

/**
 * The short routes of the published Synap protocol under {@code /topics} and {@code /consumer-groups}, without a
 * prefix and under {@code /api/v1}: other ways to the commands of the registry. Confined to one event loop.
 */
final class TopicShortRoutes {
    static final String STATS = "topic:string num_partitions:integer created_at:integer partitions:array"
            + " retention?:object compaction?:string";
    static final String PUBLISH = PartitionEvents.SHAPE + " partition_id?:integer events?:array";
    static final String PUBLISHED = "topic:string partition_id?:integer offset?:integer results?:array";
    static final String CONSUMED = "topic:string partition_id:integer events:array next_offset:integer count:integer";
    static final String CREATE = "topic?:string room?:string partition_count?:integer strategy?:string"
            + " session_timeout_secs?:integer session_timeout_ms?:integer";
    static final String CREATED = "success:boolean group_id:string topic?:string room?:string"
            + " partition_count:integer strategy:string session_timeout_ms:integer";
    static final String JOIN = "member_id?:string session_timeout_secs?:integer session_timeout_ms?:integer";
    static final String ASSIGNMENT = "member_id:string group_id:string topic?:string room?:string generation:integer"
            + " session_timeout_ms:integer partitions:array";
    static final String HEARTBEAT = "generation?:integer";
    static final String HEART_BEATS = "success:boolean generation:integer rebalanced?:boolean";
    static final String COMMIT =
            "partition_id?:integer offset?:integer offsets?:array member_id?:string generation?:integer";
    static final String COMMITTED =
            "success:boolean partition_id?:integer offset?:integer offsets?:array generation:integer";
    static final String OFFSET =
            "group_id:string partition_id:integer offset:any first_offset:any next_offset:any" + " lag:any";
    static final String GROUP_STATS = "group_id:string topic?:string room?:string state:string strategy:string"
            + " session_timeout_ms:integer generation:integer member_count:integer partition_count:integer"
            + " committed_partitions:integer last_rebalance_secs:any created_at:integer members:array"
            + " partitions:array lag:integer";

    private static final String TOPIC = "/topics/{topic}";
    private static final String GROUP = "/consumer-groups/{group}";
    private static final String MEMBER = GROUP + "/members/{member}";

    private final CommandRegistry commands;

    TopicShortRoutes(CommandRegistry commands) {
        this.commands = commands;
    }

    List<Route> routes() {
        return ShortDialect.of(unprefixed());
    }

    private List<Route> unprefixed() {
        return List.of(
                get("/topics", "topic.list", "The names of all topics.")
                        .answers("topics:array count:integer cursor:any"),
                post(TOPIC, "topic.create", "Make a topic with its partitions.")
                        .reads(TopicSettings.SHAPE)
                        .answers("success:boolean topic:string num_partitions:integer replication_factor:integer"),
                delete(TOPIC, "topic.delete", "Remove a topic with its events and the groups that read it.")
                        .answers("success:boolean deleted:string"),
                get(TOPIC + "/stats", "topic.stats", "Figures about a topic's partitions.")
                        .answers(STATS),
                post(TOPIC + "/publish", "topic.publish", "Append an event, or several as one.")
                        .reads(PUBLISH)
                        .answers(PUBLISHED),
                post(
                                TOPIC + "/partitions/{partition}/consume",
                                "topic.consume",
                                "A partition's events from an offset on.")
                        .reads("from_offset?:integer limit?:integer wait_ms?:integer")
                        .answers(CONSUMED),
                get("/consumer-groups", "group.list", "The names of all exclusive groups.")
                        .answers("groups:array count:integer cursor:any"),
                post(GROUP, "group.create", "Make a group that reads a topic or a room.")
                        .reads(CREATE)
                        .answers(CREATED),
                post(GROUP + "/join", "group.join", "Become a member.")
                        .reads(JOIN)
                        .answers(ASSIGNMENT),
                delete(MEMBER + "/leave", "group.leave", "Leave a group.").answers("success:boolean member_id:string"),
                get(MEMBER + "/assignment", "group.assignment", "A member's partitions.")
                        .answers(ASSIGNMENT),
                post(MEMBER + "/heartbeat", "group.heartbeat", "Keep a member's session.")
                        .reads(HEARTBEAT)
                        .answers(HEART_BEATS),
                post(GROUP + "/offsets/commit", "group.commit", "Commit offsets.")
                        .reads(COMMIT)
                        .answers(COMMITTED),
                get(GROUP + "/offsets/{partition}", "group.offset", "What was committed of a partition.")
                        .answers(OFFSET),
                get(GROUP + "/stats", "group.stats", "Figures about a group.").answers(GROUP_STATS));
    }

    private Route get(String template, String command, String about) {
        return Route.get(template, commands.shortRoute(command)).command(command, about);
    }

    private Route post(String template, String command, String about) {
        return Route.post(template, commands.shortRoute(command)).command(command, about);
    }

    private Route delete(String template, String command, String about) {
        return Route.delete(template, commands.shortRoute(command)).command(command, about);
    }
}
