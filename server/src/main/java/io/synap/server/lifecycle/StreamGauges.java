package io.synap.server.lifecycle;

import io.synap.engine.Engine;
import io.synap.engine.Shard;
import io.synap.engine.stream.Event;
import io.synap.engine.stream.Group;
import io.synap.engine.stream.Room;
import io.synap.engine.stream.RoomGroups;
import io.synap.protocol.Slots;
import io.synap.server.stream.RoomAudience;
import io.synap.server.telemetry.MetricFamilies;
import io.synap.server.telemetry.MetricSource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * Figures about rooms and their shared groups, read at each scrape. Confined to the scraping thread; rooms are
 * read under their shard's lock, a slice at a time.
 *
 * <p>Rooms have the labels that their operations have. So many groups as the limit allows are shown by name, the
 * others together as {@code other}.
 */
final class StreamGauges implements MetricSource {
    private static final int SLICE_ROOMS = 128;
    private static final String OTHER = "other";

    private final Engine engine;
    private final Clock clock;
    private final RoomAudience audience;
    private final UnaryOperator<String> roomLabels;
    private final int namesMax;

    /** One room, or several together: then the offset and the age are the greatest. */
    private record RoomFigures(long length, long lastOffset, long oldestAgeMillis) {
        RoomFigures with(RoomFigures more) {
            return new RoomFigures(
                    length + more.length,
                    Math.max(lastOffset, more.lastOffset),
                    Math.max(oldestAgeMillis, more.oldestAgeMillis));
        }
    }

    /** One group, or several together. */
    private record GroupFigures(String group, String room, long lag, long pending, long deadLetters) {
        GroupFigures with(GroupFigures more) {
            return new GroupFigures(
                    OTHER, OTHER, lag + more.lag, pending + more.pending, deadLetters + more.deadLetters);
        }
    }

    /**
     * @param audience who follows rooms
     * @param roomLabels gives a room's name the label that it has, which several may share
     */
    StreamGauges(Engine engine, Clock clock, RoomAudience audience, UnaryOperator<String> roomLabels, int namesMax) {
        this.engine = engine;
        this.clock = clock;
        this.audience = audience;
        this.roomLabels = roomLabels;
        this.namesMax = namesMax;
    }

    @Override
    public void collect(MetricFamilies families) {
        Map<String, RoomFigures> rooms = new TreeMap<>();
        List<GroupFigures> groups = new ArrayList<>();
        for (int i = 0; i < Slots.SHARDS; i++) {
            read(engine.shard(i), rooms, groups);
        }
        room(families, rooms, "stream_buffer_size", "Events that a room holds.", RoomFigures::length);
        room(families, rooms, "stream_last_offset", "The offset of a room's last event.", RoomFigures::lastOffset);
        room(
                families,
                rooms,
                "stream_oldest_event_age_seconds",
                "How long ago a room's oldest event was appended.",
                figures -> figures.oldestAgeMillis() / 1000.0);
        group(families, groups, "consumer_group_lag", "Events that a group has not been given.", GroupFigures::lag);
        Map<String, Integer> subscribers = new TreeMap<>();
        audience.forEach(
                (name, count) -> subscribers.merge(roomLabels.apply(text(name.toArray())), count, Integer::sum));
        families.gauge(
                "stream_subscribers",
                "Subscriptions that follow a room live.",
                points -> subscribers.forEach((room, count) -> points.add(count, "room", room)));
        group(
                families,
                groups,
                "consumer_group_pending",
                "Events that a group was given and has not acknowledged.",
                GroupFigures::pending);
        group(families, groups, "consumer_group_dead_letters", "Dead letters of a group.", GroupFigures::deadLetters);
    }

    private void read(Shard shard, Map<String, RoomFigures> rooms, List<GroupFigures> groups) {
        byte[] after = null;
        int read;
        do {
            read = 0;
            shard.lock();
            try {
                for (Room room : shard.streams().after(after)) {
                    if (read == SLICE_ROOMS) {
                        break;
                    }
                    read++;
                    after = room.name();
                    rooms.merge(roomLabels.apply(text(room.name())), of(room), RoomFigures::with);
                    addGroups(groups, room);
                }
            } finally {
                shard.unlock();
            }
        } while (read == SLICE_ROOMS);
    }

    private RoomFigures of(Room room) {
        long first = room.firstEvent();
        long age = first == 0 ? 0 : Math.max(0, clock.millis() - Event.time(first));
        return new RoomFigures(room.length(), room.nextOffset() - 1, age);
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** The place behind those with a name is the others'. */
    private void addGroups(List<GroupFigures> groups, Room room) {
        RoomGroups all = room.groups();
        if (all == null) {
            return;
        }
        for (Group each : all.all()) {
            GroupFigures one = new GroupFigures(
                    text(each.name()), text(room.name()), each.consumerLag(), each.pendingCount(), each.deadCount());
            if (groups.size() < namesMax) {
                groups.add(one);
            } else if (groups.size() == namesMax) {
                groups.add(one.with(new GroupFigures(OTHER, OTHER, 0, 0, 0)));
            } else {
                groups.set(namesMax, groups.get(namesMax).with(one));
            }
        }
    }

    private static void room(
            MetricFamilies families,
            Map<String, RoomFigures> rooms,
            String name,
            String help,
            ToDoubleFunction<RoomFigures> value) {
        families.gauge(
                name,
                help,
                points -> rooms.forEach((room, each) -> points.add(value.applyAsDouble(each), "room", room)));
    }

    private static void group(
            MetricFamilies families,
            List<GroupFigures> groups,
            String name,
            String help,
            ToLongFunction<GroupFigures> value) {
        families.gauge(name, help, points -> {
            for (GroupFigures each : groups) {
                points.add(value.applyAsLong(each), "group", each.group(), "room", each.room());
            }
        });
    }
}
