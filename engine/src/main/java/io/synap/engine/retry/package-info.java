/** What queues and groups share about trying again: how long to wait, and how dead letters come back to life. */
@NullMarked
package io.synap.engine.retry;

import org.jspecify.annotations.NullMarked;
