/** Spans. */
@NullMarked
package io.synap.client.tracing;

import org.jspecify.annotations.NullMarked;
