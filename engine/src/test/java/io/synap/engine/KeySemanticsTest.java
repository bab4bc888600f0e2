package io.synap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation.Append;
import io.synap.protocol.operation.KvOperation.Condition;
import io.synap.protocol.operation.KvOperation.Delete;
import io.synap.protocol.operation.KvOperation.Expire;
import io.synap.protocol.operation.KvOperation.ExpireRule;
import io.synap.protocol.operation.KvOperation.Expiry;
import io.synap.protocol.operation.KvOperation.Flush;
import io.synap.protocol.operation.KvOperation.Increment;
import io.synap.protocol.operation.KvOperation.IncrementFloat;
import io.synap.protocol.operation.KvOperation.Persist;
import io.synap.protocol.operation.KvOperation.SetRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each operation means, as examples. */
final class KeySemanticsTest {
    private static final Condition IF_ABSENT = new Condition.IfAbsent();
    private static final Condition IF_PRESENT = new Condition.IfPresent();
    private static final Expiry KEEP = new Expiry.Keep();
    private static final Expiry NONE = TestStore.NO_EXPIRY;

    private final TestStore store = new TestStore();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void setThenGet() {
        assertThat(store.get("k")).isNull();
        assertThat(store.set("k", "v").applied()).isTrue();
        assertThat(store.outcome.version()).isEqualTo(1);
        assertThat(store.get("k")).isEqualTo("v");
        assertThat(store.set("k", "other").version()).isEqualTo(2);
        assertThat(store.get("k")).isEqualTo("other");
        assertThat(store.set("", "of the empty key").applied()).isTrue();
        assertThat(store.get("")).isEqualTo("of the empty key");
    }

    @Test
    void conditionsOfSet() {
        assertThat(store.set("k", "1", NONE, IF_PRESENT, false).applied()).isFalse();
        assertThat(store.set("k", "1", NONE, IF_ABSENT, false).applied()).isTrue();
        assertThat(store.set("k", "2", NONE, IF_ABSENT, true).applied()).isFalse();
        assertThat(store.outcome.rejection()).isNull();
        assertThat(store.reported).isEqualTo("1");
        assertThat(store.set("k", "3", NONE, IF_PRESENT, true).applied()).isTrue();
        assertThat(store.reported).isEqualTo("1");
        assertThat(store.get("k")).isEqualTo("3");
    }

    @Test
    void compareAndSetByVersion() {
        Condition absent = new Condition.IfVersion(0);
        assertThat(store.set("k", "1", NONE, absent, false).applied()).isTrue();
        assertThat(store.set("k", "2", NONE, absent, false).rejection()).isEqualTo(ErrorCode.VERSION_MISMATCH);
        long version = store.outcome.version();
        assertThat(version).isEqualTo(1);
        Condition seen = new Condition.IfVersion(version);
        assertThat(store.set("k", "2", NONE, seen, false).applied()).isTrue();
        assertThat(store.apply(new Delete(key(), seen, false, false)).rejection())
                .isEqualTo(ErrorCode.VERSION_MISMATCH);
        Condition newer = new Condition.IfVersion(store.outcome.version());
        assertThat(store.apply(new Delete(key(), newer, false, true)).number()).isEqualTo(1);
        assertThat(store.reported).isEqualTo("2");
        assertThat(store.outcome.version()).isZero();
    }

    @Test
    void whatChangesNothingTakesNoSequence() {
        Shard shard = store.shardOf("k");
        store.set("k", "v");
        store.now += 1_000;
        store.set("k", "w", NONE, IF_ABSENT, false);
        store.apply(new Persist(key()));
        store.apply(new Increment(key(), 1));
        store.advance(shard, 10);
        assertThat(shard.sequence()).isEqualTo(1);
        assertThat(shard.time()).isEqualTo(store.now - 1_000);
    }

    @Test
    void expiredIsAbsentBeforeAnythingRemovesIt() {
        store.setExpiring("k", "v", 100);
        store.now += 99;
        assertThat(store.get("k")).isEqualTo("v");
        store.now += 1;
        assertThat(store.get("k")).isNull();
        assertThat(store.engine.keyCount()).isEqualTo(1);
        assertThat(store.delete("k").number()).isZero();
        assertThat(store.set("k", "w", NONE, IF_PRESENT, true).applied()).isFalse();
        assertThat(store.reported).isNull();
        assertThat(store.set("k", "w", KEEP, IF_ABSENT, false).applied()).isTrue();
        assertThat(store.deadline("k")).isZero();
        assertThat(store.engine.expiringKeyCount()).isZero();
    }

    @Test
    void timeNeverRunsBack() {
        store.setExpiring("k", "v", 100);
        store.now += 200;
        Shard shard = store.shardOf("k");
        store.apply(shard, new Append(Bytes.utf8("other"), Bytes.utf8("x")));
        store.now -= 200;
        assertThat(store.apply(new Append(key(), Bytes.utf8("new"))).number()).isEqualTo(3);
    }

