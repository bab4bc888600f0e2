package io.synap.server.http.queue;

import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.server.http.Exchange;
import io.synap.server.http.Route;
import io.synap.server.http.RouteHandler;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandHandler;
import io.synap.server.http.command.CommandRegistry;
import java.util.List;

/**
 * REST over queues and their messages. Confined to one event loop. Most routes lead to the commands of the
 * envelope; what REST adds are status codes and what it refuses.
 */
final class QueueRoutes {
    private static final String ALL = "/api/v1/queues";
    private static final String QUEUE = ALL + "/{queue}";
    private static final String MESSAGES = QUEUE + "/messages";
    private static final String MESSAGE = MESSAGES + "/{id}";
    private static final String DONE = "success:boolean";
    private static final String RESULTS = "results:array done:integer refused:integer";
    private static final int LIMIT_DEFAULT = 100;

    private final QueueStore store;
    private final QueueCalls queues;
    private final PublishCalls publish;
    private final ReceiveCalls receive;
    private final SettleCalls settle;
    private final DeadLetterCalls letters;

    QueueRoutes(
            QueueStore store,
            QueueCalls queues,
            PublishCalls publish,
            ReceiveCalls receive,
            SettleCalls settle,
            DeadLetterCalls letters) {
        this.store = store;
        this.queues = queues;
        this.publish = publish;
        this.receive = receive;
        this.settle = settle;
        this.letters = letters;
    }

    List<Route> ofQueues() {
        return List.of(
                Route.get(ALL, to(this::list))
                        .command("queue.list", "List queues by name, with their figures, page by page.")
                        .query("limit?:integer cursor?:string")
                        .answers("data:array metadata:object"),
                Route.put(QUEUE, exchange -> configure(exchange, Mode.EITHER))
                        .taking(Route.Body.JSON)
                        .command("queue.create", "Create a queue, or change some of its settings.")
                        .reads(SettingFields.SHAPE)
                        .answers("name:string created:boolean settings:object"),
                Route.patch(QUEUE, exchange -> configure(exchange, Mode.UPDATE))
                        .command("queue.create", "Change some settings of a queue that is there.")
                        .reads(SettingFields.SHAPE)
                        .answers("name:string created:boolean settings:object"),
                Route.get(QUEUE, to(queues::describe))
                        .command("queue.stats", "A queue's settings and figures.")
                        .answers("name:string settings:object stats:object"),
                Route.get(QUEUE + "/stats", to(queues::stats))
                        .command("queue.stats", "A queue's figures.")
                        .answers("depth:integer consumers:integer published:integer consumed:integer acked:integer"
                                + " nacked:integer dead_lettered:integer ready:integer delayed:integer"
                                + " waiting:integer in_flight:integer dead_letters:integer settings:object"),
                Route.delete(QUEUE, withStatus(204, queues::delete))
                        .command("queue.delete", "Remove a queue with everything in it."),
                Route.post(QUEUE + "/purge", to(queues::purge))
                        .command("queue.purge", "Remove messages: what waits, all, or the dead letters.")
                        .reads("scope?:string")
                        .answers("success:boolean purged:integer"),
                Route.post(QUEUE + "/pause", to(call -> pause(call, true)))
                        .command("queue.pause", "Hand out nothing until resumed.")
                        .answers("success:boolean paused:boolean"),
                Route.post(QUEUE + "/resume", to(call -> pause(call, false)))
                        .command("queue.resume", "End a pause.")
                        .answers("success:boolean paused:boolean"));
    }

