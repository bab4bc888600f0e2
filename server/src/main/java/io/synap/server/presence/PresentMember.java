package io.synap.server.presence;

import io.synap.protocol.operation.Bytes;

/**
 * A member of a room, as of one moment.
 *
 * @param info JSON that the member told of itself; empty for nothing
 * @param connections how many it has here; 0 while its leaving is waited for
 * @param sinceMillis when it joined, milliseconds since 1970
 */
public record PresentMember(String id, Bytes info, int connections, long sinceMillis) {}
