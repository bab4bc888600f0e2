package io.synap.client.pubsub;

/**
 * What became of a message. Immutable.
 *
 * @param id of the message, in this life of the server
 * @param subscribers how many channels and patterns of subscribers it matched; none is no error
 */
public record Delivered(String channel, String id, long subscribers) {}
