package io.synap.engine;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.GroupOperation;
import io.synap.protocol.operation.InSession;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.KvOperation.Condition;
import io.synap.protocol.operation.KvOperation.ExpireRule;
import io.synap.protocol.operation.KvOperation.Expiry;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.StreamOperation;
import io.synap.protocol.operation.SystemOperation;
import io.synap.protocol.operation.TopicOperation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a shard should do, written as simply as can be. Confined to one thread. */
final class ModelShard {
    record Item(Bytes value, long deadline, long version) {}

    final Map<Bytes, Item> items = new HashMap<>();
    final int valueBytesMax;
    long sequence;
    long time;

    // Of the last operation.
    boolean applied;

    @Nullable
    ErrorCode rejection;

    long number;

    ModelShard(int valueBytesMax) {
        this.valueBytesMax = valueBytesMax;
    }

    void apply(Operation operation, long at) {
        long now = Math.max(at, time);
        applied = false;
        rejection = null;
        number = 0;
        switch (operation) {
            case KvOperation.Set set -> set(set, now);
            case KvOperation.Delete delete -> delete(delete, now);
            case KvOperation.Expire expire -> expire(expire, now);
            case KvOperation.Persist persist -> persist(persist, now);
            case KvOperation.Increment increment -> increment(increment, now);
            case KvOperation.IncrementFloat increment -> incrementFloat(increment, now);
            case KvOperation.Append append -> append(append, now);
            case KvOperation.SetRange range -> setRange(range, now);
            case KvOperation.Flush ignored -> removed(items.size(), List.copyOf(items.keySet()));
            case QueueOperation queue -> throw new IllegalArgumentException("no operation on keys: " + queue);
            case GroupOperation group -> throw new IllegalArgumentException("keys only: " + group);
            case StreamOperation stream -> throw new IllegalArgumentException("keys only: " + stream);
            case InSession within -> throw new IllegalArgumentException("the model knows no sessions: " + within);
            case TopicOperation topic -> throw new IllegalArgumentException("keys only: " + topic);
            case SystemOperation.Advance advance -> {
                List<Bytes> due = items.entrySet().stream()
                        .filter(e -> e.getValue().deadline() != 0)
                        .filter(e -> e.getValue().deadline() <= now)
                        .sorted(Comparator.<Map.Entry<Bytes, Item>>comparingLong(
                                        e -> e.getValue().deadline())
                                .thenComparingLong(e -> e.getValue().version()))
                        .limit(Math.max(0, advance.itemsMax()))
                        .map(Map.Entry::getKey)
                        .toList();
                removed(due.size(), due);
            }
        }
        if (applied) {
            sequence++;
            time = now;
        }
    }

    @Nullable
    Item item(Bytes key, long now) {
        Item item = items.get(key);
        return item == null || (item.deadline() != 0 && item.deadline() <= now) ? null : item;
    }

    private void removed(int count, List<Bytes> keys) {
        items.keySet().removeAll(keys);
        applied = count > 0;
        number = count;
    }

    private void put(Bytes key, Bytes value, long deadline) {
        items.put(key, new Item(value, deadline, sequence + 1));
        applied = true;
    }

    private boolean holds(Condition condition, @Nullable Item item) {
        return switch (condition) {
            case Condition.Always ignored -> true;
            case Condition.IfAbsent ignored -> item == null;
            case Condition.IfPresent ignored -> item != null;
            case Condition.IfVersion that -> {
                boolean same = that.version() == (item == null ? 0 : item.version());
                rejection = same ? null : ErrorCode.VERSION_MISMATCH;
                yield same;
            }
        };
    }

    private void set(KvOperation.Set set, long now) {
        Item item = item(set.key(), now);
        if (!holds(set.condition(), item)) {
            return;
        }
        if (set.value().length() > valueBytesMax) {
            rejection = ErrorCode.VALUE_TOO_LARGE;
            return;
        }
        long deadline = switch (set.expiry()) {
            case Expiry.None ignored -> 0;
            case Expiry.Keep ignored -> item == null ? 0 : item.deadline();
            case Expiry.At at -> Math.max(1, at.deadlineMillis());
        };
        put(set.key(), set.value(), deadline);
    }

