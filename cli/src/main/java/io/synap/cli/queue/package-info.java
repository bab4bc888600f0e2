/** The commands on queues. */
@NullMarked
package io.synap.cli.queue;

import org.jspecify.annotations.NullMarked;
