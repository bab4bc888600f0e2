package io.synap.client.kv;

import java.time.Duration;
import java.util.Optional;

/**
 * A value and what it was at. Immutable.
 *
 * @param version grows with each change of the key; what {@link SetOptions#ifVersion} takes
 * @param timeToLive how long the key lives from when it was read; empty when for ever
 */
public record Versioned<V>(V value, long version, Optional<Duration> timeToLive) {}
