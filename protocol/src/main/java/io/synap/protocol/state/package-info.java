/**
 * The port between the state (engine) and what makes it survive (replication): replay, images,
 * restoring. Neither side knows the other.
 */
@NullMarked
package io.synap.protocol.state;

import org.jspecify.annotations.NullMarked;
