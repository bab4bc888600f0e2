package io.synap.server.queue;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a list of queues goes on: the last name seen, as text that every transport can carry. No state. */
public final class QueueCursor {
    /** Where a list begins, and what is told at its end. */
    public static final String START = "0";

    private QueueCursor() {}

    /**
     * The name that a cursor stands for; null for the beginning.
     *
     * @throws SynapException INVALID_CURSOR when it is none of ours
     */
    public static byte @Nullable [] read(@Nullable String cursor) {
        if (cursor == null || cursor.equals(START)) {
            return null;
        }
        try {
            byte[] name = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.ISO_8859_1));
            if (name.length > 0) {
                return name;
            }
        } catch (IllegalArgumentException wrong) {
            // It is answered as any other that we never gave.
        }
        throw new SynapException(ErrorCode.INVALID_CURSOR);
    }

    /** The cursor behind a page; null when there is nothing behind it, as far as its being short tells. */
    public static @Nullable String behind(List<byte[]> page, int countMax) {
        return page.size() < countMax
                ? null
                : Base64.getUrlEncoder().withoutPadding().encodeToString(page.getLast());
    }
}
