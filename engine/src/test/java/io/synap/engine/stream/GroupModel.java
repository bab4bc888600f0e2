package io.synap.engine.stream;

import io.synap.engine.retry.Backoff;
import io.synap.protocol.operation.GroupOperation.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A room and one group as plainly as can be; the event at an offset has the id {@code offset + 1, 0}. */
final class GroupModel {
    /** A pending event; nobody has it when there is no holder, and it waits when it then has a deadline. */
    static final class Entry {
        @Nullable
        String holder;

        int deliveries;
        long handOut;
        long handedOutAt;
        /** 0 never. */
        long deadline;

        boolean isAvailable() {
            return holder == null && deadline == 0;
        }
    }

    final Config config;
    final TreeSet<Long> living = new TreeSet<>();
    final TreeMap<Long, Entry> pending = new TreeMap<>();
    final TreeMap<Long, String> dead = new TreeMap<>();
    final TreeSet<String> consumers = new TreeSet<>();
    /** What was done, or died, at any time. */
    final TreeSet<Long> finished = new TreeSet<>();
    /** What the group was told to pass over. */
    final TreeSet<Long> skipped = new TreeSet<>();

    long next;
    long cursor;
    private long handOuts;

    GroupModel(Config config) {
        this.config = config;
    }

    void append() {
        living.add(next++);
    }

    /** What a consumer gets; null when that is refused. */
    @Nullable
    String read(String consumer, int count, long now) {
        boolean full = pending.size() >= config.pendingMax();
        if (full && pending.values().stream().noneMatch(Entry::isAvailable) && living.ceiling(cursor) != null) {
            return null;
        }
        consumers.add(consumer);
        List<String> got = new ArrayList<>();
        for (Map.Entry<Long, Entry> each : new TreeMap<>(pending).entrySet()) {
            long offset = each.getKey();
            if (got.size() < count && each.getValue().isAvailable()) {
                if (living.contains(offset)) {
                    hand(each.getValue(), consumer, each.getValue().deliveries + 1, now);
                    got.add(text(offset, each.getValue()));
                } else {
                    die(offset, "expired");
                }
            }
        }
        while (got.size() < count && pending.size() < config.pendingMax()) {
            Long offset = living.ceiling(cursor);
            if (offset == null) {
                break;
            }
            Entry entry = pending.computeIfAbsent(offset, _ -> new Entry());
            dead.remove(offset);
            hand(entry, consumer, 1, now);
            got.add(text(offset, entry));
            cursor = offset + 1;
        }
        return String.join(", ", got);
    }

    /** What a consumer gets of its own. */
    String reread(String consumer, long afterOffset, long now) {
        consumers.add(consumer);
        List<String> got = new ArrayList<>();
        for (Map.Entry<Long, Entry> each : pending.tailMap(afterOffset, false).entrySet()) {
            Entry entry = each.getValue();
            if (consumer.equals(entry.holder)) {
                boolean lives = living.contains(each.getKey());
                if (lives) {
                    hand(entry, consumer, entry.deliveries + 1, now);
                }
                got.add(text(each.getKey(), entry) + (lives ? "" : " gone"));
            }
        }
        return String.join(", ", got);
    }

    private static String text(long offset, Entry entry) {
        return offset + (entry.deliveries > 1 ? "x" + entry.deliveries : "");
    }

    private void hand(Entry entry, String consumer, int deliveries, long now) {
        entry.holder = consumer;
        entry.deliveries = deliveries;
        entry.handOut = ++handOuts;
        entry.handedOutAt = now;
        entry.deadline = config.leaseMillis() == 0 ? 0 : now + config.leaseMillis();
    }

    /** What a consumer gets of others'. */
    String claim(String consumer, long offset, long idle, boolean force, long now) {
        Entry entry = pending.get(offset);
        if (!living.contains(offset)) {
            if (entry != null) {
                die(offset, "expired");
            }
            return "";
        }
        if (entry == null) {
            if (!force || pending.size() >= config.pendingMax()) {
                return "";
            }
            entry = new Entry();
            entry.deliveries = 1;
            pending.put(offset, entry);
            dead.remove(offset);
        } else if (now - entry.handedOutAt < idle) {
            return "";
        }
        consumers.add(consumer);
        hand(entry, consumer, entry.deliveries + 1, now);
        return text(offset, entry);
    }

    /** Whether a receipt is that of a lease that runs; 0 is any hand-out. */
    boolean holds(long offset, long handOut) {
        Entry entry = pending.get(offset);
        return entry != null && entry.holder != null && (handOut == 0 || entry.handOut == handOut);
    }

    void done(long offset) {
        pending.remove(offset);
        finished.add(offset);
    }

    /** A member failed with an event; a delay of -1 is the backoff, of -2 never again. */
    void fail(long offset, long delay, long now) {
        Entry entry = pending.get(offset);
        if (entry == null) {
            throw new AssertionError("not pending: " + offset);
        }
        if (delay == -2) {
            die(offset, "rejected");
        } else if (config.deliveriesMax() > 0 && entry.deliveries >= config.deliveriesMax()) {
            die(offset, "max_deliveries");
        } else if (!living.contains(offset)) {
            die(offset, "expired");
        } else {
            long wait = delay >= 0
                    ? delay
                    : Backoff.millis(config.backoffMinMillis(), config.backoffMaxMillis(), entry.deliveries, offset);
            entry.holder = null;
            entry.deadline = wait == 0 ? 0 : now + wait;
        }
    }

    private void die(long offset, String reason) {
        pending.remove(offset);
        finished.add(offset);
        dead.put(offset, reason);
        for (int i = 0; i < 2 && dead.size() > config.deadLettersMax(); i++) {
            dead.pollFirstEntry();
        }
    }

    /** Whether a dead letter got another try. */
    boolean redrive(long offset) {
        if (!dead.containsKey(offset) || !living.contains(offset)) {
            return false;
        }
        dead.remove(offset);
        pending.put(offset, new Entry());
        return true;
    }

    void goTo(long offset) {
        for (long each = cursor; each < offset; each++) {
            skipped.add(each);
        }
        cursor = offset;
    }

    void release(String consumer) {
        consumers.remove(consumer);
        for (Entry entry : pending.values()) {
            if (consumer.equals(entry.holder)) {
                entry.holder = null;
                entry.deadline = 0;
            }
        }
    }

    /** Everything that is due happens. */
    void pass(long now) {
        while (true) {
            Map.Entry<Long, Entry> due = null;
            for (Map.Entry<Long, Entry> each : pending.entrySet()) {
                long deadline = each.getValue().deadline;
                if (deadline != 0 && deadline <= now && (due == null || deadline < due.getValue().deadline)) {
                    due = each;
                }
            }
            if (due == null) {
                return;
            }
            if (due.getValue().holder == null) {
                due.getValue().deadline = 0;
            } else {
                fail(due.getKey(), -1, now);
            }
        }
    }

    String pendingText() {
        List<String> lines = new ArrayList<>();
        pending.forEach((offset, entry) -> {
            String who = entry.holder != null ? entry.holder : entry.deadline != 0 ? "later" : "nobody";
            lines.add(offset + " " + who + " x" + entry.deliveries);
        });
        return String.join(", ", lines);
    }

    String deadText() {
        List<String> lines = new ArrayList<>();
        dead.forEach((offset, reason) -> lines.add(offset + " " + reason));
        return String.join(", ", lines);
    }
}
