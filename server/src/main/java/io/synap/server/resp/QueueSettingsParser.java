package io.synap.server.resp;

import io.synap.protocol.operation.QueueSetting;
import io.synap.server.queue.SettingNames;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the options of QCREATE. Confined to one event loop. */
final class QueueSettingsParser {
    private static final Map<String, QueueSetting> NUMBERS = Map.ofEntries(
            Map.entry("MAXLEN", QueueSetting.MAX_DEPTH),
            Map.entry("MAXBYTES", QueueSetting.MAX_BYTES),
            Map.entry("LEASE", QueueSetting.LEASE_MILLIS),
            Map.entry("MAXDELIVERIES", QueueSetting.MAX_DELIVERIES),
            Map.entry("PRIORITY", QueueSetting.DEFAULT_PRIORITY),
            Map.entry("PREFETCH", QueueSetting.PREFETCH),
            Map.entry("TTL", QueueSetting.MESSAGE_TTL_MILLIS),
            Map.entry("DEDUPWINDOW", QueueSetting.DEDUP_WINDOW_MILLIS),
            Map.entry("FAIRNESS", QueueSetting.FAIRNESS_EVERY),
            Map.entry("DEADMAX", QueueSetting.DEAD_LETTERS_MAX),
            Map.entry("DEADRETENTION", QueueSetting.DEAD_LETTER_RETENTION_MILLIS));
    private static final int NAME_CHARS_MAX = 16;

    private final Map<QueueSetting, Long> changes = new EnumMap<>(QueueSetting.class);
    private boolean onlyNew;

    /** Reads everything from that argument on. */
    void parse(Call call, int from) {
        changes.clear();
        onlyNew = false;
        for (int i = from; i < call.count(); i++) {
            int values = option(call, i);
            if (values < 0) {
                throw Call.syntax();
            }
            i += values;
        }
    }

    Map<QueueSetting, Long> changes() {
        return changes;
    }

    /** Whether the queue must not be there yet. */
    boolean onlyNew() {
        return onlyNew;
    }

    /** Reads one option and returns how many values it took; -1 if it is none. */
    private int option(Call call, int at) {
        int values = call.count() - at - 1;
        if (call.length(at) > NAME_CHARS_MAX) {
            return -1;
        }
        String name = call.text(at).toUpperCase(Locale.ROOT);
        if (name.equals("NX")) {
            onlyNew = true;
            return 0;
        }
        if (name.equals("OVERFLOW") && values >= 1) {
            put(
                    QueueSetting.OVERFLOW,
                    name,
                    SettingNames.overflow(call.text(at + 1).toLowerCase(Locale.ROOT)));
            return 1;
        }
        if (name.equals("BACKOFF") && values >= 2) {
            put(QueueSetting.BACKOFF_MIN_MILLIS, name, call.integer(at + 1));
            put(QueueSetting.BACKOFF_MAX_MILLIS, name, call.integer(at + 2));
            return 2;
        }
        @Nullable QueueSetting setting = NUMBERS.get(name);
        if (setting == null || values < 1) {
            return -1;
        }
        put(setting, name, call.integer(at + 1));
        return 1;
    }

    private void put(QueueSetting setting, String name, long value) {
        SettingNames.put(changes, setting, name, value);
    }
}
