/** The identity of a data directory's life, and positions in it as vectors of sequences. */
@NullMarked
package io.synap.replication.history;

import org.jspecify.annotations.NullMarked;
