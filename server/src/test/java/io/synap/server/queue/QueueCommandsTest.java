package io.synap.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.engine.AccessTracking;
import io.synap.engine.Engine;
import io.synap.engine.EngineOptions;
import io.synap.engine.EvictionPolicy;
import io.synap.engine.Outcome;
import io.synap.engine.Shard;
import io.synap.engine.ValueSink;
import io.synap.engine.memory.LargeValue;
import io.synap.engine.queue.Message;
import io.synap.engine.queue.MessageState;
import io.synap.protocol.Slots;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.DeathReason;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.operation.QueueOperation;
import io.synap.protocol.operation.QueueOperation.Header;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Receipt;
import io.synap.protocol.operation.QueueOperation.Scope;
import io.synap.protocol.operation.QueueSetting;
import io.synap.server.node.Access;
import io.synap.server.node.MemoryBudget;
import io.synap.server.node.Node;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The typed commands on queues: the operations they write, and what they refuse. */
final class QueueCommandsTest {
    private static final long NOW = 1_000_000;
    private static final String QUEUE = "jobs";

    private final Arena arena = Arena.ofConfined();
    private final Engine engine = newEngine();
    private final QueueCommands commands = commands(0);
    private final long name = text(QUEUE);
    private final int length = QUEUE.length();

    private static Engine newEngine() {
        return new Engine(new EngineOptions(7, AccessTracking.NONE, 1 << 20));
    }

