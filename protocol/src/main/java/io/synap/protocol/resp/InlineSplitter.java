package io.synap.protocol.resp;

import io.synap.protocol.memory.Memory;

/**
 * Splits a line into arguments as Redis does: separated by white space, in double quotes with escapes
 * ({@code \xFF \n \r \t \b \a}), or in single quotes with {@code \'} alone. Unescaping happens in place,
 * since an argument never takes more room than its quoted form. Stateless.
 */
final class InlineSplitter {
    private InlineSplitter() {}

    /** Splits; false when quotes are not closed or something follows a closing quote at once. */
    static boolean split(long start, long end, RespArguments arguments) {
        long at = start;
        while (true) {
            while (at < end && isSpace(Memory.getByte(at))) {
                at++;
            }
            if (at == end) {
                return true;
            }
            at = argument(start, at, end, arguments);
            if (at < 0) {
                return false;
            }
        }
    }

    private static long argument(long start, long from, long end, RespArguments arguments) {
        long at = from;
        long target = from;
        while (at < end && !isSpace(Memory.getByte(at)) && Memory.getByte(at) != 0) {
            byte letter = Memory.getByte(at);
            if (letter == '"' || letter == '\'') {
                long close = letter == '"' ? closingDouble(at + 1, end) : closingSingle(at + 1, end);
                if (close < 0 || (close + 1 < end && !isSpace(Memory.getByte(close + 1)))) {
                    return -1;
                }
                target = letter == '"' ? unescapeDouble(at + 1, close, target) : unescapeSingle(at + 1, close, target);
                at = close + 1;
                break;
            }
            Memory.putByte(target, letter);
            target++;
            at++;
        }
        if (at < end && Memory.getByte(at) == 0) {
            // To Redis the line is a C string, so it ends here.
            at = end;
        }
        arguments.add(from - start, (int) (target - from));
        return at;
    }

    private static long closingDouble(long from, long end) {
        for (long at = from; at < end; at++) {
            byte letter = Memory.getByte(at);
            if (letter == '\\' && at + 1 < end) {
                at++;
            } else if (letter == '"') {
                return at;
            }
        }
        return -1;
    }

    private static long closingSingle(long from, long end) {
        for (long at = from; at < end; at++) {
            byte letter = Memory.getByte(at);
            if (letter == '\\' && at + 1 < end && Memory.getByte(at + 1) == '\'') {
                at++;
            } else if (letter == '\'') {
                return at;
            }
        }
        return -1;
    }

    private static long unescapeDouble(long from, long to, long into) {
        long target = into;
        long at = from;
        while (at < to) {
            byte letter = Memory.getByte(at++);
            if (letter == '\\' && at < to) {
                letter = Memory.getByte(at++);
                if (letter == 'x' && at + 1 < to && hex(at) >= 0 && hex(at + 1) >= 0) {
                    letter = (byte) (hex(at) << 4 | hex(at + 1));
                    at += 2;
                } else {
                    letter = escaped(letter);
                }
            }
            Memory.putByte(target++, letter);
        }
        return target;
    }

    private static long unescapeSingle(long from, long to, long into) {
        long target = into;
        long at = from;
        while (at < to) {
            byte letter = Memory.getByte(at++);
            if (letter == '\\' && at < to && Memory.getByte(at) == '\'') {
                letter = Memory.getByte(at++);
            }
            Memory.putByte(target++, letter);
        }
        return target;
    }

    private static byte escaped(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> letter;
        };
    }

    private static int hex(long at) {
        return Character.digit(Memory.getByte(at), 16);
    }

    private static boolean isSpace(byte letter) {
        return letter == ' ' || (letter >= '\t' && letter <= '\r');
    }
}
