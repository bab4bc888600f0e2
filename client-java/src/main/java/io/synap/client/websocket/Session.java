package io.synap.client.websocket;

import java.security.SecureRandom;
import java.util.BitSet;

/**
 * The identity under which calls are repeated, and which of its numbers are still to be answered. Thread-safe.
 *
 * <p>The server remembers the results of a window of numbers; no number is given out while one that is a window older
 * has no answer, so what is repeated is always remembered.
 */
final class Session {
    /** As the server's. */
    static final int WINDOW = 4096;

    private final byte[] id = new byte[16];
    private final BitSet answered = new BitSet(WINDOW);
    private long lowest = 1;
    private long next = 1;

    Session() {
        new SecureRandom().nextBytes(id);
    }

    byte[] id() {
        return id;
    }

    /** The next number; 0 when the window is full. */
    synchronized long take() {
        return next - lowest < WINDOW ? next++ : 0;
    }

    synchronized boolean isFull() {
        return next - lowest >= WINDOW;
    }

    /** The call of that number will not be repeated: it is answered, or given up. 0 is the number of none. */
    void done(long number) {
        if (number != 0) {
            forget(number);
        }
    }

    private synchronized void forget(long number) {
        answered.set((int) (number % WINDOW));
        while (lowest < next && answered.get((int) (lowest % WINDOW))) {
            answered.clear((int) (lowest % WINDOW));
            lowest++;
        }
    }

    /** All numbers below are done. */
    synchronized long answeredBelow() {
        return lowest;
    }
}
