package io.synap.engine.queue;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.QueueCodec;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Message;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Receipt;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import io.synap.protocol.operation.SystemOperation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Operations on one queue, of every kind, as clients might send them that know a part of what they received. */
final class RandomQueueHistory {
    private static final int KNOWN_MAX = 30;

    private final SplittableRandom random;
    private final boolean withRedrives;
    private final List<Receipt> known = new ArrayList<>();
    private long published;

    long now = 1_000_000;

    RandomQueueHistory(SplittableRandom random, boolean withRedrives) {
        this.random = random;
        this.withRedrives = withRedrives;
    }

    /** Tells what was handed out. */
    void received(List<QueueStore.Received> messages) {
        for (QueueStore.Received message : messages) {
            if (known.size() == KNOWN_MAX) {
                known.remove(random.nextInt(KNOWN_MAX));
            }
            known.add(message.receipt());
        }
    }

    Operation next() {
        // Time mostly goes on, sometimes jumps, sometimes seems to run back.
        now += random.nextInt(30) == 0 ? random.nextInt(800) - 50 : random.nextInt(6);
        Bytes queue = QueueStore.name();
        int kind = random.nextInt(1_000);
        if (kind < 300) {
            return new QueueOperation.Publish(queue, messages());
        }
        if (kind < 600) {
            return new QueueOperation.Receive(
                    queue,
                    Bytes.utf8("c" + random.nextInt(4)),
                    random.nextInt(1, 8),
                    random.nextInt(3) == 0 ? random.nextInt(50, 400) : 0,
                    random.nextInt(12) == 0);
        }
        if (kind < 750) {
            return new QueueOperation.Ack(queue, receipts());
        }
        if (kind < 840) {
            long delay = switch (random.nextInt(4)) {
                case 0 -> QueueCodec.BACKOFF;
                case 1 -> QueueCodec.RELEASE;
                default -> upTo(2, 200);
            };
            return new QueueOperation.Nack(queue, delay, error(), receipts());
        }
        if (kind < 870) {
            return new QueueOperation.Reject(queue, error(), receipts());
        }
        if (kind < 890) {
            return new QueueOperation.Extend(queue, random.nextInt(1, 500), receipts());
        }
        if (kind < 910) {
            return new QueueOperation.Redrive(queue, ids());
        }
        if (kind < 920) {
            return new QueueOperation.Remove(queue, random.nextBoolean(), ids());
        }
        if (kind < 960) {
            return new SystemOperation.Advance(random.nextInt(20));
        }
        return kind < 970 && withRedrives ? redrive() : rare(kind);
    }

    private QueueOperation redrive() {
        if (random.nextInt(5) == 0) {
            return new QueueOperation.EndRedrive(QueueStore.name());
        }
        return new QueueOperation.BeginRedrive(
                QueueStore.name(),
                random.nextInt(5),
                random.nextInt(3) == 0 ? Bytes.utf8("e" + random.nextInt(3)) : Bytes.EMPTY,
                random.nextInt(2) * (now - random.nextInt(1_000)),
                random.nextInt(4) == 0 ? now - random.nextInt(300) : 0,
                upTo(3, 20),
                random.nextInt(3) * random.nextInt(50));
    }

    private QueueOperation rare(int kind) {
        if (kind < 995) {
            Map<QueueSetting, Long> changes = new EnumMap<>(QueueSetting.class);
            for (int i = random.nextInt(3); i >= 0; i--) {
                QueueSetting[] all = QueueSetting.values();
                QueueSetting setting = all[random.nextInt(all.length)];
                changes.put(setting, value(setting));
            }
            Mode[] modes = Mode.values();
            return new QueueOperation.Configure(QueueStore.name(), modes[random.nextInt(modes.length)], changes);
        }
        if (kind < 999) {
            Scope[] scopes = Scope.values();
            return new QueueOperation.Purge(QueueStore.name(), scopes[random.nextInt(scopes.length)]);
        }
        return new QueueOperation.Delete(QueueStore.name());
    }

    /** Often 0. */
    private long upTo(int choices, int size) {
        return (long) random.nextInt(choices) * random.nextInt(size);
    }

    private long value(QueueSetting setting) {
        return switch (setting) {
            case MAX_DEPTH -> random.nextInt(3) * 60L;
            case MAX_BYTES -> random.nextInt(2) * 40_000L;
            case OVERFLOW -> random.nextInt(2);
            case LEASE_MILLIS -> random.nextInt(20, 400);
            case MAX_DELIVERIES -> random.nextInt(1, 5);
            case DEFAULT_PRIORITY -> random.nextInt(10);
            case PREFETCH -> random.nextInt(3) * 4L;
            case MESSAGE_TTL_MILLIS -> random.nextInt(3) * 300L;
            case DEDUP_WINDOW_MILLIS -> random.nextInt(3) * 200L;
            case BACKOFF_MIN_MILLIS -> random.nextInt(50);
            case BACKOFF_MAX_MILLIS -> random.nextInt(200);
            case FAIRNESS_EVERY -> random.nextInt(5);
            case DEAD_LETTERS_MAX -> upTo(4, 30);
            case DEAD_LETTER_RETENTION_MILLIS -> random.nextInt(3) * 500L;
            case PAUSED -> random.nextInt(4) == 0 ? 1 : 0;
        };
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            messages.add(message());
            published++;
        }
        return messages;
    }

    private Message message() {
        MessageBuilder message = new MessageBuilder("x".repeat(length()) + published);
        if (random.nextInt(2) == 0) {
            message.priority(random.nextInt(10));
        }
        if (random.nextInt(10) == 0) {
            message.delay(random.nextInt(1, 300));
        }
        if (random.nextInt(10) == 0) {
            message.ttl(random.nextInt(1, 600));
        }
        if (random.nextInt(10) == 0) {
            message.maxDeliveries(random.nextInt(1, 4));
        }
        if (random.nextInt(6) == 0) {
            message.dedup("d" + random.nextInt(20));
        }
        if (random.nextInt(4) == 0) {
            message.key("k" + random.nextInt(5));
        }
        if (random.nextInt(10) == 0) {
            message.header("name", "v".repeat(random.nextInt(30))).header("other", "");
        }
        return message.build();
    }

    private int length() {
        return switch (random.nextInt(50)) {
            case 0 -> random.nextInt(20_000);
            case 1 -> random.nextInt(10) == 0 ? random.nextInt(200_000) : 0;
            default -> random.nextInt(150);
        };
    }

    private Bytes error() {
        return random.nextInt(2) == 0
                ? Bytes.EMPTY
                : Bytes.utf8("e" + random.nextInt(3) + "!".repeat(random.nextInt(20)));
    }

    private List<Receipt> receipts() {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            if (known.isEmpty() || random.nextInt(10) == 0) {
                receipts.add(new Receipt(random.nextLong(published + 2), random.nextInt(3)));
            } else {
                receipts.add(known.remove(random.nextInt(known.size())));
            }
        }
        return receipts;
    }

    private List<Long> ids() {
        List<Long> ids = new ArrayList<>();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            ids.add(random.nextLong(published + 2));
        }
        return ids;
    }
}
