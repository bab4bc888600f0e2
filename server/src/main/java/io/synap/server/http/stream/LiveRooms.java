package io.synap.server.http.stream;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.server.presence.Presence;
import io.synap.server.stream.RoomAudience;
import java.util.function.Function;

/**
 * What live rooms share over all event loops. Thread-safe.
 *
 * @param audience counts subscribers
 * @param newRooms settings of a room that a subscriber makes, by its name
 */
public record LiveRooms(RoomAudience audience, Presence presence, Function<Bytes, Settings> newRooms) {
    /** Of rooms that are made without any. */
    public static final Settings UNBOUNDED = new Settings(null, null, null, null);
}
