/**
 * What drives pub/sub: one publisher, some subscribers, any server. Reading order: {@code Subject}, {@code Dialect},
 * {@code Fanout}.
 */
@NullMarked
package io.synap.bench.pubsub;

import org.jspecify.annotations.NullMarked;
