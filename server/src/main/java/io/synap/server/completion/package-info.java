/**
 * Tells those who asked for something that takes longer than its answer how it ended: by an event in the rooms {@code
 * request_ID} and {@code user_ID}. Reading order: {@code Requester}, {@code Completions}, {@code CompletionRooms}.
 */
@NullMarked
package io.synap.server.completion;

import org.jspecify.annotations.NullMarked;
