package io.synap.engine;

/** Which statistics of access entries keep. They are local to a node and no part of the state. */
public enum AccessTracking {
    /** Only when an entry was last written. */
    NONE,
    /** When an entry was last used. */
    LRU,
    /** How often an entry is used, and when that was last counted. */
    LFU
}
