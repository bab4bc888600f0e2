/** The regression guard: new results against a stored baseline. */
@NullMarked
package io.synap.bench.guard;

import org.jspecify.annotations.NullMarked;
