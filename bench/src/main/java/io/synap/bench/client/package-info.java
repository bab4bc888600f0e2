/** Client libraries on one server: what a program gets that calls them. Reading order: {@code KvDriver}, {@code PipelinedCalls}. */
@NullMarked
package io.synap.bench.client;

import org.jspecify.annotations.NullMarked;
