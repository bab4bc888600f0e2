/** Pauses and heap sizes out of the JVM's unified log. */
@NullMarked
package io.synap.bench.gclog;

import org.jspecify.annotations.NullMarked;
