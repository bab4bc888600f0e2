/**
 * Publish and subscribe over HTTP. Reading order: {@code ChannelCalls}, the commands; {@code ChannelSource} and {@code
 * ChannelSubscription}, to whom messages come by themselves; {@code ChannelRoutes}, the paths.
 */
@NullMarked
package io.synap.server.http.pubsub;

import org.jspecify.annotations.NullMarked;
