package io.synap.server.resp;

import io.synap.engine.Entry;
import io.synap.engine.Shard;
import io.synap.engine.ValueSink;
import io.synap.engine.memory.LargeValue;
import org.jspecify.annotations.Nullable;

/**
 * Puts a value that an operation reports into the reply. Confined to one event loop.
 *
 * <p>The operation calls it in the middle of a change, where nothing may fail: so room is taken before,
 * and a large value is only retained, and written afterwards.
 */
final class OldValue implements ValueSink {
    private final Reply reply;
    private @Nullable Shard shard;
    private @Nullable LargeValue large;
    private boolean any;

    OldValue(Reply reply) {
        this.reply = reply;
    }

    /** Gets ready for one operation on a key of that shard. */
    OldValue in(Shard keyShard) {
        shard = keyShard;
        large = null;
        any = false;
        reply.reserveSmall();
        return this;
    }

    @Override
    public void value(long entry) {
        any = true;
        Shard locked = shard;
        if (Entry.isLarge(entry) && locked != null) {
            large = locked.retainLarge(entry);
        } else {
            reply.small(entry);
        }
    }

    /** Completes the reply: the value, or null when there was none. */
    void finish() {
        LargeValue value = large;
        large = null;
        shard = null;
        if (value != null) {
            reply.large(value, 0, value.length());
        } else if (!any) {
            reply.nullBulk();
        }
    }

    /** Lets go of what was reported, when the reply is an error after all. */
    void drop() {
        LargeValue value = large;
        large = null;
        shard = null;
        if (value != null) {
            value.close();
        }
    }
}
