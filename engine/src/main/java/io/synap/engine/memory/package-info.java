/**
 * Where stored bytes live: memory mapped from the operating system, cut into pages that every shard
 * draws from one pool, and into blocks of a few sizes inside a page.
 */
@NullMarked
package io.synap.engine.memory;

import org.jspecify.annotations.NullMarked;