    @Test
    void setDropsTheDeadlineUnlessToldToKeepIt() {
        store.setExpiring("k", "v", 100);
        long deadline = store.now + 100;
        store.set("k", "w", KEEP, TestStore.ALWAYS, false);
        assertThat(store.deadline("k")).isEqualTo(deadline);
        store.apply(new Append(key(), Bytes.utf8("x")));
        store.apply(new SetRange(key(), 0, Bytes.utf8("7")));
        assertThat(store.deadline("k")).isEqualTo(deadline);
        store.set("k", "x");
        assertThat(store.deadline("k")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // rule, deadline before (0 none), new deadline, taken
        "ALWAYS,     0, 50, true",
        "IF_NONE,    0, 50, true",
        "IF_NONE,  100, 50, false",
        "IF_ANY,     0, 50, false",
        "IF_ANY,   100, 50, true",
        "IF_LATER,   0, 50, false",
        "IF_LATER, 100, 50, false",
        "IF_LATER,  50, 50, false",
        "IF_LATER,  40, 50, true",
        "IF_EARLIER, 0, 50, true",
        "IF_EARLIER, 50, 50, false",
        "IF_EARLIER, 60, 50, true",
    })
    void rulesOfExpire(ExpireRule rule, long before, long after, boolean taken) {
        if (before == 0) {
            store.set("k", "v");
        } else {
            store.setExpiring("k", "v", before);
        }
        Outcome outcome = store.apply(new Expire(key(), store.now + after, rule));
        assertThat(outcome.number()).isEqualTo(taken ? 1 : 0);
        assertThat(outcome.applied()).isEqualTo(taken);
        long expected = taken ? store.now + after : before == 0 ? 0 : store.now + before;
        assertThat(store.deadline("k")).isEqualTo(expected);
    }

    @Test
    void expireIntoThePastDeletes() {
        store.set("k", "v");
        Outcome outcome = store.apply(new Expire(key(), store.now, ExpireRule.ALWAYS));
        assertThat(outcome.number()).isEqualTo(1);
        assertThat(outcome.applied()).isTrue();
        assertThat(outcome.version()).isZero();
        assertThat(store.engine.keyCount()).isZero();
        assertThat(store.apply(new Expire(key(), store.now, ExpireRule.ALWAYS)).number())
                .isZero();
    }

    @Test
    void persistTakesTheDeadlineAway() {
        store.setExpiring("k", "v", 100);
        assertThat(store.apply(new Persist(key())).number()).isEqualTo(1);
        assertThat(store.apply(new Persist(key())).number()).isZero();
        store.now += 1_000;
        assertThat(store.get("k")).isEqualTo("v");
    }

    @Test
    void advanceRemovesTheEarliestFirst() {
        for (int i = 0; i < 10; i++) {
            store.setExpiring("{k}" + i, "v", 100 - i);
        }
        Shard shard = store.shardOf("{k}");
        assertThat(shard.nextDeadline()).isEqualTo(store.now + 91);
        store.now += 95;
        assertThat(store.advance(shard, 3).number()).isEqualTo(3);
        assertThat(shard.nextDeadline()).isEqualTo(store.now - 1);
        assertThat(store.advance(shard, 100).number()).isEqualTo(2);
        assertThat(store.advance(shard, 100).applied()).isFalse();
        assertThat(shard.keyCount()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "+1",
                "01",
                "-0",
                "-",
                "1.0",
                "x",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
                "1e3"
            })
    void whatIsNoInteger(String text) {
        store.set("k", text);
        assertThat(store.apply(new Increment(key(), 1)).rejection()).isEqualTo(ErrorCode.NOT_INTEGER);
        assertThat(store.get("k")).isEqualTo(text);
    }

    @Test
    void integersUpToTheirLimits() {
        assertThat(store.apply(new Increment(key(), -5)).number()).isEqualTo(-5);
        assertThat(store.get("k")).isEqualTo("-5");
        store.set("k", "9223372036854775806");
        assertThat(store.apply(new Increment(key(), 1)).number()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.apply(new Increment(key(), 1)).rejection()).isEqualTo(ErrorCode.OVERFLOW);
        store.set("k", "0");
        assertThat(store.apply(new Increment(key(), Long.MIN_VALUE)).number()).isEqualTo(Long.MIN_VALUE);
        assertThat(store.get("k")).isEqualTo("-9223372036854775808");
        assertThat(store.apply(new Increment(key(), -1)).rejection()).isEqualTo(ErrorCode.OVERFLOW);
    }

