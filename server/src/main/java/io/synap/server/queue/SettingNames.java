package io.synap.server.queue;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.QueueSetting;
import java.util.Map;

/** What clients call the settings of queues, and what they may set them to. Thread-safe, no state. */
public final class SettingNames {
    /** The values of {@link QueueSetting#OVERFLOW}. */
    private static final String REJECT = "reject";

    private static final String DROP_OLDEST = "drop_oldest";
    private static final String DROP_OLDEST_DASHED = "drop-oldest";

    private SettingNames() {}

    /** The field's name in JSON and in reports. */
    public static String of(QueueSetting setting) {
        return switch (setting) {
            case MAX_DEPTH -> "max_depth";
            case MAX_BYTES -> "max_bytes";
            case OVERFLOW -> "overflow";
            case LEASE_MILLIS -> "lease_ms";
            case MAX_DELIVERIES -> "max_deliveries";
            case DEFAULT_PRIORITY -> "default_priority";
            case PREFETCH -> "prefetch";
            case MESSAGE_TTL_MILLIS -> "message_ttl_ms";
            case DEDUP_WINDOW_MILLIS -> "dedup_window_ms";
            case BACKOFF_MIN_MILLIS -> "backoff_min_ms";
            case BACKOFF_MAX_MILLIS -> "backoff_max_ms";
            case FAIRNESS_EVERY -> "fairness_every";
            case DEAD_LETTERS_MAX -> "dead_letters_max";
            case DEAD_LETTER_RETENTION_MILLIS -> "dead_letter_retention_ms";
            case PAUSED -> "paused";
        };
    }

    /**
     * Adds a change, if the setting allows the value.
     *
     * @param name what the client has called it
     * @throws SynapException INVALID_ARGUMENT when it does not, or when the setting is said twice
     */
    public static void put(Map<QueueSetting, Long> changes, QueueSetting setting, String name, long value) {
        if (!setting.allows(value)) {
            throw invalid("'" + name + "' must be from " + setting.min() + " to " + setting.max());
        }
        if (changes.put(setting, value) != null) {
            throw invalid("'" + name + "' sets " + of(setting) + " a second time");
        }
    }

    /** What {@code reject} and {@code drop_oldest} stand for; the latter also with a dash. */
    public static long overflow(String text) {
        return switch (text) {
            case REJECT -> 0;
            case DROP_OLDEST, DROP_OLDEST_DASHED -> 1;
            default -> throw invalid("'overflow' must be " + REJECT + " or " + DROP_OLDEST);
        };
    }

    /** How a value of {@link QueueSetting#OVERFLOW} is written. */
    public static String overflow(long value) {
        return value == 0 ? REJECT : DROP_OLDEST;
    }

    private static SynapException invalid(String message) {
        return new SynapException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
