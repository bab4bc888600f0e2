/** A server's life: recovery, the edges in their order, and the clean stop. */
@NullMarked
package io.synap.server.lifecycle;

import org.jspecify.annotations.NullMarked;
