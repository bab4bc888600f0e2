package io.synap.client.websocket;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How to connect. Immutable.
 *
 * @param endpoints such as ws://127.0.0.1:15500/ws, tried in this order, one after another
 * @param connectTimeout for one attempt
 * @param backoffMin before the second round of attempts; it doubles from round to round, with jitter
 * @param backoffMax what it grows to
 * @param inFlightMax calls that are sent and not answered; as many more may wait to be sent
 * @param messageBytesMax the largest message that is sent: no more than the server's websocket.message_bytes_max
 * @param pingEvery how often a silent connection is pinged
 * @param silenceMax after how long without a sign of life a connection is given up
 */
public record WebSocketOptions(
        List<URI> endpoints,
        Duration connectTimeout,
        Duration backoffMin,
        Duration backoffMax,
        int inFlightMax,
        int messageBytesMax,
        Duration pingEvery,
        Duration silenceMax) {
    public WebSocketOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint");
        }
        if (Integer.bitCount(inFlightMax) != 1 || inFlightMax > Session.WINDOW) {
            throw new IllegalArgumentException(
                    "inFlightMax must be a power of two up to " + Session.WINDOW + ", not " + inFlightMax);
        }
    }
}
