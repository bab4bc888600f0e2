package io.synap.server.completion;

import io.synap.protocol.operation.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Who asked for an operation, as far as that was told.
 *
 * @param requestId the client's own id of the request, or empty
 * @param userId the user that it is for, or empty
 */
public record Requester(String requestId, String userId) {
    public static final Requester NOBODY = new Requester("", "");

    /** Whether there is somebody to be told. */
    public boolean isKnown() {
        return !requestId.isEmpty() || !userId.isEmpty();
    }

    /** The same with a request's id, if there is none yet. */
    public Requester or(String otherRequestId) {
        return requestId.isEmpty() ? new Requester(otherRequestId, userId) : this;
    }

    /** The room that tells how a request ended. */
    public static String requestRoom(String requestId) {
        return "request_" + requestId;
    }

    /** The rooms in which it is told. */
    List<Bytes> rooms() {
        List<Bytes> rooms = new ArrayList<>(2);
        if (!requestId.isEmpty()) {
            rooms.add(Bytes.utf8(requestRoom(requestId)));
        }
        if (!userId.isEmpty()) {
            rooms.add(Bytes.utf8("user_" + userId));
        }
        return rooms;
    }

    /** Whether a room is one of those by its name. */
    public static boolean isRoom(byte[] name) {
        return begins(name, "request_") || begins(name, "user_");
    }

    private static boolean begins(byte[] name, String prefix) {
        if (name.length <= prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (name[i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
