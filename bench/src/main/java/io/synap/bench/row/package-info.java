/** The rows of the benchmark: each starts its servers, measures in turns, checks that the figures are real. */
@NullMarked
package io.synap.bench.row;

import org.jspecify.annotations.NullMarked;
