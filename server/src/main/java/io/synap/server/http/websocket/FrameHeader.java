package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;

/** The headers of frames that a server sends (RFC 6455, section 5.2): without a mask. Stateless. */
final class FrameHeader {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int FIN = 0x80;
    /** The message is compressed. */
    static final int RSV1 = 0x40;

    /** The longest header. */
    static final int BYTES_MAX = 10;

    static final int CONTROL_BYTES_MAX = 125;

    private static final int IN_TWO_BYTES = 126;
    private static final int IN_EIGHT_BYTES = 127;

    private FrameHeader() {}

    /** How many bytes the header of such a frame has. */
    static int bytes(int length) {
        if (length < IN_TWO_BYTES) {
            return 2;
        }
        return length <= 0xffff ? 4 : BYTES_MAX;
    }

    /** @param first flags and opcode */
    static void write(ByteBuf target, int first, int length) {
        target.writeByte(first);
        if (length < IN_TWO_BYTES) {
            target.writeByte(length);
        } else if (length <= 0xffff) {
            target.writeByte(IN_TWO_BYTES).writeShort(length);
        } else {
            target.writeByte(IN_EIGHT_BYTES).writeLong(length);
        }
    }
}
