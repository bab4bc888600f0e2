/** The operation log: appended by many, written and synced by one, read back by recovery. */
@NullMarked
package io.synap.replication.log;

import org.jspecify.annotations.NullMarked;
