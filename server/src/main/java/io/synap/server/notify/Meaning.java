package io.synap.server.notify;

/** What several operations that happen as one mean together. */
public enum Meaning {
    /** What each means by itself. */
    EACH,
    /** A SET of the new name and a DELETE of the old one, in this order. */
    RENAME,
    /** A SET of the copy. */
    COPY
}