    @ParameterizedTest
    @CsvSource({
        "10.50,  0.1,    10.6",
        "5.0e3,  2.0e2,  5200",
        "3,      1.1,    4.1",
        "0,      1e-17,  0.00000000000000001",
        "0,      1e-18,  0",
        "-1,     1,      0",
        ".5,     -1.,    -0.5",
        "1e20,   1,      100000000000000000001",
        "+1,     -0.25,  0.75",
    })
    void incrementFloat(String before, String delta, String after) {
        store.set("k", before);
        assertThat(store.apply(new IncrementFloat(key(), Bytes.utf8(delta))).applied())
                .isTrue();
        assertThat(store.reported).isEqualTo(after);
        assertThat(store.get("k")).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "x,       1,       NOT_FLOAT",
        "' 1',    1,       NOT_FLOAT",
        "1,       nan,     NOT_FLOAT",
        "1,       '',      NOT_FLOAT",
        "1,       1e5000,  NOT_FLOAT",
        "1,       1e99999999999, NOT_FLOAT",
        "1,       inf,     NAN_OR_INFINITY",
        "-inf,    1,       NAN_OR_INFINITY",
        "9.9e4932, 9.9e4932, NAN_OR_INFINITY",
    })
    void whatIsNoFloat(String before, String delta, ErrorCode error) {
        store.set("k", before);
        assertThat(store.apply(new IncrementFloat(key(), Bytes.utf8(delta))).rejection())
                .isEqualTo(error);
        assertThat(store.get("k")).isEqualTo(before);
    }

    @Test
    void appendAndSetRange() {
        assertThat(store.apply(new Append(key(), Bytes.utf8("ab"))).number()).isEqualTo(2);
        assertThat(store.apply(new Append(key(), Bytes.utf8("cd"))).number()).isEqualTo(4);
        assertThat(store.apply(new SetRange(key(), 6, Bytes.utf8("x"))).number())
                .isEqualTo(7);
        assertThat(store.get("k")).isEqualTo("abcd\0\0x");
        assertThat(store.apply(new SetRange(key(), 1, Bytes.utf8("BC"))).number())
                .isEqualTo(7);
        assertThat(store.get("k")).isEqualTo("aBCd\0\0x");
        assertThat(store.apply(new SetRange(key(), 100, Bytes.EMPTY)).number()).isEqualTo(7);
        assertThat(store.outcome.applied()).isFalse();
        assertThat(store.apply(new SetRange(Bytes.utf8("no"), 1, Bytes.EMPTY)).number())
                .isZero();
        assertThat(store.apply(new SetRange(Bytes.utf8("no"), 2, Bytes.utf8("y")))
                        .number())
                .isEqualTo(3);
        assertThat(store.get("no")).isEqualTo("\0\0y");
        assertThat(store.apply(new Append(Bytes.utf8("e"), Bytes.EMPTY)).applied())
                .isTrue();
        assertThat(store.get("e")).isEmpty();
    }

    @Test
    void valuesBeyondTheLimitAreRefused() {
        String tooLong = "x".repeat((1 << 20) + 1);
        assertThat(store.set("k", tooLong).rejection()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        store.set("k", "12345");
        Bytes most = Bytes.utf8("x".repeat((1 << 20) - 4));
        assertThat(store.apply(new Append(key(), most)).rejection()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        Bytes one = Bytes.utf8("x");
        assertThat(store.apply(new SetRange(key(), Long.MAX_VALUE, one)).rejection())
                .isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        assertThat(store.apply(new SetRange(key(), 1 << 20, one)).rejection()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        assertThat(store.apply(new SetRange(key(), -1, one)).rejection()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(store.apply(new SetRange(key(), (1 << 20) - 1, one)).number())
                .isEqualTo(1 << 20);
    }

    @Test
    void theLongestKeyWithTheLongestInlineValue() {
        String key = "k".repeat(65_535);
        String value = "v".repeat(16 << 10);
        store.set(key, value);
        store.set(key, value + "v");
        store.set(key, value);
        assertThat(store.get(key)).isEqualTo(value);
        assertThat(store.delete(key).number()).isEqualTo(1);
        assertThat(store.engine.usedBytes()).isZero();
    }

    @Test
    void flushRemovesAllOfAShard() {
        Shard shard = store.shardOf("{k}");
        for (int i = 0; i < 5_000; i++) {
            store.setExpiring("{k}" + i, "v".repeat(i * 7), 1_000);
        }
        assertThat(store.apply(shard, new Flush()).number()).isEqualTo(5_000);
        assertThat(store.apply(shard, new Flush()).applied()).isFalse();
        assertThat(shard.usedBytes()).isZero();
        assertThat(shard.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.get("{k}1")).isNull();
        store.set("{k}1", "again");
        assertThat(store.get("{k}1")).isEqualTo("again");
    }

    private static Bytes key() {
        return Bytes.utf8("k");
    }
}