    List<Route> ofMessages() {
        return List.of(
                Route.post(MESSAGES, withStatus(201, publish::publish))
                        .command("queue.publish", "Publish a message, or all of messages as one.")
                        .reads(PublishCalls.MESSAGE + " messages?:array")
                        .answers("message_id?:string duplicate?:boolean messages?:array"),
                Route.get(MESSAGE, to(letters::peek))
                        .command("queue.peek", "Look at a message in whatever state, without receiving it.")
                        .query("type?:string")
                        .answers("message_id:string state:string payload?:any history:array"),
                Route.post(QUEUE + "/receive", to(receive::receive))
                        .command("queue.receive", "Receive messages under a lease, and wait for them if asked to.")
                        .reads(ReceiveCalls.SHAPE)
                        .answers("messages:array"),
                Route.post(MESSAGE + "/ack", to(settle::ack))
                        .command("queue.ack", "A message is done with; by receipt, or id of the present delivery.")
                        .answers(DONE),
                Route.post(MESSAGE + "/nack", to(settle::nack))
                        .command("queue.nack", "Give a message back: at once, after a delay, or with backoff.")
                        .reads("delay_ms?:integer backoff?:boolean release?:boolean error?:string requeue?:boolean")
                        .answers(DONE),
                Route.post(MESSAGE + "/reject", to(settle::reject))
                        .command("queue.reject", "Make a message a dead letter.")
                        .reads("error?:string")
                        .answers(DONE),
                Route.post(MESSAGE + "/extend", to(settle::extend))
                        .command("queue.extend", "Give a delivery more time, counted from now.")
                        .reads("lease_ms?:integer ack_deadline_secs?:integer")
                        .answers(DONE),
                Route.post(QUEUE + "/ack", to(settle::ack))
                        .command("queue.ack", "Several messages are done with.")
                        .reads("receipts:array")
                        .answers(RESULTS),
                Route.post(QUEUE + "/nack", to(settle::nack))
                        .command("queue.nack", "Give several messages back.")
                        .reads("receipts:array delay_ms?:integer backoff?:boolean release?:boolean error?:string"
                                + " requeue?:boolean")
                        .answers(RESULTS),
                Route.post(QUEUE + "/reject", to(settle::reject))
                        .command("queue.reject", "Make several messages dead letters.")
                        .reads("receipts:array error?:string")
                        .answers(RESULTS),
                Route.post(QUEUE + "/extend", to(settle::extend))
                        .command("queue.extend", "Give several deliveries more time.")
                        .reads("receipts:array lease_ms?:integer ack_deadline_secs?:integer")
                        .answers(RESULTS));
    }

    List<Route> ofDeadLetters() {
        String all = QUEUE + "/dead-letters";
        String one = all + "/{id}";
        String redrive = all + "/redrive";
        String state = "active:boolean halted:boolean redriven:integer died_again:integer";
        return List.of(
                Route.get(all, to(letters::list))
                        .command("queue.dead", "List dead letters, oldest first, page by page.")
                        .query(DeadLetterFilter.SHAPE + " limit?:integer cursor?:string")
                        .answers("data:array metadata:object"),
                Route.delete(all, to(call -> queues.purge(call, Scope.DEAD)))
                        .command("queue.purge", "Remove all dead letters.")
                        .answers("success:boolean purged:integer"),
                Route.get(one, to(letters::get))
                        .command("queue.deadget", "A dead letter with its payload and its history.")
                        .query("type?:string")
                        .answers("message_id:string reason:string error?:string payload?:any history:array"),
                Route.delete(one, withStatus(204, letters::removeLetter))
                        .command("queue.remove", "Remove a dead letter."),
                Route.post(redrive, to(letters::redrive))
                        .command("queue.redrive", "Publish dead letters anew: some by id, or all that match.")
                        .reads("ids?:array " + DeadLetterFilter.SHAPE + " limit?:integer rate_per_second?:integer")
                        .answers("results?:array redriven_at_once?:integer active?:boolean halted?:boolean"
                                + " redriven?:integer died_again?:integer"),
                Route.get(redrive, to(letters::redriveState))
                        .command("queue.redrivestate", "How publishing dead letters anew goes on.")
                        .answers(state),
                Route.delete(redrive, to(letters::endRedrive))
                        .command("queue.redrivestop", "Stop publishing dead letters anew.")
                        .answers("stopped:boolean"));
    }

    private static RouteHandler to(CommandHandler handler) {
        return CommandRegistry.shortRoute(handler);
    }

    /** A refusal sets its own status. */
    private static RouteHandler withStatus(int status, CommandHandler handler) {
        RouteHandler route = to(handler);
        return exchange -> {
            exchange.status(status);
            route.handle(exchange);
        };
    }

    private void configure(Exchange exchange, Mode mode) {
        exchange.path(0, store.queue);
        exchange.about(store.queue);
        boolean created = queues.configure(exchange.fields(), mode);
        exchange.status(created ? 201 : 200);
        exchange.out().beginObject();
        QueueCalls.writeName(exchange.out(), "name", store.queue);
        exchange.out()
                .name("created")
                .flag(created)
                .name("settings")
                .any(store.report().settings())
                .endObject();
    }

    /** What the body says is checked, though there is nothing to say. */
    private void pause(CommandCall call, boolean on) {
        call.payload();
        queues.pause(call, on);
    }

    private void list(CommandCall call) {
        int limit = queues.limit(call, LIMIT_DEFAULT);
        List<byte[]> names = queues.names(call, limit);
        call.out().beginObject().name("data").beginArray();
        call.defer(new QueueList(store, names, limit));
    }
}
