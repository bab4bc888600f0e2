/**
 * Live subscriptions as server-sent events, over a plain GET. Reading order: {@code SseRoutes}, where they begin;
 * {@code SseStream}, one of them; {@code SseStreams}, those of an event loop.
 */
@NullMarked
package io.synap.server.http.sse;

import org.jspecify.annotations.NullMarked;
