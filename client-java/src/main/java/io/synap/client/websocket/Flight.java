package io.synap.client.websocket;

import io.synap.client.transport.Call;

/** A call with what the transport knows of it. Confined to the sender until it is in flight, then to the ring's lock. */
final class Flight {
    final Call<?> call;
    /** Its number in the session; 0 before it was first sent, and for calls that have none. */
    long number;
    /** On the present connection. */
    long id;

    Flight(Call<?> call) {
        this.call = call;
    }
}
