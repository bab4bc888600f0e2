/**
 * Queues over HTTP, in three syntaxes: REST, the short routes of the published Synap protocol, and the
 * envelope. Begin with {@link io.synap.server.http.queue.QueueHttp}.
 */
@NullMarked
package io.synap.server.http.queue;

import org.jspecify.annotations.NullMarked;
