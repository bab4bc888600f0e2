package io.synap.engine;

import io.synap.protocol.memory.Memory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as text, as Redis reads and writes them. Thread-safe, no state.
 *
 * <p>Source: Redis, {@code util.c}, string2ll, string2ld and ld2string. Decimal numbers are computed
 * exactly and rounded to 17 places, so that every machine gets the same; Redis' hexadecimal floats are
 * not taken.
 */
final class DecimalText {
    /** The longest 64-bit integer. */
    static final int INTEGER_BYTES_MAX = 20;

    /** Longer text is no number. */
    static final int DECIMAL_BYTES_MAX = 5119;

    private static final int DECIMAL_PLACES = 17;
    private static final int MAGNITUDE_MAX = 4932;
    private static final int MAGNITUDE_MIN = -4951;
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE]([+-]?[0-9]++))?");
    private static final Pattern INFINITY = Pattern.compile("[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

    private DecimalText() {}

    /** Whether the text is a 64-bit integer: no plus, no space, no leading zero, no minus zero. */
    static boolean isInteger(long address, int length) {
        if (length == 0 || length > INTEGER_BYTES_MAX) {
            return false;
        }
        boolean negative = Memory.getByte(address) == '-';
        int first = negative ? 1 : 0;
        if (length == first) {
            return false;
        }
        if (Memory.getByte(address + first) == '0') {
            return length == 1;
        }
        long sum = 0;
        for (int i = first; i < length; i++) {
            int digit = Memory.getByte(address + i) - '0';
            if (digit < 0 || digit > 9 || sum < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            sum = sum * 10 - digit;
        }
        return negative || sum != Long.MIN_VALUE;
    }

    /** The integer that the text is; {@link #isInteger} must hold. */
    static long integer(long address, int length) {
        boolean negative = Memory.getByte(address) == '-';
        long sum = 0;
        for (int i = negative ? 1 : 0; i < length; i++) {
            sum = sum * 10 - (Memory.getByte(address + i) - '0');
        }
        return negative ? sum : -sum;
    }

    /** Writes an integer and returns its length. */
    static int putInteger(long target, long number) {
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        int length = number < 0 ? digits + 1 : digits;
        long rest = number;
        for (int i = length - 1; i >= length - digits; i--) {
            Memory.putByte(target + i, (byte) ('0' + Math.abs(rest % 10)));
            rest /= 10;
        }
        if (number < 0) {
            Memory.putByte(target, (byte) '-');
        }
        return length;
    }

    /** The decimal number that the text is, or null. */
    static @Nullable BigDecimal decimal(String text) {
        Matcher matcher = DECIMAL.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String exponent = matcher.group(1);
        if (exponent != null && exponent.length() > 6) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        int magnitude = number.precision() - number.scale() - 1;
        boolean fits = magnitude <= MAGNITUDE_MAX && magnitude >= MAGNITUDE_MIN;
        return fits || number.signum() == 0 ? number : null;
    }

    static boolean isInfinity(String text) {
        return INFINITY.matcher(text).matches();
    }

    /** The sum as text, or null when it is too large for a number. */
    static byte @Nullable [] sum(BigDecimal left, BigDecimal right) {
        BigDecimal sum = left.add(right).setScale(DECIMAL_PLACES, RoundingMode.HALF_EVEN);
        if (sum.precision() - sum.scale() - 1 > MAGNITUDE_MAX) {
            return null;
        }
        String text = sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
