package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import io.synap.engine.memory.LargeValue;

/** A piece of output that is on its way to one connection; whoever holds it last releases it. */
sealed interface ReplyPart {
    /** What it will take on the wire. */
    long bytes();

    void release();

    /** Bytes ready to be sent. */
    record Text(ByteBuf buffer) implements ReplyPart {
        @Override
        public long bytes() {
            return buffer.readableBytes();
        }

        @Override
        public void release() {
            buffer.release();
        }
    }

    /** A part of a large value, kept alive until it is sent. */
    record LargeRange(LargeValue value, int from, int length, LargeBudget budget) implements ReplyPart {
        @Override
        public long bytes() {
            return length;
        }

        @Override
        public void release() {
            value.close();
            budget.give(length);
        }
    }
}
