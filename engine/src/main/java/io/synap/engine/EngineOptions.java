package io.synap.engine;

/**
 * What an engine is made with.
 *
 * @param hashSeed any number an attacker cannot guess; the state does not depend on it
 * @param valueBytesMax the longest value an operation may make; replay takes what was once accepted
 */
public record EngineOptions(long hashSeed, AccessTracking accessTracking, int valueBytesMax) {
    /** The most that {@code valueBytesMax} can be: 512 MiB. */
    public static final int VALUE_BYTES_LIMIT = 512 << 20;

    public EngineOptions {
        if (valueBytesMax < 0 || valueBytesMax > VALUE_BYTES_LIMIT) {
            throw new IllegalArgumentException(
                    "valueBytesMax is " + valueBytesMax + ", not in 0 to " + VALUE_BYTES_LIMIT);
        }
    }
}
