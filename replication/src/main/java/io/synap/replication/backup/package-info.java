/** Copies of a data directory to keep elsewhere, and their way back. */
@NullMarked
package io.synap.replication.backup;

import org.jspecify.annotations.NullMarked;
