package io.synap.server.http.kv;

import io.synap.engine.Entry;
import io.synap.server.http.json.NativeText;

/** Where the bytes of values are. Confined to one event loop. */
final class EntryValues {
    private final NativeText scratch = new NativeText();

    /** A value's bytes, in the entry itself or copied to scratch; valid until asked again. */
    long address(long entry) {
        if (!Entry.isLarge(entry)) {
            return Entry.value(entry);
        }
        int length = Entry.valueLength(entry);
        long target = scratch.reserve(length);
        Entry.copyValue(entry, 0, length, target);
        return target;
    }
}
