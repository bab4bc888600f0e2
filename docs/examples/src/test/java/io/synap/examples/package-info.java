/** What the examples' tests share. */
@NullMarked
package io.synap.examples;

import org.jspecify.annotations.NullMarked;
