package io.synap.client.change;

import io.synap.client.live.LivePublisher;
import io.synap.client.transport.Caller;
import io.synap.client.transport.Command;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Everything that changes the server's state, in order, from any point that its log still holds; it needs persistence.
 * Immutable and thread-safe.
 *
 * {@snippet :
 * var listening = Live.forEach(client.changes().follow(ChangeOptions.all().families("kv").matching("user:*")), item -> {
 *     if (item instanceof ChangeItem.Changed(var change, var cursor)) {
 *         System.out.println(change.operation() + " " + change.name().orElse(""));
 *     }
 * });
 * listening.close();
 * }
 */
public final class Changes {
    private static final Command READ = Command.repeatable("changes.read");
    private static final Command FOLLOW = Command.repeatable("changes.subscribe");

    private final Caller caller;
    private final Executor executor;

    /** @param executor runs subscribers */
    public Changes(Caller caller, Executor executor) {
        this.caller = caller;
        this.executor = executor;
    }

    /** The same for threads that may wait. */
    public BlockingChanges blocking() {
        return new BlockingChanges(this);
    }

    /** A page of changes; without a cursor an empty one, whose cursor leads on from now. */
    public CompletionStage<ChangePage> read(ChangeOptions options, int limit) {
        return read(options, limit, Duration.ZERO);
    }

    /**
     * Fails with CURSOR_EXPIRED if what follows the cursor is gone.
     *
     * @param wait for the first change, if there is none
     */
    public CompletionStage<ChangePage> read(ChangeOptions options, int limit, Duration wait) {
        if (limit < 1 || wait.isNegative()) {
            throw new IllegalArgumentException("limit must be positive and wait not negative: " + limit + ", " + wait);
        }
        Arguments arguments = options.arguments().integer("limit", limit).integer("wait_ms", wait.toMillis());
        options.cursor().ifPresent(cursor -> arguments.text("cursor", cursor));
        return caller.call(READ, arguments, wait, payload -> {
            Value page = payload.tree();
            return new ChangePage(
                    page.get("data").elements().stream()
                            .map(each -> Change.read(each.members()))
                            .toList(),
                    page.get("metadata").get("cursor").text());
        });
    }

    /** The changes as they come, over lost connections and restarts. */
    public Flow.Publisher<ChangeItem> follow(ChangeOptions options) {
        return new LivePublisher<>(
                caller.transport(),
                executor,
                FOLLOW,
                options.arguments(),
                LivePublisher.BUFFER_EVENTS,
                options.cursor(),
                new ChangeItems());
    }
}
