package io.synap.server.http.stream;

import io.synap.protocol.operation.GroupOperation.Config;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueOutput;

/**
 * A shared group's settings as JSON: {@code {lease_ms, max_deliveries, backoff_min_ms, backoff_max_ms,
 * protects_events, dead_letters_max, pending_max}}. What is not given stays as it is. Stateless.
 */
final class GroupSettings {
    /** The fields, as routes declare them. */
    static final String SHAPE = "lease_ms?:integer max_deliveries?:integer backoff_min_ms?:integer"
            + " backoff_max_ms?:integer protects_events?:boolean dead_letters_max?:integer pending_max?:integer";

    private static final int DEAD_LETTERS_MAX = 100_000;

    private GroupSettings() {}

    /** What a group has that is made by HTTP: leases, three retries, dead letters. */
    static Config usual(int pendingMax) {
        return new Config(30_000, 4, 1_000, 60_000, true, DEAD_LETTERS_MAX, pendingMax);
    }

    /** The settings with what is given in place of what was. */
    static Config read(Fields fields, Config before) {
        Config config = new Config(
                millis(fields, "lease_ms", before.leaseMillis()),
                count(fields, "max_deliveries", before.deliveriesMax()),
                millis(fields, "backoff_min_ms", before.backoffMinMillis()),
                millis(fields, "backoff_max_ms", before.backoffMaxMillis()),
                fields.has("protects_events") ? fields.flag("protects_events") : before.protectsEvents(),
                count(fields, "dead_letters_max", before.deadLettersMax()),
                count(fields, "pending_max", before.pendingMax()));
        if (config.backoffMinMillis() > config.backoffMaxMillis()) {
            throw Fields.invalid("'backoff_min_ms' exceeds 'backoff_max_ms'");
        }
        return config;
    }

    private static long millis(Fields fields, String name, long before) {
        long value = fields.integer(name, before);
        if (value < 0 || value > Config.MILLIS_MAX) {
            throw Fields.invalid("field '" + name + "' must be between 0 and " + Config.MILLIS_MAX);
        }
        return value;
    }

    private static int count(Fields fields, String name, int before) {
        long value = fields.integer(name, before);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw Fields.invalid("field '" + name + "' must be between 0 and " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    static void write(ValueOutput out, Config config) {
        out.name("lease_ms").number(config.leaseMillis());
        out.name("max_deliveries").number(config.deliveriesMax());
        out.name("backoff_min_ms").number(config.backoffMinMillis());
        out.name("backoff_max_ms").number(config.backoffMaxMillis());
        out.name("protects_events").flag(config.protectsEvents());
        out.name("dead_letters_max").number(config.deadLettersMax());
        out.name("pending_max").number(config.pendingMax());
    }
}
