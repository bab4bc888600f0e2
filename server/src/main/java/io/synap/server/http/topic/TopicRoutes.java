package io.synap.server.http.topic;

import io.synap.engine.topic.TopicState;
import io.synap.protocol.operation.Bytes;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.ValueOutput;
import java.util.List;

/** REST over topics: {@code /api/v1/topics}. Confined to one event loop. */
final class TopicRoutes {
    private static final String TOPICS = "/api/v1/topics";
    private static final String TOPIC = TOPICS + "/{topic}";

    private final TopicStore store;
    private final TopicCalls calls;

    TopicRoutes(TopicStore store, TopicCalls calls) {
        this.store = store;
        this.calls = calls;
    }

    List<Route> routes() {
        return List.of(
                Route.get(TOPICS, this::list)
                        .command("topic.list", "Topics by name, in pages.")
                        .query("limit?:integer cursor?:string")
                        .answers("data:array metadata:object"),
                Route.post(TOPIC, this::create)
                        .command("topic.create", "Make a topic with its partitions: 201.")
                        .reads(TopicSettings.SHAPE)
                        .answers("success:boolean topic:string num_partitions:integer replication_factor:integer"),
                Route.get(TOPIC, CommandRegistry.shortRoute(calls::stats))
                        .command("topic.stats", "A topic, its settings, and figures about its partitions.")
                        .answers(TopicShortRoutes.STATS),
                Route.post(TOPIC + "/events", this::publish)
                        .command(
                                "topic.publish", "Append an event, or several as one: 201 with partitions and offsets.")
                        .reads(TopicShortRoutes.PUBLISH)
                        .answers(TopicShortRoutes.PUBLISHED),
                Route.get(TOPIC + "/partitions/{partition}/events", CommandRegistry.shortRoute(calls::consume))
                        .command(
                                "topic.consume",
                                "A partition's events from an offset on; with wait_ms, once there are any.")
                        .query("from_offset?:integer limit?:integer wait_ms?:integer")
                        .answers(TopicShortRoutes.CONSUMED),
                Route.delete(TOPIC, this::delete)
                        .command(
                                "topic.delete",
                                "Remove a topic with its events and the groups that read it: 204, or 404."));
    }

    private void list(Exchange exchange) {
        int limit = store.limit(exchange.query());
        List<Bytes> names = store.commands().topicNames(TopicStore.cursor(exchange.query()), limit);
        ValueOutput out = exchange.out().beginObject().name("data").beginArray();
        for (Bytes name : names) {
            TopicState topic = store.commands().findTopicByName(name);
            if (topic != null) {
                out.beginObject().name("topic").text(TopicStore.shown(name));
                out.name("num_partitions").number(topic.partitions());
                out.name("created_at").number(topic.createdMillis()).endObject();
            }
        }
        out.endArray();
        GroupRoutes.metadata(out, limit, TopicStore.cursorBehind(names, limit));
    }

    private void create(Exchange exchange) {
        CommandRegistry.shortRoute(calls::create).handle(exchange);
        exchange.status(201);
    }

    private void publish(Exchange exchange) {
        CommandRegistry.shortRoute(calls::publish).handle(exchange);
        exchange.status(201);
    }

    private void delete(Exchange exchange) {
        CommandRegistry.shortRoute(calls::delete).handle(exchange);
        exchange.out().clear();
        exchange.status(204);
    }
}
