package io.synap.server.stream;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.resp.RespText;

/**
 * An event's id as Redis writes it: {@code milliseconds-sequence}, both unsigned 64-bit numbers. Confined
 * to its owner, which reuses it to read ids from native memory.
 */
public final class EventIdText {
    /** The most characters that an id takes: two numbers of 20 digits, and what is between them. */
    public static final int CHARS_MAX = 41;

    /** Longer text is no id, however many zeros it begins with. */
    private static final int TEXT_BYTES_MAX = 127;

    private long millis;
    private long sequence;
    private boolean open;

    public long millis() {
        return millis;
    }

    public long sequence() {
        return sequence;
    }

    /** Whether the text left the sequence to the room, as {@code milliseconds-*}. */
    public boolean isOpen() {
        return open;
    }

    public EventIdText set(long newMillis, long newSequence) {
        millis = newMillis;
        sequence = newSequence;
        open = false;
        return this;
    }

    public boolean isZero() {
        return millis == 0 && sequence == 0;
    }

    /** Reads one end of an interval: an id, or {@code -} for the lowest and {@code +} for the highest. */
    public boolean readBound(long address, int length, long missingSequence) {
        if (length == 1 && Memory.getByte(address) == '-') {
            set(0, 0);
            return true;
        }
        if (length == 1 && Memory.getByte(address) == '+') {
            set(-1, -1);
            return true;
        }
        return read(address, length, missingSequence);
    }

    /** Reads an id; without a sequence it has the given one. False when it is none. */
    public boolean read(long address, int length, long missingSequence) {
        return read(address, length, missingSequence, false);
    }

    /** Reads the id of an event to be added, whose sequence may be open. */
    public boolean readNew(long address, int length) {
        return read(address, length, 0, true);
    }

    private boolean read(long address, int length, long missingSequence, boolean mayBeOpen) {
        open = false;
        if (length > TEXT_BYTES_MAX) {
            return false;
        }
        int dash = 0;
        while (dash < length && Memory.getByte(address + dash) != '-') {
            dash++;
        }
        if (!isNumber(address, dash)) {
            return false;
        }
        millis = number(address, dash);
        if (dash == length) {
            sequence = missingSequence;
            return true;
        }
        long rest = address + dash + 1;
        int restLength = length - dash - 1;
        if (mayBeOpen && restLength == 1 && Memory.getByte(rest) == '*') {
            sequence = 0;
            open = true;
            return true;
        }
        if (!isNumber(rest, restLength)) {
            return false;
        }
        sequence = number(rest, restLength);
        return true;
    }

    /** Whether it is an unsigned 64-bit number in decimal; zeros may lead. */
    private static boolean isNumber(long address, int length) {
        if (length == 0) {
            return false;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = Memory.getByte(address + i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            // Eighteen digits are never too many.
            if (i >= 18 && Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, 10)) > 0) {
                return false;
            }
            value = value * 10 + digit;
        }
        return true;
    }

    private static long number(long address, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value * 10 + (Memory.getByte(address + i) - '0');
        }
        return value;
    }

    /** Goes on to the next id; false, and nothing changes, when there is none. */
    public boolean increment() {
        if (millis == -1 && sequence == -1) {
            return false;
        }
        sequence++;
        if (sequence == 0) {
            millis++;
        }
        return true;
    }

    /** Goes back to the id before; false, and nothing changes, when there is none. */
    public boolean decrement() {
        if (isZero()) {
            return false;
        }
        if (sequence == 0) {
            millis--;
        }
        sequence--;
        return true;
    }

    /** Below 0, 0 or above: how one id stands to another. */
    public static int compare(long millis, long sequence, long otherMillis, long otherSequence) {
        int byMillis = Long.compareUnsigned(millis, otherMillis);
        return byMillis != 0 ? byMillis : Long.compareUnsigned(sequence, otherSequence);
    }

    /** How many characters an id takes. */
    public static int length(long millis, long sequence) {
        return digits(millis) + 1 + digits(sequence);
    }

    private static int digits(long number) {
        return number >= 0 ? RespText.length(number) : RespText.length(Long.divideUnsigned(number, 10)) + 1;
    }

    /** Writes an id and returns the address after it. */
    public static long put(long target, long millis, long sequence) {
        return putPart(putMillis(target, millis), sequence);
    }

    /** Writes what the ids of one millisecond begin with, and returns the address after it. */
    public static long putMillis(long target, long millis) {
        long at = putPart(target, millis);
        Memory.putByte(at, (byte) '-');
        return at + 1;
    }

    /** Writes one of an id's numbers and returns the address after it. */
    public static long putPart(long target, long number) {
        if (number >= 0) {
            return RespText.putLong(target, number);
        }
        long tens = Long.divideUnsigned(number, 10);
        long at = RespText.putLong(target, tens);
        Memory.putByte(at, (byte) ('0' + (number - tens * 10)));
        return at + 1;
    }

    public static String text(long millis, long sequence) {
        return Long.toUnsignedString(millis) + '-' + Long.toUnsignedString(sequence);
    }

    @Override
    public String toString() {
        return text(millis, sequence);
    }
}
