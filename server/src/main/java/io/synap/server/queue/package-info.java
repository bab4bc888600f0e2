/** The commands on queues, said once for all transports. */
@NullMarked
package io.synap.server.queue;

import org.jspecify.annotations.NullMarked;
