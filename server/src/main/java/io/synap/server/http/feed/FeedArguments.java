package io.synap.server.http.feed;

import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.feed.ChangeFamily;
import io.synap.server.feed.ChangeFeed;
import io.synap.server.feed.ChangeFilter;
import io.synap.server.feed.FeedPosition;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in requests for changes, in JSON or in a query. Stateless. */
final class FeedArguments {
    /** The cursor that stands for the oldest that is kept. */
    static final String FIRST = "first";

    private static final int PATTERNS_MAX = 100;
    private static final int PATTERN_CHARS_MAX = 1024;

    private FeedArguments() {}

    /** Where to begin, and whether that misses nothing. */
    record Start(FeedPosition position, boolean recovered) {}

    /** The families, and the patterns of names. */
    static ChangeFilter filter(CommandCall call) {
        Set<ChangeFamily> families = EnumSet.noneOf(ChangeFamily.class);
        for (String name : texts(call.arguments(), "families", "family")) {
            families.add(family(name));
        }
        return new ChangeFilter(families, patterns(texts(call.arguments(), "match")));
    }

    /** Keys by patterns, one at least. */
    static ChangeFilter keys(List<String> keys) {
        if (keys.isEmpty()) {
            throw Fields.invalid("'keys' is missing: patterns of the keys to watch");
        }
        return new ChangeFilter(EnumSet.of(ChangeFamily.KV), patterns(keys));
    }

    private static ChangeFamily family(String name) {
        for (ChangeFamily family : ChangeFamily.values()) {
            if (family.text().equals(name)) {
                return family;
            }
        }
        throw Fields.invalid("no family is called '" + Fields.shorten(name) + "'; known are "
                + Arrays.stream(ChangeFamily.values()).map(ChangeFamily::text).toList());
    }

    private static List<String> patterns(List<String> patterns) {
        for (String pattern : patterns) {
            if (pattern.length() > PATTERN_CHARS_MAX) {
                throw Fields.invalid("a pattern has more than " + PATTERN_CHARS_MAX + " characters");
            }
        }
        return patterns;
    }

    /** Several texts: an array or one string in JSON, separated by commas in a query. */
    static List<String> texts(Parameters from, String... names) {
        for (String name : names) {
            if (!from.has(name)) {
                continue;
            }
            if (from instanceof Fields fields) {
                return fields.any(name).isArray() ? fields.texts(name, PATTERNS_MAX) : List.of(fields.text(name));
            }
            String text = from.textOrNull(name);
            List<String> all = text == null
                    ? List.of()
                    : List.of(text.split(",", -1)).stream()
                            .filter(each -> !each.isEmpty())
                            .toList();
            if (all.size() > PATTERNS_MAX) {
                throw Fields.invalid("'" + name + "' holds more than " + PATTERNS_MAX + " elements");
            }
            return all;
        }
        return List.of();
    }

    /** A cursor's place, or now without one. */
    static FeedPosition position(ChangeFeed feed, @Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return feed.now();
        }
        return cursor.equals(FIRST) ? feed.first() : feed.parse(cursor);
    }

    /** As {@link #position}, for those who go on with the oldest when theirs is gone. */
    static Start start(ChangeFeed feed, @Nullable String cursor) {
        return held(feed, position(feed, cursor));
    }

    /** Behind a version of the one key that is watched. */
    static Start behind(ChangeFeed feed, List<String> keys, long version) {
        if (keys.size() != 1 || isPattern(keys.getFirst())) {
            throw new SynapException(ErrorCode.INVALID_ARGUMENT, "'from_version' is about one key, and no pattern");
        }
        int shard = Slots.shardOf(keys.getFirst().getBytes(StandardCharsets.UTF_8));
        return held(feed, feed.behind(shard, version));
    }

    private static Start held(ChangeFeed feed, FeedPosition position) {
        return feed.holds(position) ? new Start(position, true) : new Start(feed.first(), false);
    }

    private static boolean isPattern(String key) {
        return key.chars().anyMatch(each -> each == '*' || each == '?' || each == '[' || each == '\\');
    }
}
