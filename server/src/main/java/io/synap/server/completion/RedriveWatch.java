package io.synap.server.completion;

import io.synap.engine.queue.Queue;
import io.synap.engine.queue.RedriveStatus;
import io.synap.engine.retry.RedriveJob;
import io.synap.engine.stream.Group;
import io.synap.engine.stream.Room;
import io.synap.engine.stream.RoomGroups;
import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.memory.NativeBuffer;
import io.synap.protocol.operation.Bytes;
import io.synap.server.node.Access;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then at redrives that somebody waits for. Confined to one thread. They are a part of the state and go on over a
 * restart; that somebody waits does not.
 */
final class RedriveWatch {
    /** A redrive, by what it takes dead letters from. */
    record Watched(Requester by, Bytes source, Bytes group) {
        private String shown() {
            String room = text(source);
            return group.length() == 0 ? room : room + "/" + text(group);
        }

        private static String text(Bytes bytes) {
            return new String(bytes.toArray(), StandardCharsets.UTF_8);
        }
    }

    private final Access access;
    private final NativeBuffer name = new NativeBuffer(256);
    private final List<Watched> watched = new ArrayList<>();

    RedriveWatch(Access access) {
        this.access = access;
    }

    boolean isFull() {
        return watched.size() >= CompletionSettings.REDRIVES_MAX;
    }

    boolean isEmpty() {
        return watched.isEmpty();
    }

    void add(Watched redrive) {
        watched.add(redrive);
    }

    /** Takes out those that have ended. */
    List<Ending> ended() {
        List<Ending> ended = new ArrayList<>();
        access.tick();
        watched.removeIf(each -> {
            Ending ending = look(each);
            if (ending != null) {
                ended.add(ending);
            }
            return ending != null;
        });
        var _ = access.takeAwaited();
        return ended;
    }

    /** How it ended; null while it goes on. */
    private @Nullable Ending look(Watched redrive) {
        byte[] source = redrive.source().toArray();
        long address = name.ensure(source.length, 0);
        Memory.copy(source, 0, address, source.length);
        try {
            var shard = access.openAt(Slots.shardOf(source));
            if (redrive.group().length() == 0) {
                Queue queue = shard.queues().find(address, source.length);
                return queue == null ? gone(redrive) : ofQueue(redrive, queue.redrive());
            }
            Room room = shard.streams().find(address, source.length);
            RoomGroups groups = room == null ? null : room.groups();
            Group group = groups == null ? null : find(groups, redrive.group());
            return group == null ? gone(redrive) : ofGroup(redrive, group.redrive());
        } finally {
            access.close();
        }
    }

    private static @Nullable Group find(RoomGroups groups, Bytes wanted) {
        for (Group each : groups.all()) {
            if (Bytes.of(each.name()).equals(wanted)) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable Ending ofQueue(Watched redrive, RedriveStatus status) {
        if (status.active() && !status.halted()) {
            return null;
        }
        return ending(redrive, status.halted(), status.redriven(), status.diedAgain());
    }

    private static @Nullable Ending ofGroup(Watched redrive, @Nullable RedriveJob job) {
        if (job == null) {
            return ending(redrive, false, 0, 0);
        }
        if (job.isActive() && !job.isPaused()) {
            return null;
        }
        return ending(redrive, job.isPaused(), job.redriven(), job.diedAgain());
    }

    private static Ending ending(Watched redrive, boolean halted, long redriven, long diedAgain) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("redriven", redriven);
        data.put("died_again", diedAgain);
        return ending(redrive, data, halted ? "halted: what was given another try died again" : null);
    }

    private static Ending gone(Watched redrive) {
        return ending(redrive, Map.of(), "it is not there any more");
    }

    private static Ending ending(Watched redrive, Map<String, Object> data, @Nullable String error) {
        String type = redrive.group().length() == 0 ? "queue" : "group";
        return new Ending(redrive.by(), "redrive", type, redrive.shown(), data, error);
    }
}
