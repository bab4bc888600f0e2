/**
 * Work queues: messages with priorities, delays, leases, retries and ordering keys, dead letters,
 * deduplication. Begin with {@link io.synap.engine.queue.QueueSpace}.
 */
@NullMarked
package io.synap.engine.queue;

import org.jspecify.annotations.NullMarked;
