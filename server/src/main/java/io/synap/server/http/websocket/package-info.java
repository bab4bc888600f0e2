/**
 * The WebSocket transport (RFC 6455, RFC 7692): commands and live subscriptions on one connection. It stands in the
 * connection's pipeline in place of HTTP. Reading order: {@code FrameCodec}, {@code WebSocketConnection}.
 */
@NullMarked
package io.synap.server.http.websocket;

import org.jspecify.annotations.NullMarked;
