package io.synap.server.pubsub;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.resp.Glob;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which channels a subscriber wishes for. Immutable, with value equality. Channels are any bytes.
 *
 * <p>Levels of a channel are what stands between its dots: {@code orders.eu.created} has three. In a pattern of
 * levels {@code *} stands for exactly one, {@code >} at the end for one or more, {@code #} at the end for any
 * number, none included: {@code orders.#} matches {@code orders}, {@code orders.>} does not.
 */
public final class Pattern {
    /** How a pattern is to be read. */
    public enum Kind {
        /** One channel, as it is written. */
        CHANNEL,
        /** Levels, some of which are left open. */
        LEVELS,
        /** A pattern as PSUBSCRIBE takes it: {@code ?}, {@code *}, {@code [a-z]}, over all bytes alike. */
        GLOB,
        /** One channel among those that SPUBLISH reaches, which are apart from all others. */
        SHARD_CHANNEL
    }

    /** Levels of a pattern; each takes a place of its own in memory, and a step deeper to find. */
    static final int LEVELS_MAX = 128;

    private final Kind kind;
    /** Every byte as a character, so that it has a hash and takes as little room. */
    private final String latin1;

    private Pattern(Kind kind, String latin1) {
        this.kind = kind;
        this.latin1 = latin1;
    }

    /** One channel. */
    public static Pattern channel(byte[] name) {
        return new Pattern(Kind.CHANNEL, latin1(name));
    }

    /** One channel of those that are published to with SPUBLISH. */
    public static Pattern shardChannel(byte[] name) {
        return new Pattern(Kind.SHARD_CHANNEL, latin1(name));
    }

    /** A pattern as Redis reads it. */
    public static Pattern glob(byte[] pattern) {
        return new Pattern(Kind.GLOB, latin1(pattern));
    }

    /**
     * A channel, or a pattern of levels if one of its levels is left open. Whatever else a level holds stands for
     * itself, a star within a word too.
     *
     * @throws SynapException INVALID_ARGUMENT when {@code >} or {@code #} is a level that is not the last, or a pattern
     *     has more than {@link #LEVELS_MAX} levels
     */
    public static Pattern levels(byte[] pattern) {
        String text = latin1(pattern);
        boolean open = false;
        for (int from = 0; from <= text.length(); ) {
            int end = levelEnd(text, from);
            if (end == from + 1) {
                char only = text.charAt(from);
                boolean rest = only == '>' || only == '#';
                if (rest && end != text.length()) {
                    throw new SynapException(
                            ErrorCode.INVALID_ARGUMENT, "'" + only + "' may only be the last level of a pattern");
                }
                open |= rest || only == '*';
            }
            from = end + 1;
        }
        if (open && levelCount(text) > LEVELS_MAX) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "a pattern has at most " + LEVELS_MAX + " levels");
        }
        return new Pattern(open ? Kind.LEVELS : Kind.CHANNEL, text);
    }

    /** As {@link #levels(byte[])}, of a text. */
    public static Pattern levels(String pattern) {
        return levels(pattern.getBytes(StandardCharsets.UTF_8));
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static int levelCount(String text) {
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            count += text.charAt(i) == '.' ? 1 : 0;
        }
        return count;
    }

    /** How many levels it has of which one is left open; 0 when it is read in another way. */
    int openLevels() {
        return kind == Kind.LEVELS ? levelCount(latin1) : 0;
    }

    /** Where the level ends that begins there. */
    static int levelEnd(String text, int from) {
        int dot = text.indexOf('.', from);
        return dot < 0 ? text.length() : dot;
    }

    public Kind kind() {
        return kind;
    }

    /** As it was written; the caller's own. */
    public byte[] bytes() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As it was written, for people. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Its bytes, each as a character. */
    String latin1() {
        return latin1;
    }

    int length() {
        return latin1.length();
    }

    boolean isExact() {
        return kind == Kind.CHANNEL || kind == Kind.SHARD_CHANNEL;
    }

    /** Whether it matches a channel, of those published to as usual. */
    public boolean matches(byte[] channel) {
        return switch (kind) {
            case CHANNEL -> latin1.equals(latin1(channel));
            case SHARD_CHANNEL -> false;
            case GLOB -> new Glob(bytes()).matches(latin1(channel));
            case LEVELS -> levelsMatch(latin1(channel));
        };
    }

    private boolean levelsMatch(String channel) {
        int at = 0;
        int in = 0;
        while (at <= latin1.length()) {
            int end = levelEnd(latin1, at);
            boolean one = end == at + 1;
            if (one && latin1.charAt(at) == '#') {
                return true;
            }
            if (in > channel.length()) {
                return false;
            }
            if (one && latin1.charAt(at) == '>') {
                return true;
            }
            int inEnd = levelEnd(channel, in);
            boolean any = one && latin1.charAt(at) == '*';
            if (!any && !(end - at == inEnd - in && latin1.regionMatches(at, channel, in, end - at))) {
                return false;
            }
            at = end + 1;
            in = inEnd + 1;
        }
        return in > channel.length();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pattern that && kind == that.kind && latin1.equals(that.latin1);
    }

    @Override
    public int hashCode() {
        // Not of the kind: an enum's hash differs from run to run.
        return latin1.hashCode();
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + text();
    }
}
