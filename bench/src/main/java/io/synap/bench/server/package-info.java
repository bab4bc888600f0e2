/** The servers measured: ours and its peers, started fresh for a row, or one of ours that is already running. */
@NullMarked
package io.synap.bench.server;

import org.jspecify.annotations.NullMarked;
