package io.synap.server.client;

import static io.synap.server.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.SynapClient;
import io.synap.client.error.SynapClientException;
import io.synap.client.room.Assignment;
import io.synap.client.room.BlockingGroups;
import io.synap.client.room.BlockingRooms;
import io.synap.client.room.BlockingSharedGroup;
import io.synap.client.room.DeadEvents;
import io.synap.client.room.EventNack;
import io.synap.client.room.From;
import io.synap.client.room.GroupDelivery;
import io.synap.client.room.GroupInfo;
import io.synap.client.room.GroupSettings;
import io.synap.client.room.NewEvent;
import io.synap.client.room.PendingEvent;
import io.synap.client.room.Settled;
import io.synap.client.room.SharedGroupInfo;
import io.synap.client.room.SharedGroupSettings;
import io.synap.client.work.PermanentFailureException;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerListener;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shared and exclusive groups and their workers; each test has a room of its own. */
@Timeout(60)
final class GroupClientTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final WorkerListener SILENT = new WorkerListener() {};

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static SynapClient client;
    private static BlockingRooms<String> rooms;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder.resolve("data"));
        client = SynapClient.connect("127.0.0.1:" + server.httpPort());
        rooms = client.rooms().blocking();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void aSharedGroupIsMadeChangedListedAndRemoved() {
        BlockingSharedGroup<String> group = group("made", 1);
        assertThat(group.info().settings().maxDeliveries()).contains(3);
        SharedGroupInfo changed =
                group.configure(SharedGroupSettings.unchanged().lease(Duration.ofMinutes(1)));
        assertThat(changed.settings().lease()).contains(Duration.ofMinutes(1));
        assertThat(changed.settings().maxDeliveries()).contains(3);
        assertThat(changed.consumerLag()).isEqualTo(1);
        assertThat(rooms.groups("made").map(SharedGroupInfo::group)).containsExactly("g");
        group.delete();
        assertThat(refusal(group::info)).isEqualTo(ErrorCode.GROUP_NOT_FOUND.name());
    }

    @Test
    void anEventIsDoneWhenItIsAcknowledgedAndOnlyOnce() {
        BlockingSharedGroup<String> group = group("acked", 2);
        List<GroupDelivery<String>> received = group.receive("c1", 10, Duration.ZERO);
        assertThat(received.stream().map(GroupDelivery::value)).containsExactly("e0", "e1");
        assertThat(received.getFirst().deliveryCount()).isEqualTo(1);
        assertThat(received.getFirst().leaseDeadline()).isPresent();
        assertThat(group.pending("c1").map(PendingEvent::state)).containsExactly("leased", "leased");

        group.extend(received.get(1), Duration.ofMinutes(5));
        group.ack(received.getFirst());
        assertThat(refusal(() -> group.ack(received.getFirst()))).isEqualTo(ErrorCode.LEASE_LOST.name());
        List<Settled> both =
                group.ackAll(received.stream().map(GroupDelivery::receipt).toList());
        assertThat(both.stream().map(Settled::isDone)).containsExactly(false, true);
        assertThat(group.pending()).isEmpty();
        assertThat(group.info().counts().acked()).isEqualTo(2);
    }

    @Test
    void whatIsGivenBackComesAgainAndDiesInTheEnd() {
        BlockingSharedGroup<String> group = group("dying", 1);
        for (int i = 1; i <= 3; i++) {
            GroupDelivery<String> delivery = only(group.receive("c1", 1, SOON));
            assertThat(delivery.deliveryCount()).isEqualTo(i);
            group.nack(delivery, EventNack.atOnce().because("try " + i));
        }
        PendingEvent letter = group.deadLetters().findFirst().orElseThrow();
        assertThat(letter.reason()).contains("max_deliveries");
        assertThat(letter.lastError()).contains("try 3");
        assertThat(letter.history()).hasSize(3);
        assertThat(group.deadLetter(0)).isEqualTo(letter);

        assertThat(only(group.redrive(List.of(0L))).isDone()).isTrue();
        group.reject(only(group.receive("c1", 1, SOON)), "no good");
        assertThat(group.deadLetter(0).reason()).contains("rejected");
        assertThat(group.redriveState().active()).isFalse();
        assertThat(group.purge(DeadEvents.all().reason("rejected"))).isEqualTo(1);
        assertThat(group.deadLetters()).isEmpty();
    }

    @Test
    void aWorkerHandlesEachEventOnce() {
        BlockingSharedGroup<String> group = group("worked", 0);
        Set<String> handled = ConcurrentHashMap.newKeySet();
        AtomicInteger twice = new AtomicInteger();
        publish("worked", 2000);
        try (Worker worker = client.rooms()
                .worker("worked", "g")
                .concurrency(8)
                .prefetch(256)
                .handle(each -> {
                    if (!handled.add(each.value())) {
                        twice.incrementAndGet();
                    }
                })) {
            until(() -> group.info().counts().acked() == 2000);
            assertThat(worker.figures().handled()).isEqualTo(2000);
        }
        assertThat(handled).hasSize(2000);
        assertThat(twice).hasValue(0);
        assertThat(group.info().pending()).isZero();
    }

    @Test
    void aWorkerGivesBackWhatFailsAndRejectsWhatAlwaysWill() {
        BlockingSharedGroup<String> group = group("failing", 3);
        AtomicInteger tries = new AtomicInteger();
        try (Worker worker = client.rooms()
                .worker("failing", "g")
                .listener(SILENT)
                .handle(each -> {
                    if (each.value().equals("e1") && tries.incrementAndGet() == 1) {
                        throw new IOException("once");
                    }
                    if (each.value().equals("e2")) {
                        throw new PermanentFailureException("never");
                    }
                })) {
            until(() -> group.info().counts().acked() == 2 && group.info().deadLetters() == 1);
            assertThat(worker.figures().failed()).isEqualTo(2);
        }
        assertThat(group.deadLetter(2).lastError().orElseThrow()).contains("never");
    }

    @Test
    void aWorkersBatchesAndStagesAreAcknowledgedToo() {
        BlockingSharedGroup<String> group = group("batched", 100);
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        try (Worker _ = client.rooms()
                .worker("batched", "g")
                .handleAll(20, Duration.ofMillis(50), each -> sizes.add(each.size()))) {
            until(() -> group.info().counts().acked() == 100);
        }
        assertThat(sizes).allMatch(each -> each <= 20).contains(20);
        publish("batched", 10);
        try (Worker _ =
                client.rooms().worker("batched", "g").handleAsync(each -> CompletableFuture.supplyAsync(each::value))) {
            until(() -> group.info().counts().acked() == 110);
        }
    }

    @Test
    void aLeaseIsExtendedWhileItsHandlerRunsAndClosingWaitsForIt() throws InterruptedException {
        BlockingSharedGroup<String> group = group("slow", 1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Worker worker = client.rooms()
                .worker("slow", "g")
                .lease(Duration.ofMillis(300))
                .handle(each -> {
                    begun.countDown();
                    go.await();
                });
        begun.await();
        PendingEvent before = group.pending().findFirst().orElseThrow();
        until(() -> group.pending()
                .findFirst()
                .orElseThrow()
                .until()
                .orElseThrow()
                .isAfter(before.until().orElseThrow().plusMillis(600)));
        assertThat(group.info().counts().expired()).isZero();
        Thread closing = Thread.ofVirtual().start(worker::close);
        until(() -> !worker.isRunning());
        go.countDown();
        closing.join();
        assertThat(group.info().counts().acked()).isEqualTo(1);
    }

    @Test
    void stoppingInterruptsHandlersAndGivesBackWhatTheyHad() throws InterruptedException {
        BlockingSharedGroup<String> group = group("stopped", 3);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Worker worker = client.rooms().worker("stopped", "g").handle(each -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                interrupted.complete(true);
                throw stopped;
            }
        });
        begun.await();
        worker.stop();
        assertThat(interrupted.join()).isTrue();
        until(() -> group.info().available() == group.info().pending());
        Set<String> others = ConcurrentHashMap.newKeySet();
        until(() -> {
            group.receive("other", 10, Duration.ZERO).forEach(each -> others.add(each.value()));
            return others.size() == 3;
        });
    }

    @Test
    void anExclusiveGroupsMembersCommitAndAreRefusedWhenTheyAreLate() {
        BlockingGroups groups = client.groups().blocking();
        client.topics().blocking().create("t1", 4);
        groups.create("readers", GroupSettings.ofTopic("t1").sessionTimeout(Duration.ofMinutes(1)));
        assertThat(groups.list()).contains("readers");
        Assignment alone = groups.join("readers", "m1");
        assertThat(alone.partitions()).containsExactly(0, 1, 2, 3);
        assertThat(alone.room(2)).isEqualTo("t1/2");
        groups.commit(alone, Map.of(0, 0L));
        groups.join("readers", "m2");
        assertThat(groups.heartbeat("readers", "m1")).isEqualTo(alone.generation() + 1);
        assertThat(refusal(() -> groups.commit(alone, Map.of(0, 0L)))).isEqualTo(ErrorCode.STALE_GENERATION.name());
        assertThat(groups.assignment("readers", "m1").partitions()).hasSize(2);
        assertThat(groups.offsets("readers").getFirst().committedOffset()).isEqualTo(OptionalLong.of(0));
        assertThat(groups.offsets("readers").get(1).committedOffset()).isEmpty();

        GroupInfo info = groups.info("readers");
        assertThat(info.members().stream().map(GroupInfo.Member::id)).containsExactlyInAnyOrder("m1", "m2");
        assertThat(info.partitions().getFirst().member()).isPresent();
        groups.resetToFirst("readers");
        groups.resetToNext("readers");
        groups.reset("readers", Map.of(1, 0L));
        groups.leave("readers", "m1");
        assertThat(refusal(() -> groups.heartbeat("readers", "m1"))).isEqualTo(ErrorCode.MEMBER_NOT_FOUND.name());
        groups.delete("readers");
        assertThat(refusal(() -> groups.info("readers"))).isEqualTo(ErrorCode.GROUP_NOT_FOUND.name());
    }

    @Test
    void orderedWorkersHandleEachPartitionInOrderWhileMembersComeAndGo() {
        client.topics().blocking().create("t2", 4);
        client.groups().blocking().create("audit", GroupSettings.ofTopic("t2").sessionTimeout(Duration.ofSeconds(1)));
        Map<Integer, List<Integer>> seen = new ConcurrentHashMap<>();
        try (Worker first = ordered("audit", seen)) {
            publishToTopic("t2", 0, 200);
            until(() -> count(seen) == 200);
            try (Worker second = ordered("audit", seen)) {
                until(() -> client.groups().blocking().info("audit").members().size() == 2);
                publishToTopic("t2", 200, 200);
                until(() -> distinct(seen) == 400);
                until(() -> second.figures().handled() > 0);
            }
            publishToTopic("t2", 400, 200);
            until(() -> distinct(seen) == 600);
            until(() -> client.groups().blocking().info("audit").consumerLag() == 0);
            assertThat(first.isRunning()).isTrue();
        }
        assertThat(client.groups().blocking().info("audit").members()).isEmpty();
        seen.forEach(
                (partition, all) -> assertThat(all).as("partition " + partition).isSorted());
    }

    @Test
    void anOrderedWorkerTriesAnEventAgainBeforeAnyBehindIt() {
        rooms.create("ordered");
        client.groups().blocking().create("one", GroupSettings.ofRoom("ordered"));
        publish("ordered", 5);
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger tries = new AtomicInteger();
        try (Worker _ = client.rooms()
                .orderedWorker("one")
                .backoff(Duration.ofMillis(5), Duration.ofMillis(10))
                .listener(SILENT)
                .handle(event -> {
                    if (event.offset() == 1 && tries.incrementAndGet() < 4) {
                        throw new IllegalStateException("not yet");
                    }
                    if (event.offset() == 3) {
                        throw new PermanentFailureException("pass it over");
                    }
                    handled.add(event.value());
                })) {
            until(() -> handled.size() == 4);
            until(() -> client.groups().blocking().info("one").consumerLag() == 0);
        }
        assertThat(handled).containsExactly("e0", "e1", "e2", "e4");
        assertThat(tries).hasValue(4);
    }

    private static Worker ordered(String group, Map<Integer, List<Integer>> seen) {
        return client.rooms().orderedWorker(group).listener(SILENT).handle(event -> {
            int partition = Integer.parseInt(event.room().substring(event.room().indexOf('/') + 1));
            int number = Integer.parseInt(event.value());
            List<Integer> all =
                    seen.computeIfAbsent(partition, none -> Collections.synchronizedList(new ArrayList<>()));
            // A partition that has changed hands may begin with what was handled and not committed.
            synchronized (all) {
                if (!all.contains(number)) {
                    all.add(number);
                }
            }
        });
    }

    private static int count(Map<Integer, List<Integer>> seen) {
        return seen.values().stream().mapToInt(List::size).sum();
    }

    private static long distinct(Map<Integer, List<Integer>> seen) {
        return seen.values().stream()
                .flatMap(each -> List.copyOf(each).stream())
                .distinct()
                .count();
    }

    private static void publishToTopic(String topic, int from, int count) {
        client.topics()
                .blocking()
                .publishAll(
                        topic,
                        IntStream.range(from, from + count)
                                .mapToObj(i -> NewEvent.of("" + i).key("k" + i % 16))
                                .toList());
    }

    private static BlockingSharedGroup<String> group(String room, int events) {
        rooms.create(room);
        publish(room, events);
        BlockingSharedGroup<String> group = client.rooms().group(room, "g").blocking();
        group.create(
                From.first(),
                SharedGroupSettings.unchanged().maxDeliveries(3).backoff(Duration.ofMillis(1), Duration.ofMillis(10)));
        return group;
    }

    private static void publish(String room, int events) {
        for (int from = 0; from < events; from += 1000) {
            rooms.publishAll(
                    room,
                    IntStream.range(from, Math.min(events, from + 1000))
                            .mapToObj(i -> NewEvent.of("e" + i))
                            .toList());
        }
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
        } catch (SynapClientException refused) {
            return refused.code();
        }
        return "done";
    }

    /** That optional arguments have their own method too. */
    @Test
    void aReceiverMayAskForALeaseOfItsOwn() {
        BlockingSharedGroup<String> group = group("leased", 1);
        GroupDelivery<String> mine = only(group.receive("c1", 1, Duration.ZERO, Optional.of(Duration.ofMillis(1))));
        GroupDelivery<String> again = only(group.receive("c2", 1, SOON));
        assertThat(again.event()).isEqualTo(mine.event());
        assertThat(again.deliveryCount()).isEqualTo(2);
    }
}
