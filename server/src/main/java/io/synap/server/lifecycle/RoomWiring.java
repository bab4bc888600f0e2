package io.synap.server.lifecycle;

import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.server.completion.CompletionSettings;
import io.synap.server.completion.Completions;
import io.synap.server.completion.Requester;
import io.synap.server.config.CompletionConfig;
import io.synap.server.config.PresenceConfig;
import io.synap.server.config.SynapConfig;
import io.synap.server.http.stream.LiveRooms;
import io.synap.server.presence.Presence;
import io.synap.server.presence.PresenceLimits;
import io.synap.server.presence.PresenceSpread;
import io.synap.server.stream.RoomAudience;
import io.synap.server.telemetry.Telemetry;
import java.util.concurrent.TimeUnit;

/**
 * Who follows rooms, who is in them, and what is told in the rooms of requesters. Thread-safe.
 *
 * @param completions to be closed before the log is
 */
record RoomWiring(LiveRooms live, Completions completions) {
    static RoomWiring of(SynapConfig config, Storage storage, Telemetry telemetry) {
        PresenceConfig presence = config.presence();
        CompletionConfig completion = config.completion();
        CompletionSettings settings = new CompletionSettings(
                completion.eventsMax(),
                TimeUnit.SECONDS.toMillis(completion.ageSeconds()),
                TimeUnit.SECONDS.toMillis(completion.idleSeconds()));
        RoomAudience audience = new RoomAudience();
        Presence present = new Presence(
                new PresenceLimits(presence.graceMillis(), presence.membersMax(), presence.roomsMax()),
                storage.node().clock(),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                PresenceSpread.NONE);
        Settings ofRequesters = settings.ofRooms();
        LiveRooms live = new LiveRooms(
                audience, present, name -> Requester.isRoom(name.toArray()) ? ofRequesters : LiveRooms.UNBOUNDED);
        telemetry.add(families -> {
            if (present.total() > 0) {
                families.gauge(
                        "presence_members",
                        "Members that are present, over all rooms.",
                        points -> points.add(present.total()));
            }
        });
        return new RoomWiring(
                live,
                new Completions(
                        storage.node(),
                        RespWiring.streams(config),
                        settings,
                        audience,
                        telemetry.newEventCounters()::appended));
    }
}