    private QueueCommands commands(long memoryMax) {
        Node node = new Node(
                engine,
                null,
                false,
                new MemoryBudget(engine::usedBytes, memoryMax, EvictionPolicy.NOEVICTION),
                Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC),
                new SplittableRandom(1));
        return new QueueCommands(node.newAccess(), new QueueLimits(100_000, 3));
    }

    @AfterEach
    void close() {
        engine.close();
        arena.close();
    }

    private long text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long address = arena.allocate(Math.max(1, bytes.length)).address();
        Memory.copy(bytes, 0, address, bytes.length);
        return address;
    }

    private static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }

    @Test
    void whatTheCommandsWriteIsWhatTheCodecWrites() {
        commands.configure(name, length, Mode.CREATE, Map.of(QueueSetting.MAX_DELIVERIES, 2L));
        MessageOptions options = new MessageOptions();
        commands.beginPublish(name, length);
        commands.add(text("plain"), 5);
        options.clear()
                .priority(9)
                .ttlMillis(60_000)
                .maxDeliveries(7)
                .dedupId(text("id"), 2)
                .orderingKey(text("key"), 3)
                .header(text("a"), 1, text("b"), 1)
                .header(text("c"), 1, text(""), 0);
        commands.add(text("rich"), 4, options);
        commands.add(text("later"), 5, options.clear().delayMillis(500));
        for (int i = 0; i < 5; i++) {
            commands.add(text("m"), 1);
        }
        assertThat(commands.publish().count()).isEqualTo(8);
        receive("worker", 6, 9_000, false);
        commands.beginAck(name, length);
        commands.addDelivery(2, 1);
        assertThat(commands.settle().number()).isEqualTo(1);
        commands.beginNack(name, length, -1, text("busy"), 4);
        commands.addDelivery(1, 0);
        commands.settle();
        commands.beginReject(name, length, text("bad"), 3);
        commands.addDelivery(4, 1);
        commands.addDelivery(5, 1);
        assertThat(commands.settle().number()).isEqualTo(2);
        commands.beginExtend(name, length, 70_000);
        commands.addDelivery(6, 1);
        assertThat(commands.settle().number()).isEqualTo(1);
        commands.beginRedrive(name, length);
        commands.addId(4);
        assertThat(commands.settle().number()).isEqualTo(1);
        commands.redriveMatching(name, length, DeathReason.REJECTED, text("ba"), 2, 1, NOW + 1, 5, 3);
        commands.endRedrive(name, length);
        commands.beginRemove(name, length, false);
        commands.addId(3);
        commands.settle();
        receive("eager", 1, 0, true);
        commands.pause(name, length);
        commands.purge(name, length, Scope.READY);
        assertThat(shard(engine).digest()).isEqualTo(digestByCodec());
    }

    private long digestByCodec() {
        Bytes queue = bytes(QUEUE);
        QueueOperation.Message plain = message("m");
        QueueOperation.Message rich = new QueueOperation.Message(
                bytes("rich"),
                9,
                0,
                60_000,
                7,
                bytes("id"),
                bytes("key"),
                List.of(new Header(bytes("a"), bytes("b")), new Header(bytes("c"), Bytes.EMPTY)));
        QueueOperation.Message later =
                new QueueOperation.Message(bytes("later"), -1, 500, 0, 0, Bytes.EMPTY, Bytes.EMPTY, List.of());
        List<QueueOperation> operations = List.of(
                new QueueOperation.Configure(queue, Mode.CREATE, Map.of(QueueSetting.MAX_DELIVERIES, 2L)),
                new QueueOperation.Publish(
                        queue, List.of(message("plain"), rich, later, plain, plain, plain, plain, plain)),
                new QueueOperation.Receive(queue, bytes("worker"), 6, 9_000, false),
                new QueueOperation.Ack(queue, List.of(new Receipt(2, 1))),
                new QueueOperation.Nack(queue, -1, bytes("busy"), List.of(new Receipt(1, 0))),
                new QueueOperation.Reject(queue, bytes("bad"), List.of(new Receipt(4, 1), new Receipt(5, 1))),
                new QueueOperation.Extend(queue, 70_000, List.of(new Receipt(6, 1))),
                new QueueOperation.Redrive(queue, List.of(4L)),
                new QueueOperation.BeginRedrive(queue, DeathReason.REJECTED.code(), bytes("ba"), 1, NOW + 1, 5, 3),
                new QueueOperation.EndRedrive(queue),
                new QueueOperation.Remove(queue, false, List.of(3L)),
                new QueueOperation.Receive(queue, bytes("eager"), 1, 0, true),
                new QueueOperation.Configure(queue, Mode.UPDATE, Map.of(QueueSetting.PAUSED, 1L)),
                new QueueOperation.Purge(queue, Scope.READY));
        try (Engine other = newEngine()) {
            Shard shard = shard(other);
            Outcome outcome = new Outcome();
            for (QueueOperation operation : operations) {
                long address = arena.allocate(OperationCodec.encodedLengthMax(operation))
                        .address();
                OperationCodec.encode(operation, address);
                shard.lock();
                shard.apply(address, NOW, outcome, ValueSink.NONE);
                shard.unlock();
            }
            return shard.digest();
        }
    }

    private static QueueOperation.Message message(String payload) {
        return new QueueOperation.Message(bytes(payload), -1, 0, 0, 0, Bytes.EMPTY, Bytes.EMPTY, List.of());
    }

    private Shard shard(Engine of) {
        return of.shard(Slots.shardOf(name, length));
    }

    private List<Long> receive(String consumer, int most, long lease, boolean noAck) {
        List<Long> ids = new ArrayList<>();
        commands.receive(
                name, length, text(consumer), consumer.length(), most, lease, noAck, each -> ids.add(Message.id(each)));
        return ids;
    }

    @Test
    void whatIsOutOfBoundsIsRefusedBeforeItIsWritten() {
        MessageOptions options = new MessageOptions();
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> commands.configure(name, 0, Mode.EITHER, Map.of()));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> commands.configure(name, length, Mode.EITHER, Map.of(QueueSetting.DEFAULT_PRIORITY, 10L)));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> options.clear().priority(10));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> options.clear().delayMillis(-1));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> options.clear().ttlMillis(0));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> options.clear().maxDeliveries(70_000));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> options.clear().dedupId(name, 300));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> options.clear().header(arena.allocate(20_000).address(), 20_000, name, 1));
        commands.beginPublish(name, length);
        assertRefused(ErrorCode.MESSAGE_TOO_LARGE, () -> commands.add(name, 100_001));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> receive("", 1, 0, false));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> receive("c", 0, 0, false));
        assertThat(engine.queueCount()).isZero();
        assertRefused(ErrorCode.QUEUE_NOT_FOUND, () -> commands.read(name, length, _ -> {}));
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SynapException.class,
                        thrown -> assertThat(thrown.code()).isEqualTo(code));
    }

    @Test
    void thereAreAsManyQueuesAsTheLimitAllows() {
        for (String queue : List.of("b", "c", "a")) {
            assertThat(commands.configure(text(queue), 1, Mode.CREATE, Map.of()).number())
                    .isEqualTo(1);
        }
        assertRefused(ErrorCode.LIMIT_REACHED, () -> commands.configure(name, length, Mode.EITHER, Map.of()));
        assertThat(commands.configure(text("a"), 1, Mode.EITHER, Map.of()).rejection())
                .isNull();
        assertThat(commands.names(null, 2)).containsExactly(new byte[] {'a'}, new byte[] {'b'});
        assertThat(commands.names(new byte[] {'b'}, 2)).containsExactly(new byte[] {'c'});
    }

    @Test
    void deadLettersAreReadInPages() {
        commands.configure(name, length, Mode.CREATE, Map.of());
        commands.beginPublish(name, length);
        for (int i = 0; i < 5; i++) {
            commands.add(name, 1);
        }
        commands.publish();
        List<Long> ids = receive("c", 5, 0, false);
        commands.beginReject(name, length, name, 0);
        ids.forEach(id -> commands.addDelivery(id, 1));
        commands.settle();
        List<Long> read = new ArrayList<>();
        ValueSink sink = letter -> read.add(Message.id(letter));
        long cursor = commands.deadLetters(name, length, 0, 2, sink);
        assertThat(read).containsExactly(1L, 2L);
        cursor = commands.deadLetters(name, length, cursor, 3, sink);
        assertThat(read).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(cursor).isZero();
        assertThat(commands.message(
                        name,
                        length,
                        3,
                        message -> assertThat(Message.state(message)).isEqualTo(MessageState.DEAD)))
                .isTrue();
        assertThat(commands.message(name, length, 6, _ -> {})).isFalse();
    }

    @Test
    void aLargePayloadCanBeHeldBeyondTheReceive() {
        commands.configure(name, length, Mode.CREATE, Map.of());
        commands.beginPublish(name, length);
        long payload = arena.allocate(50_000).fill((byte) 'x').address();
        commands.add(payload, 50_000);
        commands.publish();
        List<LargeValue> held = new ArrayList<>();
        commands.receive(name, length, name, length, 1, 0, true, message -> held.add(commands.retainLarge(message)));
        try (LargeValue value = held.getFirst()) {
            long copy = arena.allocate(50_000).address();
            value.copy(0, 50_000, copy);
            assertThat(Memory.same(payload, copy, 50_000)).isTrue();
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryIsRefusedAndWhatGivesMemoryBackIsNot() {
        QueueCommands bounded = commands(20_000);
        bounded.configure(name, length, Mode.CREATE, Map.of());
        long payload = arena.allocate(1_000).address();
        Access access = bounded.access();
        assertRefused(ErrorCode.OUT_OF_MEMORY, () -> {
            for (int i = 0; i < 100; i++) {
                access.tick();
                bounded.beginPublish(name, length);
                bounded.add(payload, 1_000);
                bounded.publish();
            }
        });
        access.tick();
        List<Long> ids = new ArrayList<>();
        bounded.receive(name, length, name, length, 100, 0, false, message -> ids.add(Message.id(message)));
        assertThat(ids).hasSizeGreaterThan(10);
        bounded.beginAck(name, length);
        ids.forEach(id -> bounded.addDelivery(id, 0));
        assertThat(bounded.settle().number()).isEqualTo(ids.size());
    }
}
