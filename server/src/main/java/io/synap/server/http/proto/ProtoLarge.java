package io.synap.server.http.proto;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.synap.engine.memory.LargeValue;
import io.synap.server.http.LargeBody;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer whose result is a large value, slice after slice: first finds out whether it is text where that
 * matters, then writes everything around it, which tells all lengths, and then the value as it is. Confined to one event
 * loop; whoever holds it closes it, once.
 */
public final class ProtoLarge {
    private static final int SLICE_BYTES = 48 * 1024;

    /** Slices looked at in one step. */
    private static final int CHECKED_PER_STEP = 16;

    private final long request;
    private final LargeBody body;
    private final LargeValue value;
    private final NativeText slice = new NativeText();
    private int state = Utf8.ACCEPT;
    private int checked;
    private int at;
    private @Nullable ProtoOutput around;

    public ProtoLarge(long request, LargeBody body) {
        this.request = request;
        this.body = body;
        this.value = body.value();
        // Only what may be shown as text is looked through.
        this.checked = body.form() == LargeBody.Form.TEXT ? 0 : value.length();
    }

    /** Writes the next part, or nothing yet; true when that was the last. */
    public boolean next(ProtoOutput out) {
        if (checked < value.length() && state != Utf8.REJECT) {
            check();
            return false;
        }
        ProtoOutput frame = around;
        if (frame == null) {
            frame = begin();
            around = frame;
            ByteBuf before = Unpooled.buffer();
            frame.copyBefore(before);
            out.raw(before);
        }
        int length = Math.min(SLICE_BYTES, value.length() - at);
        out.raw(copy(at, length), length);
        at += length;
        if (at < value.length()) {
            return false;
        }
        ByteBuf behind = Unpooled.buffer();
        frame.copyBehind(behind);
        out.raw(behind);
        return true;
    }

    public void close() {
        body.close();
    }

    private void check() {
        for (int i = 0; i < CHECKED_PER_STEP && checked < value.length() && state != Utf8.REJECT; i++) {
            int length = Math.min(SLICE_BYTES, value.length() - checked);
            state = Utf8.check(state, copy(checked, length), length);
            checked += length;
        }
    }

    private ProtoOutput begin() {
        boolean text = body.form() == LargeBody.Form.TEXT && state == Utf8.ACCEPT;
        ProtoOutput frame = ProtoOutput.ofAnswers(256).begin(request);
        body.frame().before(frame, text);
        frame.apart(text, value.length());
        body.frame().after(frame, text);
        return frame;
    }

    private long copy(int from, int length) {
        long target = slice.reserve(length);
        value.copy(from, length, target);
        return target;
    }
}
