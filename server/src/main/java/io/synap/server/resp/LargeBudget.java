package io.synap.server.resp;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;

/**
 * Bounds how many bytes of large values are kept alive only because they are being sent. Confined to
 * one event loop.
 */
final class LargeBudget {
    private final long bytesMax;
    private long taken;

    LargeBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Takes a share; a single value is always let through, so that any value can be read.
     *
     * @throws SynapException OVERLOADED when slow clients hold too much
     */
    void take(int bytes) {
        if (taken > 0 && taken + bytes > bytesMax) {
            throw new SynapException(ErrorCode.OVERLOADED);
        }
        taken += bytes;
    }

    void give(int bytes) {
        taken -= bytes;
    }

    long taken() {
        return taken;
    }
}
