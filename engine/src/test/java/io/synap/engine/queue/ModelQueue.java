package io.synap.engine.queue;

import io.synap.engine.memory.KeyHash;
import io.synap.engine.retry.Backoff;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.QueueCodec;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Receipt;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import io.synap.protocol.operation.SystemOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a queue shall do, said as simply as can be: sorted maps, and a walk over everything each time. */
final class ModelQueue {
    private static final int DUE_PER_RECEIVE = 256;

    private record Remembered(Bytes id, long message, long until) {}

    final TreeMap<Long, ModelMessage> live = new TreeMap<>();
    final TreeMap<Long, ModelMessage> letters = new TreeMap<>();
    final Map<QueueSetting, Long> settings = new EnumMap<>(QueueSetting.class);
    private final List<Remembered> remembered = new ArrayList<>();
    private long nextId;
    private long nextLetter;
    private long handOuts;

    boolean exists;
    long time;
    long sequence;
    boolean applied;

    @Nullable
    ErrorCode rejection;

    long number;
    final List<@Nullable ErrorCode> errors = new ArrayList<>();
    final List<Long> numbers = new ArrayList<>();
    final List<QueueStore.Received> received = new ArrayList<>();

    void apply(Operation operation, long at) {
        long now = Math.max(at, time);
        applied = false;
        rejection = null;
        number = 0;
        errors.clear();
        numbers.clear();
        received.clear();
        if (operation instanceof QueueOperation.Configure configure) {
            configure(configure);
        } else if (operation instanceof SystemOperation.Advance advance) {
            number = exists ? advance(advance.itemsMax(), now) : 0;
            applied = number > 0;
        } else if (!exists) {
            rejection = ErrorCode.QUEUE_NOT_FOUND;
        } else {
            execute((QueueOperation) operation, now);
        }
        if (applied) {
            sequence++;
            time = now;
        }
    }

    private void execute(QueueOperation operation, long now) {
        switch (operation) {
            case QueueOperation.Publish publish -> publish(publish, now);
            case QueueOperation.Receive receive -> receive(receive, now);
            case QueueOperation.Ack ack -> settle(ack.receipts(), now, item -> live.remove(item.id));
            case QueueOperation.Nack nack ->
                settle(nack.receipts(), now, item -> failed(item, nack.error(), nack.delayMillis(), now));
            case QueueOperation.Reject reject ->
                settle(reject.receipts(), now, item -> die(item, DeathReason.REJECTED, reject.error(), now));
            case QueueOperation.Extend extend ->
                settle(extend.receipts(), now, item -> item.leaseEnd = now + extend.leaseMillis());
            case QueueOperation.Redrive redrive -> redrive.ids().forEach(id -> redrive(id, now));
            case QueueOperation.Remove remove -> remove.ids().forEach(id -> remove(id, remove.onlyDead(), now));
            case QueueOperation.Purge purge -> purge(purge.scope(), now);
            case QueueOperation.Delete ignored -> {
                number = (long) live.size() + letters.size();
                applied = true;
                exists = false;
            }
            case QueueOperation.Configure ignored -> throw new AssertionError("done before");
            case QueueOperation.BeginRedrive ignored -> throw new AssertionError("not modelled");
            case QueueOperation.EndRedrive ignored -> throw new AssertionError("not modelled");
        }
    }

    private long setting(QueueSetting setting) {
        return settings.getOrDefault(setting, setting.initial());
    }

    private void configure(QueueOperation.Configure configure) {
        if (exists ? configure.mode() == Mode.CREATE : configure.mode() == Mode.UPDATE) {
            rejection = exists ? ErrorCode.QUEUE_EXISTS : ErrorCode.QUEUE_NOT_FOUND;
            return;
        }
        if (!exists) {
            exists = true;
            applied = true;
            number = 1;
            live.clear();
            letters.clear();
            settings.clear();
            remembered.clear();
            nextId = 1;
            nextLetter = 1;
            handOuts = 0;
        }
        configure.changes().forEach((setting, value) -> {
            applied |= setting(setting) != value;
            settings.put(setting, value);
        });
    }

