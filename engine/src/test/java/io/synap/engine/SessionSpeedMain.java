package io.synap.engine;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.EncodedOperation;
import io.synap.protocol.operation.OperationType;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionPrefix;
import java.lang.foreign.Arena;

/**
 * Measures what a session costs a SET of 16 and 64 bytes in one shard, and what sessions take: a main, not a test. The
 * arguments are how many keys there are and how many sessions take turns.
 */
public final class SessionSpeedMain {
    private static final int OPERATIONS = 5_000_000;
    private static final int ROUNDS = 5;
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 64;
    /** So many requests are not answered yet. */
    private static final int IN_FLIGHT = 64;

    private final Engine engine = new Engine(new EngineOptions(42, AccessTracking.NONE, 1 << 20));
    private final Shard shard = engine.shard(0);
    private final Outcome outcome = new Outcome();
    private final int keys;
    private final int sessions;
    private final long plain;
    private final long key;
    private final long stamped;
    private long number;

    private SessionSpeedMain(Arena arena, int keys, int sessions) {
        this.keys = keys;
        this.sessions = sessions;
        plain = arena.allocate(256).address();
        stamped = arena.allocate(256).address();
        key = EncodedOperation.putPrefix(plain, OperationType.SET, 0, KEY_BYTES, VALUE_BYTES, 0, 0);
        Memory.fill(key, KEY_BYTES + VALUE_BYTES, (byte) 'x');
    }

    public static void main(String[] arguments) {
        try (Arena arena = Arena.ofConfined()) {
            new SessionSpeedMain(arena, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
        }
    }

    private void run() {
        for (int round = 0; round < ROUNDS; round++) {
            long without = sets(false);
            long within = sets(true);
            System.out.printf(
                    "SET %d ns, with a stamp and in a session %d ns%n", without / OPERATIONS, within / OPERATIONS);
        }
        long before = heap();
        long accounted = shard.sessions().usedBytes();
        for (int i = 1; i <= 5_000; i++) {
            set(i, new SessionId(1, i), ++number);
        }
        System.out.printf(
                "5000 more sessions: %d B of heap each, %d B accounted, %d in all%n",
                (heap() - before) / 5_000,
                (shard.sessions().usedBytes() - accounted) / 5_000,
                shard.sessions().count());
        engine.close();
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private long sets(boolean inSession) {
        long begin = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            Memory.putLong(key, (i * 0x9e3779b9L) % keys);
            if (inSession) {
                set(i, new SessionId(0, 1 + i % sessions), ++number);
            } else {
                apply(plain);
            }
        }
        return System.nanoTime() - begin;
    }

    private void set(int value, SessionId session, long at) {
        Memory.putLong(key + KEY_BYTES, value);
        long answeredBelow = Math.max(1, at - (long) IN_FLIGHT * sessions);
        SessionPrefix.copy(plain, stamped, session.high(), session.low(), at, answeredBelow, 0);
        apply(stamped);
    }

    private void apply(long operation) {
        shard.lock();
        try {
            shard.apply(operation, 1_000_000, outcome, ValueSink.NONE);
        } finally {
            shard.unlock();
        }
    }
}
