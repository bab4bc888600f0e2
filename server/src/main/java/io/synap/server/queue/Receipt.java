package io.synap.server.queue;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;

/**
 * Reads receipts: {@code <message id>-<delivery number>}, or a bare message id, which stands for whichever
 * delivery is present. Confined to its owner, which reuses it.
 */
public final class Receipt {
    private static final int DIGITS_MAX = 13;
    private static final int DELIVERY_DIGITS_MAX = 10;

    private long id;
    private int delivery;

    /**
     * Reads a receipt.
     *
     * @throws SynapException INVALID_ARGUMENT when it is none
     */
    public Receipt parse(long address, int length) {
        int dash = 0;
        while (dash < length && Memory.getByte(address + dash) != '-') {
            dash++;
        }
        id = number(address, dash, DIGITS_MAX);
        delivery = 0;
        if (dash < length) {
            long given = number(address + dash + 1, length - dash - 1, DELIVERY_DIGITS_MAX);
            if (given > Integer.MAX_VALUE) {
                throw malformed();
            }
            delivery = (int) given;
        }
        return this;
    }

    /** The message's id. */
    public long id() {
        return id;
    }

    /** The delivery's number; 0 for the present one. */
    public int delivery() {
        return delivery;
    }

    private static long number(long address, int length, int digitsMax) {
        if (length == 0 || length > digitsMax) {
            throw malformed();
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = Memory.getByte(address + i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed();
            }
            number = 10 * number + digit;
        }
        if (number == 0) {
            throw malformed();
        }
        return number;
    }

    private static SynapException malformed() {
        return new SynapException(
                ErrorCode.INVALID_ARGUMENT, "a receipt is <message id>-<delivery number>, or a message id");
    }
}
