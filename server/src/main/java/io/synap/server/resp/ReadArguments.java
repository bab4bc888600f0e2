package io.synap.server.resp;

/** The options of XREAD and XREADGROUP, up to the list of rooms. Confined to one event loop, which reuses it. */
final class ReadArguments {
    private static final String ONLY_GROUP = " option is only supported by XREADGROUP. You called XREAD instead.";

    /** Events of each room at most; 0 for any number. */
    long count;
    /** Milliseconds; 0 for ever, -1 for not at all. */
    long timeoutMillis;

    boolean noAck;
    /** Which argument is the first room's name. */
    int firstRoom;

    int rooms;
    /** Which argument is the group's name, before the consumer's; 0 when there is none. */
    int group;

    void read(Call call, boolean grouped) {
        count = 0;
        timeoutMillis = -1;
        noAck = false;
        firstRoom = 0;
        group = 0;
        for (int i = 1; i < call.count() && firstRoom == 0; i++) {
            int more = call.count() - i - 1;
            if (call.is(i, "BLOCK") && more > 0) {
                timeoutMillis = call.timeoutMillis(++i);
            } else if (call.is(i, "COUNT") && more > 0) {
                count = Math.max(0, call.integer(++i));
            } else if (call.is(i, "STREAMS") && more > 0) {
                firstRoom = i + 1;
            } else if (call.is(i, "GROUP") && more > 1) {
                requireGrouped(grouped, "The GROUP");
                group = i + 1;
                i += 2;
            } else if (call.is(i, "NOACK")) {
                requireGrouped(grouped, "The NOACK");
                noAck = true;
            } else {
                throw Call.syntax();
            }
        }
        if (firstRoom == 0) {
            throw Call.syntax();
        }
        int names = call.count() - firstRoom;
        if (names % 2 != 0) {
            throw Call.error("Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.");
        }
        rooms = names / 2;
        if (grouped && group == 0) {
            throw Call.error("Missing GROUP option for XREADGROUP");
        }
    }

    private static void requireGrouped(boolean grouped, String option) {
        if (!grouped) {
            throw Call.error(option + ONLY_GROUP);
        }
    }

    /** Which argument is the id of a room. */
    int id(int room) {
        return firstRoom + rooms + room;
    }
}
