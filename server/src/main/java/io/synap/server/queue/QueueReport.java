package io.synap.server.queue;

import io.synap.engine.queue.MessageState;
import io.synap.engine.queue.Queue;
import io.synap.engine.queue.QueueCounter;
import io.synap.engine.queue.RedriveStatus;
import io.synap.protocol.operation.QueueSetting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a queue is set to and what is in it, as of one moment. Immutable; taken under the shard's lock,
 * and read without it.
 */
public final class QueueReport {
    public static final int PRIORITIES = 10;

    private final byte[] name;
    private final long[] settings = new long[QueueSetting.values().length];
    private final long[] counters = new long[QueueCounter.values().length];
    private final long[] messages = new long[MessageState.values().length];
    private final long[] readyByPriority = new long[PRIORITIES];
    private final long bytes;
    private final long oldestReadyMillis;
    private final int consumers;
    private final RedriveStatus redrive;

    private QueueReport(Queue queue) {
        name = queue.name();
        for (QueueSetting setting : QueueSetting.values()) {
            settings[index(setting)] = queue.setting(setting);
        }
        for (QueueCounter counter : QueueCounter.values()) {
            counters[index(counter)] = queue.counter(counter);
        }
        for (MessageState state : MessageState.values()) {
            messages[index(state)] = queue.count(state);
        }
        for (int priority = 0; priority < PRIORITIES; priority++) {
            readyByPriority[priority] = queue.readyCount(priority);
        }
        bytes = queue.bytes();
        oldestReadyMillis = queue.oldestReadyMillis();
        consumers = queue.consumersInFlight();
        redrive = queue.redrive();
    }

    /**
     * Takes the report of a queue.
     *
     * @throws io.synap.protocol.error.SynapException QUEUE_NOT_FOUND
     */
    public static QueueReport of(QueueCommands commands, long name, int nameLength) {
        List<QueueReport> taken = new ArrayList<>(1);
        commands.read(name, nameLength, queue -> taken.add(new QueueReport(queue)));
        return taken.getFirst();
    }

    /**
     * One setting of a queue.
     *
     * @throws io.synap.protocol.error.SynapException QUEUE_NOT_FOUND
     */
    public static long setting(QueueCommands commands, long name, int nameLength, QueueSetting setting) {
        long[] value = new long[1];
        commands.read(name, nameLength, queue -> value[0] = queue.setting(setting));
        return value[0];
    }

    /** Takes the report of a queue whose shard is locked. */
    public static QueueReport of(Queue queue) {
        return new QueueReport(queue);
    }

    // The rows are of this object; nothing outlives a change of the order.
    @SuppressWarnings("EnumOrdinal")
    private static int index(Enum<?> constant) {
        return constant.ordinal();
    }

    /** The queue's name; not to be changed. */
    public byte[] name() {
        return name;
    }

    /** The queue's name for people and labels: what is no text shows replaced. */
    public String nameText() {
        return new String(name, StandardCharsets.UTF_8);
    }

    public long setting(QueueSetting setting) {
        return settings[index(setting)];
    }

    /** Messages in a state. */
    public long count(MessageState state) {
        return messages[index(state)];
    }

    /** Messages to be done: all but the dead letters. */
    public long depth() {
        return count(MessageState.READY)
                + count(MessageState.DELAYED)
                + count(MessageState.WAITING)
                + count(MessageState.LEASED);
    }

    /** Messages that can be received, by priority from 0 on. */
    public List<Long> readyByPriority() {
        return Arrays.stream(readyByPriority).boxed().toList();
    }

    /** Consumers that have messages in flight. */
    public int consumers() {
        return consumers;
    }

    /** How long the oldest message that can be received has been there; 0 when there is none. */
    public long oldestReadyAgeMillis(long now) {
        return oldestReadyMillis == 0 ? 0 : Math.max(0, now - oldestReadyMillis);
    }

    /** All settings by the names that clients use. */
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (QueueSetting setting : QueueSetting.values()) {
            long value = setting(setting);
            all.put(
                    SettingNames.of(setting),
                    switch (setting) {
                        case OVERFLOW -> SettingNames.overflow(value);
                        case PAUSED -> value != 0;
                        default -> value;
                    });
        }
        return all;
    }

    /** All figures by the names that clients use: what is there now, then what was counted. */
    public Map<String, Object> figures(long now) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("depth", depth());
        all.put("consumers", (long) consumers);
        all.put("ready", count(MessageState.READY));
        all.put("delayed", count(MessageState.DELAYED));
        all.put("waiting", count(MessageState.WAITING));
        all.put("in_flight", count(MessageState.LEASED));
        all.put("dead_letters", count(MessageState.DEAD));
        all.put("bytes", bytes);
        all.put("oldest_ready_age_ms", oldestReadyAgeMillis(now));
        all.put("ready_by_priority", readyByPriority());
        for (QueueCounter counter : QueueCounter.values()) {
            all.put(nameOf(counter), counters[index(counter)]);
        }
        all.put("redrive", redrive());
        return all;
    }

    /** How a redrive goes on. */
    public Map<String, Object> redrive() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("active", redrive.active());
        state.put("halted", redrive.halted());
        state.put("redriven", redrive.redriven());
        state.put("died_again", redrive.diedAgain());
        return state;
    }

    /** The published protocol says consumed of what was handed out. */
    private static String nameOf(QueueCounter counter) {
        return counter == QueueCounter.DELIVERED ? "consumed" : counter.name().toLowerCase(Locale.ROOT);
    }
}
