/**
 * Keyspace notifications: what happened to which key, in Redis' words, for those who have subscribed to it. The node
 * notes it under the shard's lock, so that the order for a key is that of its changes; one event loop publishes it.
 */
@NullMarked
package io.synap.server.notify;

import org.jspecify.annotations.NullMarked;
