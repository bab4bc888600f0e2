/** Tests of the node: its door, who waits at it. */
@NullMarked
package io.synap.server.node;

import org.jspecify.annotations.NullMarked;
