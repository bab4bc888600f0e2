package io.synap.client.queue;

/**
 * What became of a message that was published. Immutable.
 *
 * @param messageId 1, 2, 3 and so on per queue, never used twice
 * @param duplicate whether its deduplication id was known: then it is the id of the first, and nothing was published
 */
public record Published(long messageId, boolean duplicate) {}
