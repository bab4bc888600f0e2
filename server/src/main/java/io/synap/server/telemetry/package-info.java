/**
 * What the server counts and measures, and how Prometheus reads it.
 *
 * <p>Whoever works on an event loop counts into an object of its own loop ({@link KvCounters}, {@link
 * KvTimer}, {@link RespCounters}); nobody else writes there, so counting costs an add. A scrape sums
 * them, on another thread. {@link Telemetry} is the way in.
 */
@NullMarked
package io.synap.server.telemetry;

import org.jspecify.annotations.NullMarked;
