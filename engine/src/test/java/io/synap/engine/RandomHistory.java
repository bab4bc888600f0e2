package io.synap.engine;

import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.KvOperation.Condition;
import io.synap.protocol.operation.KvOperation.ExpireRule;
import io.synap.protocol.operation.KvOperation.Expiry;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.SystemOperation;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Operations on the keys of one shard, of every kind, with values of every size. */
final class RandomHistory {
    private static final String TAG = "{t}";

    private final SplittableRandom random;
    private final int keys;
    /** One operation in so many is a FLUSH. */
    private final int flushOneIn;

    long now = 1_000_000;

    RandomHistory(SplittableRandom random, int keys, int flushOneIn) {
        this.random = random;
        this.keys = keys;
        this.flushOneIn = flushOneIn;
    }

    static String shardKey() {
        return TAG;
    }

    Operation next() {
        // Time mostly goes on, sometimes jumps, sometimes seems to run back.
        now += random.nextInt(20) == 0 ? random.nextInt(500) - 50 : random.nextInt(3);
        if (random.nextInt(flushOneIn) == 0) {
            return new KvOperation.Flush();
        }
        Bytes key = key();
        return switch (random.nextInt(20)) {
            case 0, 1 -> new KvOperation.Delete(key, condition(), false, random.nextBoolean());
            case 2 -> new KvOperation.Expire(key, deadline(), rule());
            case 3 -> new KvOperation.Persist(key);
            case 4, 5 -> new KvOperation.Increment(key, random.nextLong() >> random.nextInt(64));
            case 6 -> new KvOperation.IncrementFloat(key, number());
            case 7, 8 -> new KvOperation.Append(key, value());
            case 9, 10 -> new KvOperation.SetRange(key, random.nextInt(-1, 60_000) / 3, value());
            case 11 -> new SystemOperation.Advance(random.nextInt(5));
            default -> new KvOperation.Set(key, value(), expiry(), condition(), random.nextBoolean());
        };
    }

    private Bytes key() {
        // Every length up to a few words, so that each way of hashing and comparing is met.
        int which = random.nextInt(keys);
        return Bytes.utf8(TAG + which + "k".repeat(which % 23));
    }

    private Bytes value() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> number();
            case 3 -> filled(random.nextInt(20_000));
            case 4 -> random.nextInt(8) == 0 ? filled(random.nextInt(300_000)) : Bytes.EMPTY;
            default -> filled(random.nextInt(120));
        };
    }

    private Bytes filled(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private Bytes number() {
        return switch (random.nextInt(5)) {
            case 0 -> Bytes.utf8(Long.toString(random.nextLong()));
            case 1 -> Bytes.utf8(random.nextInt(1000) + "." + random.nextInt(1000));
            case 2 -> Bytes.utf8("-" + random.nextInt(10) + ".5e" + random.nextInt(5));
            case 3 -> Bytes.of("12x".getBytes(StandardCharsets.UTF_8));
            default -> Bytes.utf8(Integer.toString(random.nextInt(100)));
        };
    }

    private Expiry expiry() {
        return switch (random.nextInt(4)) {
            case 0 -> new Expiry.At(deadline());
            case 1 -> new Expiry.Keep();
            default -> new Expiry.None();
        };
    }

    private Condition condition() {
        return switch (random.nextInt(12)) {
            case 0 -> new Condition.IfAbsent();
            case 1 -> new Condition.IfPresent();
            case 2 -> new Condition.IfVersion(random.nextInt(40));
            default -> new Condition.Always();
        };
    }

    private long deadline() {
        return now + random.nextInt(-100, 2_000);
    }

    private ExpireRule rule() {
        ExpireRule[] rules = ExpireRule.values();
        return rules[random.nextInt(rules.length)];
    }
}
