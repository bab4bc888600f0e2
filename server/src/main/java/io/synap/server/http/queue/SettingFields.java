package io.synap.server.http.queue;

import io.synap.protocol.operation.QueueSetting;
import io.synap.server.http.json.Fields;
import io.synap.server.queue.SettingNames;
import java.util.EnumMap;
import java.util.Map;

/** The settings of a queue as fields of JSON. Thread-safe, no state. */
final class SettingFields {
    /** What a route may name: ours, then those of the published protocol. */
    static final String SHAPE = "max_depth?:integer max_bytes?:integer overflow?:string lease_ms?:integer"
            + " max_deliveries?:integer default_priority?:integer prefetch?:integer message_ttl_ms?:integer"
            + " dedup_window_ms?:integer backoff_min_ms?:integer backoff_max_ms?:integer fairness_every?:integer"
            + " dead_letters_max?:integer dead_letter_retention_ms?:integer paused?:boolean"
            + " ack_deadline_secs?:integer default_max_retries?:integer prefetch_limit?:integer";

    private static final long MILLIS_PER_SECOND = 1000;

    private SettingFields() {}

    /** The settings that the fields say; others are left as they are. */
    static Map<QueueSetting, Long> read(Fields fields) {
        Map<QueueSetting, Long> changes = new EnumMap<>(QueueSetting.class);
        for (QueueSetting setting : QueueSetting.values()) {
            String name = SettingNames.of(setting);
            if (fields.has(name)) {
                SettingNames.put(changes, setting, name, value(fields, setting, name));
            }
        }
        readPublished(fields, changes);
        return changes;
    }

    private static long value(Fields fields, QueueSetting setting, String name) {
        return switch (setting) {
            case OVERFLOW -> SettingNames.overflow(fields.text(name));
            case PAUSED -> fields.flag(name) ? 1 : 0;
            default -> fields.integer(name);
        };
    }

    /** The published protocol counts seconds, and retries where we count deliveries. */
    private static void readPublished(Fields fields, Map<QueueSetting, Long> changes) {
        if (fields.has("ack_deadline_secs")) {
            long millis = millis(fields.integer("ack_deadline_secs"));
            SettingNames.put(changes, QueueSetting.LEASE_MILLIS, "ack_deadline_secs", millis);
        }
        if (fields.has("default_max_retries")) {
            SettingNames.put(
                    changes,
                    QueueSetting.MAX_DELIVERIES,
                    "default_max_retries",
                    deliveries(fields.integer("default_max_retries")));
        }
        if (fields.has("prefetch_limit")) {
            SettingNames.put(changes, QueueSetting.PREFETCH, "prefetch_limit", fields.integer("prefetch_limit"));
        }
    }

    /** So many seconds in milliseconds; what is too long for that is out of every range. */
    static long millis(long seconds) {
        return seconds < 0 || seconds > Long.MAX_VALUE / MILLIS_PER_SECOND ? -1 : seconds * MILLIS_PER_SECOND;
    }

    /** How many deliveries so many retries make; what is no number of retries is none of deliveries. */
    static long deliveries(long retries) {
        return retries < 0 || retries == Long.MAX_VALUE ? -1 : retries + 1;
    }
}