    private void publish(QueueOperation.Publish publish, long now) {
        if (!fits(publish, now)) {
            rejection = ErrorCode.QUEUE_FULL;
            return;
        }
        for (QueueOperation.Message message : publish.messages()) {
            long earlier = earlier(message, now);
            errors.add(null);
            if (earlier != 0) {
                numbers.add(-earlier);
                continue;
            }
            ModelMessage item = item(message, nextId++, now);
            if (message.dedupId().length() > 0 && setting(QueueSetting.DEDUP_WINDOW_MILLIS) > 0) {
                remembered.add(
                        new Remembered(message.dedupId(), item.id, now + setting(QueueSetting.DEDUP_WINDOW_MILLIS)));
            }
            numbers.add(item.id);
            enter(item, message.delayMillis() == 0 ? 0 : now + message.delayMillis(), now);
        }
        while (setting(QueueSetting.OVERFLOW) != 0 && exceedsBounds()) {
            ModelMessage oldest = live.values().stream()
                    .filter(item -> item.state == MessageState.READY)
                    .findFirst()
                    .or(() -> live.values().stream()
                            .filter(item -> !item.leased())
                            .findFirst())
                    .orElse(null);
            if (oldest == null) {
                break;
            }
            die(oldest, DeathReason.MAX_LENGTH, Bytes.EMPTY, now);
            settleKeys(now);
        }
        applied = true;
        number = numbers.size();
    }

    private ModelMessage item(QueueOperation.Message message, long id, long now) {
        int priority = message.priority() >= 0 ? message.priority() : (int) setting(QueueSetting.DEFAULT_PRIORITY);
        long ttl = message.ttlMillis() > 0 ? message.ttlMillis() : setting(QueueSetting.MESSAGE_TTL_MILLIS);
        return new ModelMessage(id, message, priority, ttl, now);
    }

    private boolean fits(QueueOperation.Publish publish, long now) {
        boolean drops = setting(QueueSetting.OVERFLOW) != 0;
        long depth = drops ? live.values().stream().filter(ModelMessage::leased).count() : live.size();
        long bytes = drops ? 0 : bytes();
        boolean any = false;
        for (QueueOperation.Message message : publish.messages()) {
            if (earlier(message, now) == 0) {
                any = true;
                depth++;
                bytes += item(message, 0, now).bytes();
            }
        }
        long depthMax = setting(QueueSetting.MAX_DEPTH);
        long bytesMax = setting(QueueSetting.MAX_BYTES);
        return !any || ((depthMax == 0 || depth <= depthMax) && (bytesMax == 0 || bytes <= bytesMax));
    }

    private boolean exceedsBounds() {
        long depthMax = setting(QueueSetting.MAX_DEPTH);
        long bytesMax = setting(QueueSetting.MAX_BYTES);
        return (depthMax > 0 && live.size() > depthMax) || (bytesMax > 0 && bytes() > bytesMax);
    }

    long bytes() {
        return live.values().stream().mapToLong(ModelMessage::bytes).sum();
    }

    private long earlier(QueueOperation.Message message, long now) {
        if (setting(QueueSetting.DEDUP_WINDOW_MILLIS) == 0) {
            return 0;
        }
        return remembered.stream()
                .filter(each -> each.until() > now && each.id().equals(message.dedupId()))
                .mapToLong(Remembered::message)
                .findFirst()
                .orElse(0);
    }

    private void receive(QueueOperation.Receive receive, long now) {
        long due = endOfTimes(DUE_PER_RECEIVE, now);
        applied = due > 0;
        String consumer = new String(receive.consumer().toArray(), StandardCharsets.UTF_8);
        long room = receive.messagesMax();
        long prefetch = setting(QueueSetting.PREFETCH);
        if (prefetch > 0 && !receive.noAck()) {
            room = Math.min(room, prefetch - inFlight(consumer));
        }
        long lease = receive.leaseMillis() > 0 ? receive.leaseMillis() : setting(QueueSetting.LEASE_MILLIS);
        while (setting(QueueSetting.PAUSED) == 0 && received.size() < room) {
            ModelMessage item = next();
            if (item == null) {
                break;
            }
            applied = true;
            if (item.ttlDeadline <= now) {
                if (due++ == DUE_PER_RECEIVE) {
                    break;
                }
                die(item, DeathReason.EXPIRED, Bytes.EMPTY, now);
                settleKeys(now);
                continue;
            }
            handOuts++;
            item.delivery++;
            item.count++;
            item.state = MessageState.LEASED;
            item.leaseEnd = now + lease;
            item.consumer = consumer;
            received.add(new QueueStore.Received(item.id, item.delivery, item.count, item.priority, item.payload()));
            if (receive.noAck()) {
                live.remove(item.id);
                settleKeys(now);
            }
        }
        number = received.size();
    }

