/**
 * The transport over one WebSocket, protobuf frames that many calls share. Reading order: {@code WebSocketTransport},
 * {@code Outbound} with {@code Backlog} and {@code Session}, {@code Connection} with {@code Handshake}, {@code FrameInput},
 * {@code FrameOutput} and {@code InFlight}, then {@code Feeds}.
 */
@NullMarked
package io.synap.client.websocket;

import org.jspecify.annotations.NullMarked;
