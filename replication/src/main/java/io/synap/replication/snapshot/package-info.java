/** Snapshots of all shards, and the manifest that says which of them count. */
@NullMarked
package io.synap.replication.snapshot;

import org.jspecify.annotations.NullMarked;
