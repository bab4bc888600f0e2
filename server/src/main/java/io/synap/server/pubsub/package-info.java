/**
 * Publish and subscribe: channels that keep nothing, for every transport.
 *
 * <p>In reading order: {@code Pattern}, what a subscriber wishes for; {@code AudienceIndex}, who listens where;
 * {@code Route}, the audiences of one channel; {@code PubSubLoop}, delivery on one event loop; {@code PubSub}, the
 * one of a node.
 */
@NullMarked
package io.synap.server.pubsub;

import org.jspecify.annotations.NullMarked;
