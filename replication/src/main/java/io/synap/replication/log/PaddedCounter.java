package io.synap.replication.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A counter with a cache line of its own, so that threads which write others do not slow down those
 * which read this one. Thread-safe.
 */
@SuppressWarnings("UnusedVariable")
final class PaddedCounter extends AtomicLong {
    long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    PaddedCounter() {
        super(0);
    }
}
