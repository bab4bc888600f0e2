/**
 * One node: the door through which every read and write of every transport goes, what happens as time
 * passes, and the life from recovery to clean stop.
 */
@NullMarked
package io.synap.server.node;

import org.jspecify.annotations.NullMarked;
