/** Raw off-heap memory: the one place that touches addresses. */
@NullMarked
package io.synap.protocol.memory;

import org.jspecify.annotations.NullMarked;
