package io.synap.server.http.kv;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Reads the headers that make a request conditional (RFC 9110, section 13.1); our entity tags are
 * versions in quotes. Thread-safe. Versions begin with 1, so 0 stands for an absent key.
 */
final class EntityTags {
    private static final String WEAK = "W/";

    private record Tag(String opaque, boolean weak) {
        boolean is(long version) {
            return opaque.equals(Long.toString(version));
        }
    }

    private EntityTags() {}

    static boolean isAny(String header) {
        return header.strip().equals("*");
    }

    /** Whether If-None-Match names the version of what is there: by weak comparison. */
    static boolean names(String header, long version) {
        return isAny(header) || parse(header).stream().anyMatch(tag -> tag.is(version));
    }

    /** Whether If-Match names the version of what is there: by strong comparison. */
    static boolean allows(String header, long version) {
        return isAny(header) || parse(header).stream().anyMatch(tag -> !tag.weak() && tag.is(version));
    }

    /**
     * The version that a write under this If-Match must find. One tag is taken as it is; of several,
     * the one that is the present version now, so that the write can ask for it again.
     *
     * @throws SynapException VERSION_MISMATCH when no tag can hold
     */
    static long expected(String header, LongSupplier present) {
        List<Tag> tags = parse(header);
        if (tags.size() > 1) {
            long now = present.getAsLong();
            if (now != 0 && allows(header, now)) {
                return now;
            }
        } else if (!tags.getFirst().weak()) {
            return version(tags.getFirst().opaque());
        }
        throw new SynapException(ErrorCode.VERSION_MISMATCH);
    }

    private static long version(String opaque) {
        try {
            long version = Long.parseLong(opaque);
            if (version > 0 && opaque.equals(Long.toString(version))) {
                return version;
            }
        } catch (NumberFormatException other) {
            // Not one of our tags, as below.
        }
        throw new SynapException(ErrorCode.VERSION_MISMATCH);
    }

    /** At least one tag; a comma inside the quotes is part of its tag. */
    private static List<Tag> parse(String header) {
        List<Tag> tags = new ArrayList<>(1);
        int at = 0;
        while (at < header.length()) {
            char c = header.charAt(at);
            if (c == ',' || c == ' ' || c == '\t') {
                at++;
                continue;
            }
            boolean weak = header.startsWith(WEAK, at);
            int open = weak ? at + WEAK.length() : at;
            int close = header.indexOf('"', open + 1);
            if (open >= header.length() || header.charAt(open) != '"' || close < 0) {
                throw malformed();
            }
            tags.add(new Tag(header.substring(open + 1, close), weak));
            at = close + 1;
        }
        if (tags.isEmpty()) {
            throw malformed();
        }
        return tags;
    }

    private static SynapException malformed() {
        return Fields.invalid("If-Match and If-None-Match take versions in quotes, separated by commas, or *");
    }
}
