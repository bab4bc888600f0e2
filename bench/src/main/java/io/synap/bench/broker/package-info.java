/**
 * What drives queues and streams: a client for each kind of server behind the same three interfaces, and the one
 * generator for all. Reading order: {@code MessageClient}, {@code Flow}, {@code SynapQueueClient}.
 */
@NullMarked
package io.synap.bench.broker;

import org.jspecify.annotations.NullMarked;
