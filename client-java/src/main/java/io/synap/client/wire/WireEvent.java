package io.synap.client.wire;

import java.util.Map;
import java.util.Optional;

/**
 * Something that a subscription tells. Immutable.
 *
 * @param subscription its name
 * @param type such as "event", "message", "change", "gap", "end"
 * @param cursor what goes on behind it, where it can be resumed
 */
public record WireEvent(String subscription, String type, Optional<String> cursor, Map<String, Value> members) {
    /** A member; null's value where there is none of that name. */
    public Value get(String name) {
        return members.getOrDefault(name, Value.nothing());
    }

    /**
     * Reads an event that stands alone.
     *
     * @param subscription its name, where the event does not say it
     * @throws BadFrameException when it is none
     */
    public static WireEvent read(String subscription, byte[] event) {
        return read(subscription, new WireReader(event, 0, event.length));
    }

    static WireEvent read(WireReader in) {
        return read("", in);
    }

    private static WireEvent read(String otherwise, WireReader in) {
        String subscription = otherwise;
        String type = "";
        Optional<String> cursor = Optional.empty();
        WireReader all = in.copy();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case Tags.EVENT_SUBSCRIPTION -> subscription = in.text();
                case Tags.EVENT_TYPE -> type = in.text();
                case Tags.EVENT_CURSOR -> cursor = Optional.of(in.text());
                default -> in.skip(tag);
            }
        }
        return new WireEvent(subscription, type, cursor, WireValue.members(all, Tags.EVENT_MEMBER));
    }
}
