package io.synap.engine.stream;

import io.synap.engine.memory.KeyHash;
import io.synap.protocol.memory.Memory;
import java.lang.foreign.Arena;

/** A digest of a room with its events, the same on every copy. Stateless. */
final class RoomDigest {
    private RoomDigest() {}

    static long of(Room room, FieldCursor cursor) {
        long digest = hash(room.name());
        long[] state = {
            room.epoch,
            room.created,
            room.config.eventsMax(),
            room.config.bytesMax(),
            room.config.ageMillisMax(),
            room.config.compacted() ? 1 : 0,
            room.compactedFrom,
            room.nextOffset,
            room.lastMillis,
            room.lastNumber,
            room.removedMillis,
            room.removedNumber,
            room.entriesAdded,
            room.trimmedTo,
            room.length,
            room.bytes,
            room.deadline
        };
        for (long number : state) {
            digest = KeyHash.mix(digest, number);
        }
        for (int at = 0; at < room.chunkCount(); at++) {
            Chunk chunk = room.chunk(at);
            digest = KeyHash.mix(KeyHash.mix(digest, chunk.baseOffset), chunk.filled());
            for (int place = 0; place < chunk.count(); place++) {
                digest = event(chunk.event(place), digest, cursor);
            }
        }
        return digest;
    }

    private static long event(long event, long state, FieldCursor cursor) {
        long digest = KeyHash.mix(state, Event.offset(event));
        digest = KeyHash.mix(digest, Event.idMillis(event));
        digest = KeyHash.mix(digest, Event.idNumber(event));
        digest = KeyHash.mix(digest, Event.time(event));
        digest = KeyHash.mix(digest, Event.has(event, Event.CAUSAL) ? Event.place(event) : 0);
        cursor.of(event);
        while (cursor.next()) {
            digest = KeyHash.mix(digest, cursor.nameHash(0));
            digest = KeyHash.mix(digest, cursor.valueHash(0));
        }
        return digest;
    }

    private static long hash(byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(1, name.length)).address();
            Memory.copy(name, 0, address, name.length);
            return KeyHash.hash(address, name.length, 0);
        }
    }
}
