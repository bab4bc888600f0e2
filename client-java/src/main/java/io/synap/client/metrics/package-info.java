/** What a client does, in figures: with Micrometer, which has to be on the class path. */
@NullMarked
package io.synap.client.metrics;

import org.jspecify.annotations.NullMarked;
