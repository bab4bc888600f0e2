/** A cache that many processes share: begin with {@code SharedCache}. */
@NullMarked
package io.synap.examples.cache;

import org.jspecify.annotations.NullMarked;
