/**
 * The HTTP edge: bytes to a request, the request to a command, its result to bytes, all on the event
 * loop that read it. Begin with {@link io.synap.server.http.HttpEdge}, then {@code Dispatcher}.
 */
@NullMarked
package io.synap.server.http;

import org.jspecify.annotations.NullMarked;
