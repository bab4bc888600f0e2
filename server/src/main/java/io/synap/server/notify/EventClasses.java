package io.synap.server.notify;

import java.util.Optional;

/**
 * Which events are told and on which channels, as Redis' {@code notify-keyspace-events} says it with letters.
 * Immutable.
 *
 * <p>Source: redis.io, "Redis keyspace notifications". Letters for types that we do not have are taken and mean nothing.
 */
public record EventClasses(int bits) {
    /** Tells nothing. */
    public static final EventClasses OFF = new EventClasses(0);

    /** Each letter's bit is its place. */
    private static final String LETTERS = "KEg$lshzxetdnm";

    static final int KEYSPACE = bit('K');
    static final int KEYEVENT = bit('E');
    static final int GENERIC = bit('g');
    static final int STRING = bit('$');
    static final int EXPIRED = bit('x');
    static final int EVICTED = bit('e');
    static final int STREAM = bit('t');
    static final int NEW = bit('n');
    static final int KEY_MISS = bit('m');

    private static final int CHANNELS = KEYSPACE | KEYEVENT;
    private static final String USUAL_LETTERS = "g$lshzxetd";
    /** What the letter A stands for. */
    private static final int USUAL = bits(USUAL_LETTERS);

    private static int bit(char letter) {
        return 1 << LETTERS.indexOf(letter);
    }

    private static int bits(String letters) {
        return letters.chars().map(letter -> bit((char) letter)).reduce(0, (all, bit) -> all | bit);
    }

    /** What the letters say; empty when one of them says nothing. */
    public static Optional<EventClasses> parse(String letters) {
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter != 'A' && LETTERS.indexOf(letter) < 0) {
                return Optional.empty();
            }
            bits |= letter == 'A' ? USUAL : bit(letter);
        }
        return Optional.of(new EventClasses(bits));
    }

    /** As CONFIG GET of Redis 7.0 shows it, which leaves out an {@code n} beside an {@code A}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if ((bits & USUAL) == USUAL) {
            text.append('A');
        } else {
            append(text, USUAL_LETTERS + "n");
        }
        append(text, "KEm");
        return text.toString();
    }

    private void append(StringBuilder text, String letters) {
        letters.chars()
                .filter(letter -> (bits & bit((char) letter)) != 0)
                .forEach(letter -> text.append((char) letter));
    }

    /** The bits, or 0 when there is no channel or no class, so that nothing would be told. */
    int effective() {
        return (bits & CHANNELS) == 0 || (bits & ~CHANNELS) == 0 ? 0 : bits;
    }
}
