package io.synap.server.presence;

/** Is told of a room's changes, in their order. */
public interface PresenceWatcher {
    /** Called on any thread under the room's lock: it must only hand over. */
    void changed(PresenceChange change);
}
