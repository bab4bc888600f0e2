package io.synap.bench.gclog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GcLogTest {
    @Test
    void g1() {
        GcLog log = parse("""
            [0.005s][info][gc,init] Heap Min Capacity: 8M
            [0.005s][info][gc,init] Heap Max Capacity: 64M
            [0.717s][info][gc,start    ] GC(0) Pause Young (Normal) (G1 Evacuation Pause)
            [0.730s][info][gc,phases   ] GC(0)   Evacuate Collection Set: 12.28ms
            [0.730s][info][gc          ] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 15M->3M(48M) 13.194ms
            [0.730s][info][safepoint   ] Safepoint "G1CollectForAllocation", Time since last: 700419694 ns, \
            Reaching safepoint: 6801 ns, At safepoint: 13229661 ns, Leaving safepoint: 3725 ns, \
            Total: 13240187 ns, Threads: 0 runnable, 10 total
            [0.900s][info][gc          ] GC(1) Pause Remark 9M->8M(56M) 1.500ms
            [0.901s][info][gc          ] GC(1) Concurrent Mark Cycle 12.345ms
            [1.176s][info][gc,exit     ]  garbage-first heap   total reserved 65536K, committed 48128K, used 18089K
            """);

        assertThat(log.pauses()).containsExactly(13.194, 1.5);
        assertThat(log.safepoints()).containsExactly(13.240187);
        assertThat(log.usedBytes()).hasValue(8 << 20);
        assertThat(log.committedBytes()).hasValue(56 << 20);
        assertThat(log.maxBytes()).hasValue(64 << 20);
    }

    @Test
    void withoutACollectionTheHeapAtTheEndCounts() {
        GcLog log =
                parse("[1.176s][info][gc,exit     ]  garbage-first heap   total reserved 65536K, committed 48128K, used"
                        + " 18089K [0x0)");

        assertThat(log.pauses()).isEmpty();
        assertThat(log.usedBytes()).hasValue(18_089L << 10);
        assertThat(log.committedBytes()).hasValue(48_128L << 10);
    }

    @Test
    void serial() {
        GcLog log = parse("[0.649s][info][gc          ] GC(0) Pause Young (Allocation Failure) 18M->4M(61M) 24.790ms");

        assertThat(log.pauses()).containsExactly(24.79);
        assertThat(log.committedBytes()).hasValue(61 << 20);
    }

    @Test
    void serialWithoutACollectionIsTheSumOfItsGenerations() {
        GcLog log = parse("""
            [0.981s][info][gc,exit        ]  DefNew     total 19648K, used 5288K [0x00000000fc000000, 0x0)
            [0.981s][info][gc,exit        ]   eden space 17472K,  17% used [0x00000000fc000000, 0x0)
            [0.981s][info][gc,exit        ]  Tenured    total 43712K, used 1000K [0x00000000fc000000, 0x0)
            """);

        assertThat(log.usedBytes()).hasValue(6_288L << 10);
        assertThat(log.committedBytes()).hasValue(63_360L << 10);
    }

    @Test
    void zHasManyShortPauses() {
        GcLog log = parse("""
            [0.508s][info][gc          ] GC(0) Major Collection (Warmup)
            [0.509s][info][gc,phases   ] GC(0) Y: Pause Mark Start (Major) 0.019ms
            [0.514s][info][gc,phases   ] GC(0) Y: Pause Mark End 0.011ms
            [0.524s][info][gc          ] GC(0) Major Collection (Warmup) 8M(12%)->6M(9%) 0.016s
            [1.402s][info][gc,exit     ]  ZHeap           used 56M, capacity 60M, max capacity 64M
            """);

        assertThat(log.pauses()).containsExactly(0.019, 0.011);
        assertThat(log.usedBytes()).hasValue(6 << 20);
        assertThat(log.committedBytes()).hasValue(60 << 20);
    }

    private static GcLog parse(String text) {
        return GcLog.parse(text.lines().toList());
    }
}
