package io.synap.engine;

/** Takes the entries of a scan. It runs under the shard's lock. */
@FunctionalInterface
public interface EntryVisitor {
    /** The entry, see {@link Entry}; valid during the call. */
    void entry(long entry);
}
