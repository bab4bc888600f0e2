/** What drives a server: pipelined loaders, the open-loop generator, redis-benchmark and wrk. */
@NullMarked
package io.synap.bench.load;

import org.jspecify.annotations.NullMarked;
