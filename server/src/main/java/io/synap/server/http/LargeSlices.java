package io.synap.server.http;

import io.synap.engine.memory.LargeValue;
import io.synap.protocol.memory.Memory;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Utf8;
import java.util.Base64;

/**
 * Writes one large value slice after slice, in JSON or as it is: first finds out whether it is text where
 * that matters. Confined to its event loop. At no time is more than a slice copied out.
 */
public final class LargeSlices {
    /** A multiple of three, so that each slice is base64 without padding but the last. */
    private static final int SLICE_BYTES = 48 * 1024;
    /** Slices looked at in one step: what JSON can show as text depends on all of the value. */
    private static final int CHECKED_PER_STEP = 16;

    private static final byte[] QUOTE = {'"'};
    private static final byte[] COMMA = {','};

    private final LargeBody body;
    private final LargeValue value;
    private final NativeText slice = new NativeText();
    private boolean checked;
    private boolean begun;
    private int at;
    private int checkState = Utf8.ACCEPT;

    public LargeSlices(LargeBody body) {
        this.body = body;
        this.value = body.value();
        this.checked = body.form() != LargeBody.Form.TEXT;
    }

    /** Bytes of the value that have been written. */
    public int written() {
        return checked ? at : 0;
    }

    /** Writes the next slice, or nothing yet; true when that was the last. */
    public boolean next(JsonOutput out) {
        if (!checked) {
            check();
            return false;
        }
        boolean text = checkState == Utf8.ACCEPT;
        if (!begun) {
            begun = true;
            body.frame().before(out, text);
            begin(out);
        }
        if (at < value.length()) {
            write(out, text);
        }
        if (at < value.length()) {
            return false;
        }
        end(out);
        body.frame().after(out, text);
        return true;
    }

    private void check() {
        for (int i = 0; i < CHECKED_PER_STEP && at < value.length() && checkState != Utf8.REJECT; i++) {
            int length = copySlice();
            checkState = Utf8.check(checkState, slice.address(), length);
            at += length;
        }
        if (at >= value.length() || checkState == Utf8.REJECT) {
            checked = true;
            at = 0;
        }
    }

    private void begin(JsonOutput out) {
        if (body.form() == LargeBody.Form.OCTETS) {
            out.beginArray();
        } else if (body.form() == LargeBody.Form.TEXT) {
            out.raw(QUOTE);
        }
    }

    private void end(JsonOutput out) {
        if (body.form() == LargeBody.Form.OCTETS) {
            out.endArray();
        } else if (body.form() == LargeBody.Form.TEXT) {
            out.raw(QUOTE);
        }
    }

    private void write(JsonOutput out, boolean text) {
        int length = copySlice();
        switch (body.form()) {
            case BYTES -> out.raw(Memory.toArray(slice.address(), length));
            case OCTETS -> {
                if (at > 0) {
                    out.raw(COMMA);
                }
                out.octets(slice.address(), length);
            }
            case TEXT -> {
                if (text) {
                    out.textPart(slice.address(), length);
                } else {
                    out.raw(Base64.getEncoder().encode(Memory.toArray(slice.address(), length)));
                }
            }
        }
        at += length;
    }

    private int copySlice() {
        int length = Math.min(SLICE_BYTES, value.length() - at);
        value.copy(at, length, slice.reserve(length));
        return length;
    }
}
