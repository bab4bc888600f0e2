package io.synap.server.http;

import io.synap.engine.memory.LargeValue;
import io.synap.server.http.json.ValueOutput;

/**
 * A value too large to be copied under a lock, on its way to a client slice by slice. Confined to its
 * event loop; whoever holds it closes it, once.
 */
public final class LargeBody {
    /** How the value's bytes are written. */
    public enum Form {
        /** As they are. */
        BYTES,
        /** As a JSON string when they are UTF-8, else as a string of base64. */
        TEXT,
        /** As a JSON array of numbers. */
        OCTETS
    }

    /** The JSON around the value. */
    public interface Frame {
        /**
         * Everything before the value; of its string, not even the quote.
         *
         * @param text whether the value is UTF-8; when not, it follows as base64 unless the output is binary
         */
        void before(ValueOutput out, boolean text);

        void after(ValueOutput out, boolean text);
    }

    /** No JSON around it. */
    public static final Frame BARE = new Frame() {
        @Override
        public void before(ValueOutput out, boolean text) {}

        @Override
        public void after(ValueOutput out, boolean text) {}
    };

    private final LargeValue value;
    private final Form form;
    private final Frame frame;
    private boolean closed;

    public LargeBody(LargeValue value, Form form, Frame frame) {
        this.value = value;
        this.form = form;
        this.frame = frame;
    }

    /** The same value with more JSON around it. */
    public LargeBody within(Frame outer) {
        Frame inner = frame;
        return new LargeBody(value, form, new Frame() {
            @Override
            public void before(ValueOutput out, boolean text) {
                outer.before(out, text);
                inner.before(out, text);
            }

            @Override
            public void after(ValueOutput out, boolean text) {
                inner.after(out, text);
                outer.after(out, text);
            }
        });
    }

    public LargeValue value() {
        return value;
    }

    public Form form() {
        return form;
    }

    public Frame frame() {
        return frame;
    }

    public void close() {
        if (!closed) {
            closed = true;
            value.close();
        }
    }
}
