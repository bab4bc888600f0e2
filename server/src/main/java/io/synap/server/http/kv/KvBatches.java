package io.synap.server.http.kv;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.engine.Entry;
import io.synap.engine.EntryVisitor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.Exchange;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.ValueJson;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.kv.KvCommands;
import java.util.Map;

/** Commands on several keys, for all syntaxes. Confined to one event loop. */
final class KvBatches {
    private static final int OPERATION_OVERHEAD_BYTES = 96;
    private static final int DELETIONS_PER_TURN = 256;

    private final KvStore store;
    private final HttpLimits limits;

    /** Takes each key that was asked for, with its entry or 0; runs under the shard's lock. */
    interface Reader {
        void read(ValueOutput out, long entry);
    }

    KvBatches(KvStore store, HttpLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** An array of keys, each a string or bytes. */
    JsonNode keys(Fields fields) {
        JsonNode keys = fields.array("keys", limits.batchMax());
        for (JsonNode key : keys) {
            if (!key.isTextual() && !key.isBinary()) {
                throw Fields.invalid("field 'keys' must hold strings");
            }
        }
        return keys;
    }

    /** Reads the keys one by one, in order. Each is as of its own moment. */
    void read(JsonNode keys, ValueOutput out, Reader reader) {
        EntryVisitor visitor = entry -> reader.read(out, entry);
        for (JsonNode key : keys) {
            store.key(key);
            if (!store.read(visitor)) {
                reader.read(out, 0);
            }
            if (out.size() > limits.replyBytesMax()) {
                throw new SynapException(ErrorCode.REPLY_TOO_LARGE);
            }
        }
    }

    /**
     * Removes the keys, each on its own: a bounded number per turn, and where the log has no room the
     * rest goes on later from where it was.
     */
    Exchange.Slice deletion(JsonNode keys) {
        return new Exchange.Slice() {
            private int next;
            private int deleted;

            @Override
            public boolean write(ValueOutput out) {
                int end = Math.min(keys.size(), next + DELETIONS_PER_TURN);
                while (next < end) {
                    store.key(keys.get(next));
                    deleted += store.delete(-1, false) ? 1 : 0;
                    next++;
                }
                if (next < keys.size()) {
                    return false;
                }
                out.beginObject().name("deleted").number(deleted).endObject();
                return true;
            }
        };
    }

    /**
     * Sets all pairs as one operation: {@code pairs} as an array of {@code {key, value, ttl_ms?}} or of
     * {@code [key, value]}, or as an object; or a single {@code key} and {@code value}.
     *
     * @return how many pairs there were; -1 when one was present and that was not allowed
     */
    int set(Fields fields, boolean onlyIfAllAbsent) {
        KvCommands commands = store.commands();
        commands.beginSetAll();
        int count = 0;
        long bytes = 0;
        JsonNode pairs = fields.find("pairs");
        if (pairs == null || pairs.isNull()) {
            bytes += add(fields);
            count = 1;
        } else if (pairs.isObject()) {
            checkCount(pairs.size());
            for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
                store.key(pair.getKey());
                bytes += add(pair.getValue());
                count++;
            }
        } else {
            for (JsonNode pair : fields.array("pairs", limits.batchMax())) {
                bytes += addPair(pair);
                count++;
            }
        }
        if (count == 0) {
            throw Fields.invalid("field 'pairs' is empty");
        }
        store.room(bytes);
        return commands.setAll(onlyIfAllAbsent) ? count : -1;
    }

    private void checkCount(int count) {
        if (count > limits.batchMax()) {
            throw Fields.invalid("field 'pairs' holds more than " + limits.batchMax() + " elements");
        }
    }

    private long addPair(JsonNode pair) {
        if (!pair.isArray()) {
            Fields fields = Fields.of(pair);
            return add(fields);
        }
        if (pair.size() != 2) {
            throw Fields.invalid("a pair that is an array must be [key, value]");
        }
        store.key(pair.get(0));
        return add(pair.get(1));
    }

    /** Adds the key that the store has, with this value. */
    private long add(JsonNode value) {
        ValueJson.read(value, store.value);
        return addToBatch(0);
    }

    private long add(Fields fields) {
        store.key(fields);
        ValueJson.read(fields, store.value);
        return addToBatch(Deadlines.read(fields, store.now()));
    }

    private long addToBatch(long deadline) {
        store.commands()
                .addToSetAll(
                        store.key.address(), store.key.length(), store.value.address(), store.value.length(), deadline);
        return (long) OPERATION_OVERHEAD_BYTES + store.key.length() + store.value.length();
    }

    /** A page's limit, within what one may ask for. */
    int limit(long asked) {
        if (asked < 1) {
            throw Fields.invalid("limit must be at least 1");
        }
        return (int) Math.min(asked, limits.listMax());
    }

    /** A key with what can be told about it at no cost. */
    void describe(ValueOutput out, long entry) {
        out.beginObject();
        ValueJson.key(out, Entry.key(entry), Entry.keyLength(entry));
        out.name("version").number(Entry.version(entry));
        out.name("length").number(Entry.valueLength(entry));
        long deadline = Entry.deadline(entry);
        if (deadline != 0) {
            out.name("expire_at_ms").number(deadline);
        }
        out.endObject();
    }
}
