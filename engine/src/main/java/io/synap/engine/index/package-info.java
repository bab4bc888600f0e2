/**
 * How things are found: in the order of two numbers ({@link io.synap.engine.index.OrderedIndex}), by a
 * number that counts up ({@link io.synap.engine.index.PagedIndex}), by name ({@link
 * io.synap.engine.index.NameTable}).
 */
@NullMarked
package io.synap.engine.index;

import org.jspecify.annotations.NullMarked;
