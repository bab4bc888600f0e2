/**
 * What is kept: the deterministic state of 64 shards, off the heap. {@link io.synap.engine.Engine} is
 * the way in, {@link io.synap.engine.Shard} the unit of order and locking. Time and randomness come in
 * as parameters.
 *
 * <p>Inside a shard: {@code KeyWriter} knows what each operation means, {@code KeySpace} keeps entries,
 * index, deadlines and counts in step, {@code KeyTable} finds, {@code Image} reads a state that goes on
 * changing.
 */
@NullMarked
package io.synap.engine;

import org.jspecify.annotations.NullMarked;
