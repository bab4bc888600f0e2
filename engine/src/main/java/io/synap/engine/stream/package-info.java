/**
 * Event-stream rooms: events with offsets and ids, kept in chunks off the heap, with retention, compaction by
 * key, and an index of causes. {@link io.synap.engine.stream.StreamSpace} is the family, {@link
 * io.synap.engine.stream.Room} what readers use, {@link io.synap.engine.stream.Event} one event.
 */
@NullMarked
package io.synap.engine.stream;

import org.jspecify.annotations.NullMarked;
