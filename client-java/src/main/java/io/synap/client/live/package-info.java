/** Subscriptions as {@code Flow.Publisher}: back-pressure from the subscriber to the server. */
@NullMarked
package io.synap.client.live;

import org.jspecify.annotations.NullMarked;
