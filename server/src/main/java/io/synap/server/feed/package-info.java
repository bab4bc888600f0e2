/**
 * The change feed: what was applied to the shards, in order, read back from the operation log and told to
 * whoever asks, from any point that the log still holds. Reading order: {@code Change}, {@code FeedPosition},
 * {@code ChangeFeed}, {@code FeedLoop}.
 */
@NullMarked
package io.synap.server.feed;

import org.jspecify.annotations.NullMarked;
