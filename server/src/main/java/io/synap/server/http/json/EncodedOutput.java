package io.synap.server.http.json;

import io.netty.buffer.ByteBuf;

/** An output whose bytes are its own and can be had. Confined to its owner; reused by {@link #clear}. */
public interface EncodedOutput extends ValueOutput {
    /** Forgets what was written; what was outsized is given back. */
    void clear();

    /** An output of its own that goes on where this one is. */
    EncodedOutput copy();

    /** Appends everything that was written. */
    void copyTo(ByteBuf target);
}
