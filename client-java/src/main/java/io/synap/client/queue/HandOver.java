package io.synap.client.queue;

import io.synap.client.error.SynapClientException;
import io.synap.client.work.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hands to the user's handler what is still to be handled and can be read. Thread-safe. */
final class HandOver<T> implements Handler<Held<T>> {
    private static final CompletionStage<?> NOTHING = CompletableFuture.completedStage(Boolean.TRUE);

    private final Handler<Delivery<T>> handler;
    private final InHand<T> inHand;
    private final LeaseKeeper<T> leases;

    HandOver(Handler<Delivery<T>> handler, InHand<T> inHand, LeaseKeeper<T> leases) {
        this.handler = handler;
        this.inHand = inHand;
        this.leases = leases;
    }

    @Override
    public CompletionStage<?> handle(List<Held<T>> items) throws Exception {
        if (items.size() == 1) {
            return handle(items.getFirst());
        }
        List<Delivery<T>> ready = new ArrayList<>(items.size());
        for (Held<T> item : items) {
            if (inHand.begin(item) && isReadable(item)) {
                ready.add(item.delivery);
            }
        }
        return ready.isEmpty() ? NOTHING : handler.handle(List.copyOf(ready));
    }

    /** What cannot be read fails as if the handler had found out. */
    private CompletionStage<?> handle(Held<T> item) throws Exception {
        if (!inHand.begin(item)) {
            return NOTHING;
        }
        var _ = item.delivery.payload();
        return handler.handle(List.of(item.delivery));
    }

    private boolean isReadable(Held<T> item) {
        try {
            var _ = item.delivery.payload();
            return true;
        } catch (SynapClientException unreadable) {
            leases.unreadable(item, unreadable);
            return false;
        }
    }
}
