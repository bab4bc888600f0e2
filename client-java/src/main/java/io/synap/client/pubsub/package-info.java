/** Channels: messages that nobody keeps. */
@NullMarked
package io.synap.client.pubsub;

import org.jspecify.annotations.NullMarked;
