/** Examines a stopped data directory and repairs it, losing as little as possible and saying what. */
@NullMarked
package io.synap.replication.doctor;

import org.jspecify.annotations.NullMarked;
