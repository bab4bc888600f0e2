/** The servers measured: ours and Redis, started fresh for a row, or one that is already running. */
@NullMarked
package io.synap.bench.server;

import org.jspecify.annotations.NullMarked;
