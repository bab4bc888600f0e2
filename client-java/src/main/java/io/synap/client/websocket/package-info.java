/**
 * The transport over one WebSocket, protobuf frames that many calls share. Reading order: {@code WebSocketTransport},
 * {@code Outbound}, {@code Connection}, {@code InFlight}, {@code Session}, {@code Feeds}.
 */
@NullMarked
package io.synap.client.websocket;

import org.jspecify.annotations.NullMarked;
