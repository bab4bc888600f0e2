package io.synap.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.engine.Outcome;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionLimits;
import java.time.Clock;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the door does with requests of a session. */
final class SessionWritesTest {
    private static final SessionId SESSION = new SessionId(7, 7);

    private final Engine engine = new Engine(new EngineOptions(42, AccessTracking.NONE, 1 << 20));
    private final MemoryBudget budget = new MemoryBudget(engine::usedBytes, 0, EvictionPolicy.NOEVICTION);
    private final Node node = new Node(engine, null, false, budget, Clock.systemUTC(), new SplittableRandom(1));
    private final Access access = node.newAccess();

    @AfterEach
    void close() {
        engine.close();
    }

    private static Operation append(String key) {
        return new KvOperation.Append(Bytes.utf8(key), Bytes.utf8("v"));
    }

    private Outcome write(String key) {
        Operation operation = append(key);
        long address = access.scratch(OperationCodec.encodedLengthMax(operation));
        var _ = OperationCodec.encode(operation, address);
        return access.write(address, Access.noSink());
    }

    private boolean writeAll(boolean onlyIfAllAbsent, String... keys) {
        OperationBatch batch = new OperationBatch();
        for (String key : keys) {
            batch.add(append(key));
        }
        return access.writeAll(batch, onlyIfAllAbsent);
    }

    private void within(long number) {
        access.within(new SessionCall(SESSION, number, 1));
    }

    private static @Nullable ErrorCode refusal(Runnable action) {
        try {
            action.run();
            return null;
        } catch (SynapException refused) {
            return refused.code();
        }
    }

    /** There is room for nothing more. */
    private void fill() {
        budget.change(1, EvictionPolicy.NOEVICTION);
        access.tick();
    }

    @Test
    void writesOfARequestAreTheSamePartsWheneverItComes() {
        for (int time = 0; time < 2; time++) {
            within(1);
            assertThat(write("a").number()).isEqualTo(1);
            assertThat(write("a").number()).isEqualTo(2);
            assertThat(write("b").number()).isEqualTo(1);
        }
        access.within(null);
        assertThat(write("a").number()).isEqualTo(3);
        assertThat(write("a").number()).isEqualTo(4);
    }

    @Test
    void aRepeatNeedsNoMemory() {
        within(1);
        assertThat(write("a").applied()).isTrue();
        within(2);
        assertThat(writeAll(true, "b", "c", "d")).isTrue();
        fill();
        within(1);
        assertThat(write("a").recalled()).isTrue();
        within(2);
        assertThat(writeAll(true, "b", "c", "d")).isTrue();
        within(3);
        assertThat(refusal(() -> write("a"))).isEqualTo(ErrorCode.OUT_OF_MEMORY);
        within(4);
        assertThat(refusal(() -> writeAll(false, "a", "b"))).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    }

    @Test
    void operationsThatHappenAsOneAreRefusedAsOne() {
        within(1);
        assertThat(writeAll(false, "a", "b")).isTrue();
        // The shard of one of them has gone on so far that the number has passed there, and there only.
        within(SessionLimits.WINDOW + 2L);
        assertThat(write("a").applied()).isTrue();
        within(2);
        assertThat(refusal(() -> writeAll(false, "b", "a"))).isEqualTo(ErrorCode.SESSION_NUMBER_PASSED);
        access.within(null);
        assertThat(write("b").number()).isEqualTo(2);
        assertThat(write("a").number()).isEqualTo(3);
    }

    @Test
    void aConditionThatDidNotHoldIsDecidedAnew() {
        access.within(null);
        write("a");
        within(1);
        assertThat(writeAll(true, "a", "b")).isFalse();
        within(1);
        assertThat(writeAll(true, "b", "c")).isTrue();
        within(1);
        assertThat(writeAll(true, "b", "c")).isTrue();
    }

    @Test
    void whatCannotBeRepeatedIsNotReached() {
        OperationBatch batch = new OperationBatch();
        batch.add(append("a"));
        within(1);
        assertThatThrownBy(() -> access.applyLocked(batch)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> access.flushAll(0)).isInstanceOf(IllegalStateException.class);
        assertThat(node.failure()).isNull();
    }

    @Test
    void aRequestHasABoundOfOperations() {
        OperationBatch batch = new OperationBatch();
        for (int i = 0; i <= SessionLimits.PART_MAX; i++) {
            batch.add(append("k" + i % 100));
        }
        within(1);
        assertThat(access.writeAll(batch, false)).isTrue();
        within(1);
        assertThat(access.writeAll(batch, false)).isTrue();
        batch.add(append("one more"));
        within(2);
        assertThat(refusal(() -> access.writeAll(batch, false))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        access.within(null);
        assertThat(write("k0").number()).isEqualTo(657);
        assertThat(write("one more").number()).isEqualTo(1);
    }
}
