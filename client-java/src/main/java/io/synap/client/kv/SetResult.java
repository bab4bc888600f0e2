package io.synap.client.kv;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of a {@code set} with options. Immutable.
 *
 * @param written whether the key has the value now; false when a condition did not hold
 * @param version the key's version since then; empty when it was not written
 * @param previous the value before, where {@link SetOptions#returnPrevious} asked for it and there was one
 */
public record SetResult<V>(boolean written, OptionalLong version, Optional<V> previous) {}
