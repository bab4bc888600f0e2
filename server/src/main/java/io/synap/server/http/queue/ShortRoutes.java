package io.synap.server.http.queue;

import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.ShortDialect;
import java.util.List;

/**
 * The short routes of the published Synap protocol: {@code /queue/{name}/publish} and so on, with their
 * shapes, without a prefix and under {@code /api/v1}. Confined to one event loop. Errors are {@code
 * {"error","code"}}; they are other ways to the commands of the registry.
 */
final class ShortRoutes {
    private static final String QUEUE = "/queue/{queue}";

    private final CommandRegistry commands;
    private final ReceiveCalls receive;

    ShortRoutes(CommandRegistry commands, ReceiveCalls receive) {
        this.commands = commands;
        this.receive = receive;
    }

    List<Route> routes() {
        return ShortDialect.of(unprefixed());
    }

    private List<Route> unprefixed() {
        return List.of(
                Route.get("/queue/list", commands.shortRoute("queue.list"))
                        .command("queue.list", "The names of all queues.")
                        .query("limit?:integer cursor?:string")
                        .answers("queues:array cursor:any"),
                post("", "queue.create", "Create a queue, or change its settings.")
                        .reads(SettingFields.SHAPE + " nx?:boolean")
                        .answers("success:boolean queue:string created:boolean"),
                Route.delete(QUEUE, commands.shortRoute("queue.delete"))
                        .command("queue.delete", "Remove a queue with everything in it.")
                        .answers("success:boolean deleted:boolean queue:string messages:integer"),
                post("/publish", "queue.publish", "Publish a message.")
                        .reads(PublishCalls.MESSAGE + " messages?:array")
                        .answers("message_id?:string duplicate?:boolean messages?:array"),
                Route.get(QUEUE + "/consume/{consumer}", CommandRegistry.shortRoute(receive::consumeBare))
                        .command(
                                "queue.consume", "Receive one message, its payload as bytes; nulls when there is none.")
                        .query("wait_ms?:integer lease_ms?:integer ack_deadline_secs?:integer no_ack?:boolean"
                                + " type?:string")
                        .answers("message_id:any payload:any priority:any retry_count:any max_retries:any headers:any"),
                post("/ack", "queue.ack", "A message is done with.")
                        .reads("message_id?:string receipt?:string receipts?:array")
                        .answers("success:boolean"),
                post("/nack", "queue.nack", "Give a message back, or with requeue false make it a dead letter.")
                        .reads("message_id?:string receipt?:string receipts?:array requeue?:boolean"
                                + " delay_ms?:integer backoff?:boolean error?:string")
                        .answers("success:boolean"),
                Route.get(QUEUE + "/stats", commands.shortRoute("queue.stats"))
                        .command("queue.stats", "A queue's figures and settings.")
                        .answers("depth:integer consumers:integer published:integer consumed:integer acked:integer"
                                + " nacked:integer dead_lettered:integer"),
                post("/purge", "queue.purge", "Remove what waits.")
                        .reads("scope?:string")
                        .answers("success:boolean purged:integer"));
    }

    private Route post(String path, String command, String about) {
        return Route.post(QUEUE + path, commands.shortRoute(command)).command(command, about);
    }
}
