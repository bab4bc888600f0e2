/** Work queues: publish, receive, settle, consume, and workers. */
@NullMarked
package io.synap.client.queue;

import org.jspecify.annotations.NullMarked;
