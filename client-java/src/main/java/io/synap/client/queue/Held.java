package io.synap.client.queue;

/** A message that a worker has in hand. Guarded by the {@link InHand} that it is in. */
final class Held<T> {
    /** How far it is. */
    enum State {
        /** No handler has it yet. */
        WAITING,
        RUNNING,
        /** Its handler has succeeded; the server is being told. */
        DONE,
        /** Nothing more is to be done with it here. */
        OVER
    }

    final Delivery<T> delivery;
    /** Of the present delivery, which can be a later one than the handler has seen. */
    String receipt;

    State state = State.WAITING;
    /** Until when the server knows that it is here, by {@link System#nanoTime}. */
    long leaseEndsNanos;
    /** Its lease has ended. A handler that has it goes on, but others may get it. */
    boolean lost;

    Held(Delivery<T> delivery, long leaseEndsNanos) {
        this.delivery = delivery;
        this.receipt = delivery.receipt();
        this.leaseEndsNanos = leaseEndsNanos;
    }
}
