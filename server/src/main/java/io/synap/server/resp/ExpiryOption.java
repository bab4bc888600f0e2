package io.synap.server.resp;

import io.synap.protocol.error.SynapException;

/** How a command gives a time. */
enum ExpiryOption {
    EX(1000, true),
    PX(1, true),
    EXAT(1000, false),
    PXAT(1, false);

    private final int unitMillis;
    private final boolean relative;

    ExpiryOption(int unitMillis, boolean relative) {
        this.unitMillis = unitMillis;
        this.relative = relative;
    }

    /**
     * The deadline that an argument means, milliseconds since 1970.
     *
     * @throws SynapException when it is no number, not positive, or beyond what a time can be
     */
    long deadline(Call call, int argument) {
        long value = call.integer(argument);
        if (value <= 0 || value > Long.MAX_VALUE / unitMillis) {
            throw call.invalidExpire();
        }
        long millis = value * unitMillis + (relative ? call.access().now() : 0);
        if (millis <= 0) {
            throw call.invalidExpire();
        }
        return millis;
    }

    /** As {@link #deadline}, for commands that take times in the past, which are given as 1. */
    long anyDeadline(Call call, int argument) {
        long value = call.integer(argument);
        if (value > Long.MAX_VALUE / unitMillis || value < Long.MIN_VALUE / unitMillis) {
            throw call.invalidExpire();
        }
        long base = relative ? call.access().now() : 0;
        long millis = value * unitMillis;
        if (millis > Long.MAX_VALUE - base) {
            throw call.invalidExpire();
        }
        return Math.max(1, millis + base);
    }
}
