/**
 * Side-by-side benchmarks with Redis, RabbitMQ and NATS on the same machine. Reading order: {@code BenchMain}, {@code
 * row.Row} and one row, {@code load.OpenLoop} for keys, {@code broker.Flow} for messages, {@code pubsub.Fanout} for
 * pub/sub, {@code websocket.SocketLoop} for WebSockets, {@code report.Results}, {@code guard}.
 */
@NullMarked
package io.synap.bench;

import org.jspecify.annotations.NullMarked;
