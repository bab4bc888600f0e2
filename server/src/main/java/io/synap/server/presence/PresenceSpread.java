package io.synap.server.presence;

import io.synap.protocol.operation.Bytes;

/** Tells other nodes who is present here. Called as a {@link PresenceWatcher} is, for all rooms. */
public interface PresenceSpread {
    /** For a node that stands alone. */
    PresenceSpread NONE = (room, change) -> {};

    void changed(Bytes room, PresenceChange change);
}
