package io.synap.engine.topic;

import io.synap.engine.memory.KeyHash;

/** Mixes byte strings into a digest. Thread-safe, no state. */
final class Digests {
    private Digests() {}

    static long mix(long digest, byte[] bytes) {
        long mixed = KeyHash.mix(digest, bytes.length);
        for (byte each : bytes) {
            mixed = KeyHash.mix(mixed, each);
        }
        return mixed;
    }
}