    long inFlight(String consumer) {
        return live.values().stream()
                .filter(item -> item.leased() && item.consumer.equals(consumer))
                .count();
    }

    private @Nullable ModelMessage next() {
        long every = setting(QueueSetting.FAIRNESS_EVERY);
        Comparator<ModelMessage> byPriority = Comparator.comparingInt(item -> -item.priority);
        Comparator<ModelMessage> order = every > 0 && (handOuts + 1) % every == 0 ? byPriority.reversed() : byPriority;
        return live.values().stream()
                .filter(item -> item.state == MessageState.READY)
                .min(order.thenComparingLong(item -> item.id))
                .orElse(null);
    }

    private void settle(List<Receipt> receipts, long now, Consumer<ModelMessage> action) {
        for (Receipt receipt : receipts) {
            ModelMessage item = live.get(receipt.id());
            boolean dead = letters.values().stream().anyMatch(letter -> letter.id == receipt.id());
            ErrorCode error = null;
            if (item == null && !dead) {
                error = ErrorCode.MESSAGE_NOT_FOUND;
            } else if (item == null
                    || !item.leased()
                    || (receipt.delivery() != 0 && receipt.delivery() != item.delivery)) {
                error = ErrorCode.LEASE_LOST;
            } else {
                action.accept(item);
                settleKeys(now);
            }
            report(error, receipt.id());
        }
    }

    private void report(@Nullable ErrorCode error, long id) {
        errors.add(error);
        numbers.add(id);
        applied |= error == null;
        number += error == null ? 1 : 0;
    }

    private void failed(ModelMessage item, Bytes error, long delay, long now) {
        long most =
                item.message.maxDeliveries() > 0 ? item.message.maxDeliveries() : setting(QueueSetting.MAX_DELIVERIES);
        if (item.count >= most && delay != QueueCodec.RELEASE) {
            die(item, DeathReason.MAX_DELIVERIES, error, now);
            return;
        }
        told(item, error);
        long wait = delay == QueueCodec.BACKOFF ? backoff(item) : Math.max(0, delay);
        enter(item, wait == 0 ? 0 : now + wait, now);
    }

    private long backoff(ModelMessage item) {
        return Backoff.millis(
                setting(QueueSetting.BACKOFF_MIN_MILLIS),
                setting(QueueSetting.BACKOFF_MAX_MILLIS),
                item.count,
                KeyHash.mix(1, item.id));
    }

    private static void told(ModelMessage item, Bytes error) {
        item.events++;
        item.errorLength = error.length() > 0 ? error.length() : item.errorLength;
    }

    private void die(ModelMessage item, DeathReason reason, Bytes error, long now) {
        live.remove(item.id);
        long most = setting(QueueSetting.DEAD_LETTERS_MAX);
        if (most == 0) {
            return;
        }
        told(item, error);
        item.state = MessageState.DEAD;
        item.reason = reason;
        item.died = now;
        letters.put(nextLetter++, item);
        for (int i = 0; i < 2 && letters.size() > most; i++) {
            letters.pollFirstEntry();
        }
    }

    private void redrive(long id, long now) {
        Map.Entry<Long, ModelMessage> letter = letters.entrySet().stream()
                .filter(entry -> entry.getValue().id == id)
                .findFirst()
                .orElse(null);
        if (letter == null) {
            report(ErrorCode.MESSAGE_NOT_FOUND, id);
            return;
        }
        long depthMax = setting(QueueSetting.MAX_DEPTH);
        long bytesMax = setting(QueueSetting.MAX_BYTES);
        if ((depthMax > 0 && live.size() >= depthMax) || (bytesMax > 0 && bytes() >= bytesMax)) {
            report(ErrorCode.QUEUE_FULL, id);
            return;
        }
        ModelMessage item = letter.getValue();
        letters.remove(letter.getKey());
        told(item, Bytes.EMPTY);
        item.count = 0;
        if (item.ttlDeadline <= now) {
            item.ttlDeadline = Long.MAX_VALUE;
        }
        enter(item, 0, now);
        report(null, id);
    }

