/** Meters. */
@NullMarked
package io.synap.client.metrics;

import org.jspecify.annotations.NullMarked;
