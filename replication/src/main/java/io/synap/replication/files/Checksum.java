package io.synap.replication.files;

import io.synap.protocol.memory.Memory;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC32C (RFC 3720, appendix B.4) of native memory. Confined to one thread. Ranges within its window
 * cost no object.
 */
public final class Checksum {
    private static final long PIECE_BYTES = 1 << 30;

    private final CRC32C crc = new CRC32C();
    private final long base;
    private final ByteBuffer window;

    /** The window is the memory that most ranges will lie in; it may be empty. */
    public Checksum(long base, long bytes) {
        this.base = base;
        this.window = Memory.segment(base, Math.min(bytes, PIECE_BYTES)).asByteBuffer();
    }

    public int of(long address, long length) {
        crc.reset();
        long offset = address - base;
        if (offset >= 0 && offset + length <= window.capacity()) {
            window.clear().position((int) offset).limit((int) (offset + length));
            crc.update(window);
        } else {
            for (long done = 0; done < length; done += PIECE_BYTES) {
                long piece = Math.min(PIECE_BYTES, length - done);
                crc.update(Memory.segment(address + done, piece).asByteBuffer());
            }
        }
        return (int) crc.getValue();
    }
}
