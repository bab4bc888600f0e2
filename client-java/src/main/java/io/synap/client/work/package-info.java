/**
 * What workers of all families have in common: bounded concurrency, answers in batches, an orderly end. Reading order:
 * {@code Worker}, {@code Handler}, {@code WorkOptions}, {@code Settling}, {@code Work}, {@code Batches}.
 */
@NullMarked
package io.synap.client.work;

import org.jspecify.annotations.NullMarked;
