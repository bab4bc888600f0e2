package io.synap.client.work;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What becomes of the items of a worker: a family's side of it. Thread-safe; it must neither block nor throw. */
public interface Settling<T> {
    /** Their handler succeeded. */
    void succeeded(List<T> items);

    /** Their handler failed. */
    void failed(List<T> items, Throwable reason);

    /** No handler has seen them, or none is done with them, and none will be. */
    void unused(List<T> items);

    /** They are still being handled, or wait for it: told once a beat. */
    void keep(List<T> items);

    /** Complete once everything that was told before is answered, be it by a failure; never fails. */
    CompletionStage<Void> settled();
}
