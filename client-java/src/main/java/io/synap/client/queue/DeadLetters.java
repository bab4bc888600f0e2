package io.synap.client.queue;

import io.synap.client.codec.Codec;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import io.synap.client.wire.WireValue;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The messages of queues that nobody could handle. Immutable and thread-safe.
 *
 * {@snippet :
 * BlockingDeadLetters<String> letters = client.queues().deadLetters().blocking();
 * DeadLetterFilter timeouts = DeadLetterFilter.all().errorContains("timeout");
 * letters.list("mail", timeouts, 100, Optional.empty())
 *         .letters()
 *         .forEach(letter -> System.out.println(letter.messageId() + " " + letter.lastError().orElse("")));
 * letters.redrive("mail", timeouts, RedriveOptions.none().ratePerSecond(50));
 * }
 */
public final class DeadLetters<T> {
    private static final Command LIST = Command.repeatable("queue.dead");
    private static final Command GET = Command.repeatable("queue.deadget");
    private static final Command REDRIVE = Command.once("queue.redrive");
    private static final Command REDRIVE_STATE = Command.repeatable("queue.redrivestate");
    private static final Command REDRIVE_STOP = Command.repeatable("queue.redrivestop");
    private static final Command REMOVE = Command.once("queue.remove");
    private static final Command PURGE = Command.once("queue.purge");

    private final Caller caller;
    private final Codec<T> codec;

    DeadLetters(Caller caller, Codec<T> codec) {
        this.caller = caller;
        this.codec = codec;
    }

    /** The same calls, each of which waits for its result. */
    public BlockingDeadLetters<T> blocking() {
        return new BlockingDeadLetters<>(this);
    }

    /** Up to so many of those that are meant, oldest first, from a cursor on, which is empty at first. */
    public CompletionStage<DeadLetterPage> list(
            String queue, DeadLetterFilter filter, int limit, Optional<String> cursor) {
        Checks.within("limit", limit, 1, Integer.MAX_VALUE);
        Arguments arguments = filter.writeTo(of(queue)).integer("limit", limit);
        cursor.ifPresent(from -> arguments.text("cursor", from));
        return caller.call(LIST, arguments, DeadLetters::page);
    }

    private static DeadLetterPage page(WireValue payload) {
        Value answer = payload.tree();
        return new DeadLetterPage(
                answer.get("data").elements().stream().map(StoredMessage::of).toList(),
                answer.get("metadata").get("cursor").textIfAny());
    }

    /** One with its payload and what befell it; fails with MESSAGE_NOT_FOUND if it is no dead letter. */
    public CompletionStage<MessageDetail<T>> get(String queue, long messageId) {
        return caller.call(
                GET,
                of(queue).text("message_id", Long.toString(messageId)).text("type", Received.PAYLOADS),
                payload -> MessageDetail.of(payload.tree(), codec));
    }

    /** Publishes some anew. */
    public CompletionStage<Settlement> redrive(String queue, Collection<Long> messageIds) {
        return caller.call(REDRIVE, of(queue, messageIds), Answers.SETTLEMENT);
    }

    /**
     * Publishes anew those that are meant. With a rate, and when there are many, that goes on in the server;
     * {@link #redriveState} tells how far it is. It halts by itself when half of them die again.
     */
    public CompletionStage<RedriveState> redrive(String queue, DeadLetterFilter filter, RedriveOptions options) {
        return caller.call(
                REDRIVE, options.writeTo(filter.writeTo(of(queue))), payload -> RedriveState.of(payload.tree()));
    }

    public CompletionStage<RedriveState> redriveState(String queue) {
        return caller.call(REDRIVE_STATE, of(queue), payload -> RedriveState.of(payload.tree()));
    }

    /** Ends what {@link #redrive(String, DeadLetterFilter, RedriveOptions)} began; whether there was something to end. */
    public CompletionStage<Boolean> stopRedrive(String queue) {
        return caller.call(REDRIVE_STOP, of(queue), Answers.flag("stopped"));
    }

    /** Removes some; also messages of these ids that are no dead letters. */
    public CompletionStage<Settlement> remove(String queue, Collection<Long> messageIds) {
        return caller.call(REMOVE, of(queue, messageIds), Answers.SETTLEMENT);
    }

    /** Removes all; how many. */
    public CompletionStage<Long> purge(String queue) {
        return caller.call(PURGE, of(queue).text("scope", PurgeScope.DEAD.text()), Answers.number("purged"));
    }

    private static Arguments of(String queue) {
        return Arguments.none().text("queue", Checks.name("queue", queue));
    }

    private static Arguments of(String queue, Collection<Long> messageIds) {
        if (messageIds.isEmpty()) {
            throw new IllegalArgumentException("there are no message ids");
        }
        return of(queue).texts("ids", messageIds.stream().map(Object::toString).toList());
    }
}
