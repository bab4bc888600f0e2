/** The example against a real server. */
@NullMarked
package io.synap.examples.cache;

import org.jspecify.annotations.NullMarked;
