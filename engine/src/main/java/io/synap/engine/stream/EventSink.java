package io.synap.engine.stream;

/** Takes events of several rooms. It runs under their shard's lock. */
@FunctionalInterface
public interface EventSink {
    /** The event, see {@link Event}, is valid during the call. */
    void event(Room room, long event);
}
