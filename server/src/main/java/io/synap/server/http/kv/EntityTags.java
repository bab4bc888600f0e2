package io.synap.server.http.kv;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;

/** Reads the headers that make a request conditional; entity tags are versions in quotes. Thread-safe. */
final class EntityTags {
    private EntityTags() {}

    /** Whether If-None-Match names this version, so that the client has it already. */
    static boolean names(String header, long version) {
        if (header.strip().equals("*")) {
            return true;
        }
        for (String each : header.split(",", -1)) {
            String tag = each.strip();
            // Weak comparison is what RFC 9110 asks for here.
            if (tag.startsWith("W/")) {
                tag = tag.substring(2);
            }
            if (tag.equals('"' + Long.toString(version) + '"')) {
                return true;
            }
        }
        return false;
    }

    /** The one version that If-Match names. */
    static long version(String header) {
        String tag = header.strip();
        if (tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
            try {
                return Long.parseLong(tag.substring(1, tag.length() - 1));
            } catch (NumberFormatException other) {
                // Not one of our tags: it matches nothing that we have.
                throw new SynapException(ErrorCode.VERSION_MISMATCH);
            }
        }
        throw new SynapException(ErrorCode.INVALID_ARGUMENT, "If-Match takes one version in quotes, or *");
    }
}
