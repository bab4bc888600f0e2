package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.synap.server.resp.ReplyPart.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits to be sent occupies about what it holds. */
class ConnectionBuffersTest {
    private static ByteBuf segment(int capacity, int length) {
        return ByteBufAllocator.DEFAULT.directBuffer(capacity).writeZero(length);
    }

    @Test
    void aShortReplyMovesToABufferOfItsSize() {
        ByteBuf segment = segment(16_384, 5);
        ByteBuf fitted = ConnectionBuffers.fitted(segment);
        assertThat(segment.refCnt()).isZero();
        assertThat(fitted.readableBytes()).isEqualTo(5);
        assertThat(fitted.capacity()).isEqualTo(5);
        assertThat(ConnectionBuffers.fitted(fitted)).isSameAs(fitted);
        fitted.release();
    }

    @Test
    void aFullSegmentIsNotCopied() {
        ByteBuf segment = segment(16_384, 4_096);
        assertThat(ConnectionBuffers.fitted(segment)).isSameAs(segment);
        segment.release();
    }

    @Test
    void shortRepliesThatWaitForTheLogGiveTheirSegmentsBack() {
        ByteBuf segment = segment(16_384, 5);
        HeldOutput held = new HeldOutput();
        held.add(List.of(new Text(segment)), 1);
        assertThat(segment.refCnt()).isZero();
        assertThat(held.textBytes()).isEqualTo(5);
        held.release();
        assertThat(held.textBytes()).isZero();
    }
}
