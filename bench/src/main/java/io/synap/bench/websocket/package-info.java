/**
 * What drives WebSockets: RFC 6455 by hand, as cheap as it can be, many connections on one thread. Reading order:
 * {@code SocketLoop}, {@code Link}, {@code FrameReader}; then what is measured: {@code RoomAudience}, {@code
 * IdleSockets}, {@code QueueSubscriber}.
 */
@NullMarked
package io.synap.bench.websocket;

import org.jspecify.annotations.NullMarked;
