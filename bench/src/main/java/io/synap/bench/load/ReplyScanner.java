package io.synap.bench.load;

import io.synap.bench.system.MeasurementException;
import java.nio.ByteBuffer;

/**
 * Confined to one thread. Cuts a stream of replies into whole ones as the bytes arrive, in any pieces,
 * without making objects: {@code TYPE → LINE → TYPE}, or {@code TYPE → LINE → BODY → TYPE} for bulk
 * strings. Knows the replies to SET and GET; an array or a map is refused.
 */
public final class ReplyScanner {
    private static final int ERROR_TEXT_MAX = 200;

    /** What is told of each whole reply. */
    public interface Listener {
        void reply(Reply.Kind kind);
    }

    private enum State {
        TYPE,
        LINE,
        BODY
    }

    private final Listener listener;
    private final StringBuilder firstError = new StringBuilder();
    private State state = State.TYPE;
    private byte type;
    private int length;
    private boolean negative;
    private int bodyLeft;
    private long errors;

    public ReplyScanner(Listener listener) {
        this.listener = listener;
    }

    /** Consumes all that the buffer holds. */
    public void scan(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            switch (state) {
                case TYPE -> startReply(bytes.get());
                case LINE -> lineByte(bytes.get());
                case BODY -> skipBody(bytes);
            }
        }
    }

    public long errors() {
        return errors;
    }

    public String firstError() {
        return firstError.toString();
    }

    private void startReply(byte first) {
        if (first != '+' && first != '-' && first != ':' && first != '$' && first != '_') {
            throw new MeasurementException("unexpected reply type " + (char) first);
        }
        type = first;
        length = 0;
        negative = false;
        state = State.LINE;
    }

    private void lineByte(byte b) {
        if (b == '\n') {
            endLine();
        } else if (type == '$' && b == '-') {
            negative = true;
        } else if (type == '$' && b != '\r') {
            length = length * 10 + (b - '0');
        } else if (type == '-' && errors == 0 && b != '\r' && firstError.length() < ERROR_TEXT_MAX) {
            firstError.append((char) b);
        }
    }

    private void endLine() {
        if (type == '$' && !negative) {
            bodyLeft = length + 2;
            state = State.BODY;
        } else if (type == '-') {
            errors++;
            finish(Reply.Kind.ERROR);
        } else {
            finish(type == '_' || type == '$' ? Reply.Kind.NIL : Reply.Kind.TEXT);
        }
    }

    private void skipBody(ByteBuffer bytes) {
        int step = Math.min(bodyLeft, bytes.remaining());
        bytes.position(bytes.position() + step);
        bodyLeft -= step;
        if (bodyLeft == 0) {
            finish(Reply.Kind.TEXT);
        }
    }

    private void finish(Reply.Kind kind) {
        state = State.TYPE;
        listener.reply(kind);
    }
}
