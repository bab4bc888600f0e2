package io.synap.client.room;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What an exclusive group is made with. Immutable.
 *
 * @param source the topic's or room's name
 * @param ofRoom whether it reads a room, which counts as one partition
 * @param sessionTimeout how long a member may be silent; 30 seconds unless said
 */
public record GroupSettings(String source, boolean ofRoom, Strategy strategy, Optional<Duration> sessionTimeout) {
    /** How members divide the partitions. */
    public enum Strategy {
        ROUND_ROBIN,
        RANGE,
        /** Whoever has a partition keeps it, as far as that is fair. */
        STICKY;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static GroupSettings ofTopic(String topic) {
        return new GroupSettings(Checks.named("topic", topic), false, Strategy.ROUND_ROBIN, Optional.empty());
    }

    public static GroupSettings ofRoom(String room) {
        return new GroupSettings(Checks.named("room", room), true, Strategy.ROUND_ROBIN, Optional.empty());
    }

    public GroupSettings strategy(Strategy other) {
        return new GroupSettings(source, ofRoom, other, sessionTimeout);
    }

    public GroupSettings sessionTimeout(Duration longest) {
        Checks.someMillis("longest", longest);
        return new GroupSettings(source, ofRoom, strategy, Optional.of(longest));
    }
}
