/**
 * Side-by-side benchmarks of the key-value store with Redis on the same machine. Reading order: {@code
 * BenchMain}, {@code row.Row} and one row, {@code load.OpenLoop}, {@code report.Results}, {@code guard}.
 */
@NullMarked
package io.synap.bench;

import org.jspecify.annotations.NullMarked;
