package io.synap.engine.topic;

import io.synap.protocol.operation.Bytes;

/**
 * A topic as it was at one moment.
 *
 * @param createdMillis milliseconds since 1970
 */
public record TopicState(Bytes name, int partitions, long createdMillis) {}
