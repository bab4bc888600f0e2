package io.synap.engine.index;

/** What has a name for life. */
public interface Named {
    /** Not to be changed. */
    byte[] name();
}