    private void remove(long id, boolean onlyDead, long now) {
        boolean there = !onlyDead && live.remove(id) != null;
        there |= letters.values().removeIf(letter -> letter.id == id);
        settleKeys(now);
        report(there ? null : ErrorCode.MESSAGE_NOT_FOUND, id);
    }

    private void purge(Scope scope, long now) {
        long before = (long) live.size() + letters.size();
        if (scope != Scope.READY) {
            letters.clear();
        }
        if (scope != Scope.DEAD) {
            live.values().removeIf(item -> scope == Scope.ALL || !item.leased());
        }
        settleKeys(now);
        number = before - live.size() - letters.size();
        applied = number > 0;
    }

    private long advance(long most, long now) {
        long done = endOfTimes(most, now);
        while (done < most && nextForgotten() <= now) {
            remembered.remove(remembered.stream()
                    .min(Comparator.comparingLong(Remembered::until))
                    .orElseThrow());
            done++;
        }
        while (done < most && nextLetterEnd() <= now) {
            letters.pollFirstEntry();
            done++;
        }
        return done;
    }

    private long nextForgotten() {
        return remembered.stream().mapToLong(Remembered::until).min().orElse(Long.MAX_VALUE);
    }

    private long nextLetterEnd() {
        if (letters.size() > setting(QueueSetting.DEAD_LETTERS_MAX)) {
            return 0;
        }
        long retention = setting(QueueSetting.DEAD_LETTER_RETENTION_MILLIS);
        return retention == 0 || letters.isEmpty()
                ? Long.MAX_VALUE
                : letters.firstEntry().getValue().died + retention;
    }

    long nextDeadline() {
        long next = Math.min(nextForgotten(), nextLetterEnd());
        for (ModelMessage item : live.values()) {
            next = Math.min(next, item.leased() ? item.leaseEnd : item.timer());
        }
        return exists ? next : Long.MAX_VALUE;
    }

    /** Ends leases, delays and times to live, earliest first. */
    private long endOfTimes(long most, long now) {
        long done = 0;
        while (done < most) {
            ModelMessage lease = live.values().stream()
                    .filter(ModelMessage::leased)
                    .min(Comparator.comparingLong(item -> item.leaseEnd))
                    .orElse(null);
            ModelMessage timed = live.values().stream()
                    .filter(item -> item.timer() != Long.MAX_VALUE)
                    .min(Comparator.comparingLong(ModelMessage::timer))
                    .orElse(null);
            long leaseEnd = lease == null ? Long.MAX_VALUE : lease.leaseEnd;
            long timer = timed == null ? Long.MAX_VALUE : timed.timer();
            if (lease != null && leaseEnd <= timer && leaseEnd <= now) {
                failed(lease, Bytes.EMPTY, -1, now);
            } else if (timed != null && timer <= now) {
                if (timed.ttlDeadline <= now) {
                    die(timed, DeathReason.EXPIRED, Bytes.EMPTY, now);
                } else {
                    enter(timed, 0, now);
                }
            } else {
                break;
            }
            settleKeys(now);
            done++;
        }
        return done;
    }

    private void enter(ModelMessage item, long notBefore, long now) {
        live.put(item.id, item);
        item.notBefore = notBefore;
        item.state = MessageState.WAITING;
        if (item.message.orderingKey().length() == 0) {
            item.state = notBefore > now ? MessageState.DELAYED : MessageState.READY;
        }
        settleKeys(now);
    }

    /** Of each ordering key the one in flight is active, else the oldest; all others wait. */
    private void settleKeys(long now) {
        Map<String, ModelMessage> active = new TreeMap<>();
        for (ModelMessage item : live.values()) {
            String key = item.message.orderingKey().toString();
            if (item.message.orderingKey().length() > 0 && (item.leased() || !active.containsKey(key))) {
                active.put(key, item);
            }
        }
        for (ModelMessage item : live.values()) {
            if (item.message.orderingKey().length() == 0 || item.leased()) {
                continue;
            }
            boolean isActive = active.get(item.message.orderingKey().toString()) == item;
            if (isActive && item.state == MessageState.WAITING) {
                item.state = item.notBefore > now ? MessageState.DELAYED : MessageState.READY;
            } else if (!isActive && item.state != MessageState.WAITING) {
                item.notBefore = item.state == MessageState.DELAYED ? item.notBefore : 0;
                item.state = MessageState.WAITING;
            }
        }
    }
}
