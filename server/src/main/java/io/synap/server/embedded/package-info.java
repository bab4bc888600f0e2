/**
 * The server without a network: a transport for clients in the same process, whose calls execute on their callers'
 * threads. Reading order: {@code EmbeddedEdge}, {@code EmbeddedTransport}, {@code Lane}, {@code LaneExecutor}, {@code
 * LaneCall}, {@code LaneFeed}.
 */
@NullMarked
package io.synap.server.embedded;

import org.jspecify.annotations.NullMarked;