    private void delete(KvOperation.Delete delete, long now) {
        Item item = item(delete.key(), now);
        if (holds(delete.condition(), item) && item != null) {
            removed(1, List.of(delete.key()));
        }
    }

    private void expire(KvOperation.Expire expire, long now) {
        Item item = item(expire.key(), now);
        if (item == null) {
            return;
        }
        long before = item.deadline() == 0 ? Long.MAX_VALUE : item.deadline();
        long after = expire.deadlineMillis();
        boolean allowed = switch (expire.rule()) {
            case ExpireRule.ALWAYS -> true;
            case ExpireRule.IF_NONE -> item.deadline() == 0;
            case ExpireRule.IF_ANY -> item.deadline() != 0;
            case ExpireRule.IF_LATER -> after > before;
            case ExpireRule.IF_EARLIER -> after < before;
        };
        if (allowed && after <= now) {
            removed(1, List.of(expire.key()));
        } else if (allowed) {
            put(expire.key(), item.value(), after);
            number = 1;
        }
    }

    private void persist(KvOperation.Persist persist, long now) {
        Item item = item(persist.key(), now);
        if (item != null && item.deadline() != 0) {
            put(persist.key(), item.value(), 0);
            number = 1;
        }
    }

    private void increment(KvOperation.Increment increment, long now) {
        Item item = item(increment.key(), now);
        String text = item == null ? "0" : text(item.value());
        if (!text.matches("0|-?[1-9][0-9]{0,18}")) {
            rejection = ErrorCode.NOT_INTEGER;
            return;
        }
        try {
            number = Math.addExact(Long.parseLong(text), increment.delta());
        } catch (NumberFormatException e) {
            rejection = ErrorCode.NOT_INTEGER;
            return;
        } catch (ArithmeticException e) {
            rejection = ErrorCode.OVERFLOW;
            return;
        }
        put(increment.key(), Bytes.utf8(Long.toString(number)), deadline(item));
    }

    private void incrementFloat(KvOperation.IncrementFloat increment, long now) {
        Item item = item(increment.key(), now);
        try {
            BigDecimal left = new BigDecimal(item == null ? "0" : text(item.value()));
            BigDecimal sum = left.add(new BigDecimal(text(increment.delta()))).setScale(17, RoundingMode.HALF_EVEN);
            String text = sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
            put(increment.key(), Bytes.utf8(text), deadline(item));
        } catch (NumberFormatException e) {
            rejection = ErrorCode.NOT_FLOAT;
        }
    }

    private void append(KvOperation.Append append, long now) {
        Item item = item(append.key(), now);
        byte[] before = item == null ? new byte[0] : item.value().toArray();
        patch(append.key(), item, before, before.length, append.value());
    }

    private void setRange(KvOperation.SetRange range, long now) {
        Item item = item(range.key(), now);
        byte[] before = item == null ? new byte[0] : item.value().toArray();
        if (range.offset() < 0) {
            rejection = ErrorCode.OFFSET_OUT_OF_RANGE;
        } else if (range.value().length() == 0) {
            number = before.length;
        } else {
            patch(range.key(), item, before, range.offset(), range.value());
        }
    }

    private void patch(Bytes key, @Nullable Item item, byte[] before, long at, Bytes patch) {
        if (at + patch.length() > valueBytesMax) {
            rejection = ErrorCode.VALUE_TOO_LARGE;
            return;
        }
        int length = Math.max(before.length, (int) at + patch.length());
        byte[] after = Arrays.copyOf(before, length);
        System.arraycopy(patch.toArray(), 0, after, (int) at, patch.length());
        put(key, Bytes.of(after), deadline(item));
        number = length;
    }

    private static long deadline(@Nullable Item item) {
        return item == null ? 0 : item.deadline();
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
    }
}
