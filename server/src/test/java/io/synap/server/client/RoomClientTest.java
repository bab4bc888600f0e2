package io.synap.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.client.error.SynapClientException;
import io.synap.client.live.Live;
import io.synap.client.live.LiveItems;
import io.synap.client.room.BlockingRooms;
import io.synap.client.room.EventPage;
import io.synap.client.room.FollowOptions;
import io.synap.client.room.From;
import io.synap.client.room.NewEvent;
import io.synap.client.room.PublishedEvent;
import io.synap.client.room.PublishedToTopic;
import io.synap.client.room.ReadOptions;
import io.synap.client.room.RoomEvent;
import io.synap.client.room.RoomInfo;
import io.synap.client.room.RoomItem;
import io.synap.client.room.RoomSettings;
import io.synap.client.room.TopicInfo;
import io.synap.client.room.Trim;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rooms and topics; each test has a room of its own. */
@Timeout(60)
final class RoomClientTest {
    private static final Duration SOON = Duration.ofSeconds(20);

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
    void aRoomIsMadeChangedShownAndRemoved() {
        rooms.create("made", RoomSettings.unchanged().keepEvents(10));
        assertThat(refusal(() -> rooms.create("made"))).isEqualTo(ErrorCode.ROOM_EXISTS.name());
        assertThat(rooms.getOrCreate("made", RoomSettings.unchanged().keepFor(Duration.ofHours(1))))
                .isFalse();

        RoomInfo info = rooms.info("made");
        assertThat(info.settings().events()).contains(10L);
        assertThat(info.settings().age()).contains(Duration.ofHours(1));
        assertThat(info.settings().compacted()).contains(false);
        assertThat(info.nextOffset()).isZero();
        assertThat(info.oldest()).isEmpty();
        assertThat(rooms.list("mad").map(RoomInfo::room)).containsExactly("made");
        assertThat(rooms.stats("made").subscribers()).isZero();

        rooms.delete("made");
        assertThat(refusal(() -> rooms.info("made"))).isEqualTo(ErrorCode.ROOM_NOT_FOUND.name());
    }

    @Test
    void anEventComesBackAsItWasPublished() {
        rooms.getOrCreate("whole");
        PublishedEvent published = rooms.publish(
                "whole",
                NewEvent.of("{\"total\":12}")
                        .type("placed")
                        .key("order-7")
                        .header("tenant", "eu\n\"é\"")
                        .field("colour", "blue")
                        .correlationId("tx-1")
                        .userId("u7")
                        .aggregate("order", "7"));
        assertThat(published.id()).isEqualTo("whole:" + epochOf("whole") + ":0");

        RoomEvent<String> event = rooms.get("whole", 0);
        assertThat(event.id()).isEqualTo(published.id());
        assertThat(event.streamId()).isEqualTo(published.streamId());
        assertThat(event.value()).isEqualTo("{\"total\":12}");
        assertThat(event.type()).contains("placed");
        assertThat(event.key()).contains("order-7");
        assertThat(event.headers()).isEqualTo(Map.of("tenant", "eu\n\"é\""));
        assertThat(event.fields()).isEqualTo(Map.of("colour", "blue"));
        assertThat(event.correlationId()).contains("tx-1");
        assertThat(event.metadata()).containsEntry("user_id", "u7").containsEntry("aggregate_id", "7");
        assertThat(event.timestamp()).isAfter(Instant.EPOCH);
    }

    @Test
    void dataComesBackToTheLetterWhateverItLooksLike() {
        rooms.getOrCreate("letters");
        List<String> all = List.of("12", "1.50", "true", "null", "\"quoted\"", "{\"a\" : 1}", "[1, 2]", "", "plain");
        all.forEach(each -> rooms.publish("letters", each));
        assertThat(values(rooms.read("letters", From.first()))).isEqualTo(all);

        byte[] bytes = {0, -1, (byte) 0xc3, 0x28};
        client.rooms(Codec.bytes()).blocking().publish("letters", bytes);
        assertThat(client.rooms(Codec.bytes())
                        .blocking()
                        .get("letters", all.size())
                        .value())
                .isEqualTo(bytes);
    }

    @Test
    void whatAnotherCodecCannotReadSaysWhichEventItIs() {
        rooms.getOrCreate("numbers");
        rooms.publish("numbers", "seven");
        Codec<Integer> numbers = new Codec<>() {
            @Override
            public byte[] encode(Integer value) {
                return Codec.text().encode(value.toString());
            }

            @Override
            public Integer decode(byte[] bytes) {
                return Integer.valueOf(Codec.text().decode(bytes));
            }
        };
        assertThatThrownBy(() -> client.rooms(numbers).blocking().get("numbers", 0))
                .isInstanceOf(SynapClientException.class)
                .hasMessageContaining("CODEC_FAILED")
                .hasMessageContaining(":0");
    }

    @Test
    void pagesFollowOneAnotherInBothDirections() {
        rooms.getOrCreate("pages");
        List<PublishedEvent> published = rooms.publishAll(
                "pages", List.of(NewEvent.of("a"), NewEvent.of("b"), NewEvent.of("c"), NewEvent.of("d")));
        assertThat(published.stream().map(PublishedEvent::offset)).containsExactly(0L, 1L, 2L, 3L);

        EventPage<String> first =
                rooms.read("pages", ReadOptions.from(From.first()).limit(3));
        assertThat(values(first)).containsExactly("a", "b", "c");
        assertThat(first.nextOffset()).isEqualTo(OptionalLong.of(3));
        assertThat(first.more()).isTrue();
        EventPage<String> back = rooms.read("pages", ReadOptions.backwardsFrom(From.offset(1)));
        assertThat(values(back)).containsExactly("b", "a");
        assertThat(back.nextOffset()).isEmpty();
        assertThat(values(rooms.read("pages", From.streamId(published.get(2).streamId()))))
                .containsExactly("c", "d");
        assertThat(values(rooms.read("pages", From.time(Instant.EPOCH)))).hasSize(4);
        assertThat(refusal(() -> rooms.read("pages", From.offset(9)))).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.name());
    }

    @Test
    void aReaderWaitsForTheNextEvent() {
        rooms.getOrCreate("waited");
        CompletionStage<EventPage<String>> waiting =
                client.rooms().read("waited", ReadOptions.from(From.offset(0)).waitFor(SOON));
        rooms.publish("waited", "came");
        assertThat(values(waiting.toCompletableFuture().join())).containsExactly("came");
    }

    @Test
    void eventsAreRemovedOneByOneAndFromTheOldest() {
        rooms.getOrCreate("trimmed");
        for (int i = 0; i < 5; i++) {
            rooms.publish("trimmed", "e" + i);
        }
        rooms.remove("trimmed", 3);
        assertThat(refusal(() -> rooms.remove("trimmed", 3))).isEqualTo(ErrorCode.EVENT_NOT_FOUND.name());
        assertThat(rooms.trim("trimmed", new Trim.BeforeOffset(2))).isEqualTo(2);
        assertThat(values(rooms.read("trimmed", From.first()))).containsExactly("e2", "e4");
        assertThat(rooms.trim("trimmed", new Trim.KeepEvents(1))).isEqualTo(1);
        assertThat(rooms.trim("trimmed", new Trim.BeforeTime(Instant.EPOCH))).isZero();
    }

    @Test
    void chainsOfCausesAreFoundInAllRooms() {
        rooms.getOrCreate("causes");
        rooms.getOrCreate("effects");
        rooms.publish("causes", NewEvent.of("paid").correlationId("chain-1"));
        RoomEvent<String> cause = rooms.get("causes", 0);
        rooms.publish("effects", NewEvent.of("{\"sent\":1}").header("h", "1").causedBy(cause));

        assertThat(rooms.correlated("chain-1").map(RoomEvent::value)).containsExactly("paid", "{\"sent\":1}");
        assertThat(rooms.correlated("chain-1").skip(1).findFirst().orElseThrow().headers())
                .containsEntry("h", "1");
        assertThat(rooms.descendants(cause.id()).map(RoomEvent::room)).containsExactly("effects");
    }

    @Test
    void aFollowerIsToldEachEventOnceAndInOrder() {
        rooms.getOrCreate("followed");
        rooms.publish("followed", "before");
        try (LiveItems<RoomItem<String>> items = Live.items(client.rooms().follow("followed", From.first()))) {
            for (int i = 0; i < 3000; i++) {
                var _ = client.rooms().publish("followed", "e" + i);
            }
            for (int i = 0; i <= 3000; i++) {
                assertThat(event(items).event().offset()).isEqualTo(i);
            }
        }
    }

    @Test
    void aFollowerGoesOnBehindItsCursor() {
        rooms.getOrCreate("resumed");
        for (int i = 0; i < 4; i++) {
            rooms.publish("resumed", "e" + i);
        }
        String cursor;
        try (LiveItems<RoomItem<String>> items = Live.items(client.rooms().follow("resumed", From.first()))) {
            event(items);
            cursor = event(items).cursor();
        }
        try (LiveItems<RoomItem<String>> items = Live.items(client.rooms().follow("resumed", From.cursor(cursor)))) {
            assertThat(event(items).event().value()).isEqualTo("e2");
        }
        rooms.trim("resumed", new Trim.KeepEvents(1));
        try (LiveItems<RoomItem<String>> items = Live.items(client.rooms().follow("resumed", From.cursor(cursor)))) {
            assertThat(items.poll(SOON)).contains(new RoomItem.NotRecovered<>("resumed", epochOf("resumed"), 3));
            assertThat(event(items).event().value()).isEqualTo("e3");
        }
    }

    @Test
    void aSlowFollowerIsToldWhatRetentionTookFromIt() {
        rooms.create("short", RoomSettings.unchanged().keepEvents(10));
        FollowOptions few = FollowOptions.from(From.next()).buffer(2);
        try (LiveItems<RoomItem<String>> items = Live.items(client.rooms().follow("short", few))) {
            for (int i = 0; i < 2000; i++) {
                var _ = client.rooms().publish("short", "e" + i);
            }
            rooms.publish("short", "last");
            long next = 0;
            boolean gap = false;
            while (next <= 2000) {
                switch (items.poll(SOON).orElseThrow()) {
                    case RoomItem.Event<String>(var event, var _) -> {
                        assertThat(event.offset()).isEqualTo(next);
                        next = event.offset() + 1;
                    }
                    case RoomItem.Gap<String>(var _, var from, var to, var _) -> {
                        assertThat(from).isEqualTo(next);
                        next = to + 1;
                        gap = true;
                    }
                    default -> throw new AssertionError("neither event nor gap");
                }
            }
            assertThat(gap).isTrue();
        }
    }

    @Test
    void aRoomThatIsRemovedEndsItsFollowers() {
        rooms.getOrCreate("ended");
        try (LiveItems<RoomItem<String>> items = Live.items(client.rooms().follow("ended", From.first()))) {
            rooms.publish("ended", "e");
            event(items);
            rooms.delete("ended");
            assertThat(items.poll(SOON)).contains(new RoomItem.Deleted<>("ended"));
            assertThat(refusal(() -> assertThat(items.hasNext()).isTrue())).isEqualTo(ErrorCode.ROOM_NOT_FOUND.name());
        }
    }

    @Test
    void aFollowerMayBeThereAsAMember() {
        FollowOptions ann = FollowOptions.from(From.next()).createRoom().as("ann", "{\"name\":\"Ann\"}");
        FollowOptions bob = FollowOptions.from(From.next()).as("bob");
        try (LiveItems<RoomItem<String>> hers = Live.items(client.rooms().follow("chat", ann))) {
            assertThat(rooms.stats("chat").subscribers()).isEqualTo(1);
            try (LiveItems<RoomItem<String>> his = Live.items(client.rooms().follow("chat", bob))) {
                RoomItem<String> told = hers.poll(SOON).orElseThrow();
                if (told.equals(new RoomItem.Joined<>("chat", "ann", Optional.of("{\"name\":\"Ann\"}"), 1L))) {
                    told = hers.poll(SOON).orElseThrow();
                }
                assertThat(told).isEqualTo(new RoomItem.Joined<>("chat", "bob", Optional.empty(), 2L));
                rooms.publish("chat", "hello");
                assertThat(his.hasNext()).isTrue();
            }
        }
    }

    @Test
    void aTopicKeepsAKeysEventsInOneOfItsPartitions() {
        var topics = client.topics().blocking();
        topics.create("orders", 3, RoomSettings.unchanged().keepEvents(100));
        assertThat(topics.list()).contains("orders");
        assertThat(refusal(() -> topics.create("orders", 3))).isEqualTo(ErrorCode.TOPIC_EXISTS.name());

        List<PublishedToTopic> published = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            published.add(topics.publish("orders", NewEvent.of("e" + i).key("k")));
        }
        int partition = published.getFirst().partition();
        assertThat(published).allMatch(each -> each.partition() == partition);
        assertThat(topics.publish("orders", 2, NewEvent.of("there")).partition())
                .isEqualTo(2);
        assertThat(topics.publishAll(
                        "orders",
                        List.of(NewEvent.of("x").key("k"), NewEvent.of("y").key("k"))))
                .hasSize(2);

        TopicInfo info = topics.info("orders");
        assertThat(info.partitions()).hasSize(3);
        assertThat(info.partitions().get(partition).room()).isEqualTo("orders/" + partition);
        assertThat(values(topics.read(
                        "orders", partition, ReadOptions.from(From.offset(0)).limit(2))))
                .containsExactly("e0", "e1");
        try (LiveItems<RoomItem<String>> items =
                Live.items(client.topics().follow("orders", partition, From.first()))) {
            assertThat(event(items).event().value()).isEqualTo("e0");
        }
        topics.delete("orders");
        assertThat(refusal(() -> topics.info("orders"))).isEqualTo(ErrorCode.TOPIC_NOT_FOUND.name());
    }

    @Test
    void wrongArgumentsAreRefusedWhereTheyAreGiven() {
        var async = client.rooms();
        assertThatThrownBy(() -> async.publish("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> async.publishAll("r", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> async.get("r", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> From.streamId("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReadOptions.from(From.first()).limit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> async.read("r", From.next())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RoomSettings.unchanged().keepEvents(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.topics().create("t", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.groups().join("g", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.pubsub().subscribe()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> async.worker("r", "g").concurrency(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long epochOf(String room) {
        return rooms.info(room).epoch();
    }

    private static List<String> values(EventPage<String> page) {
        return page.events().stream().map(RoomEvent::value).toList();
    }

    private static RoomItem.Event<String> event(LiveItems<RoomItem<String>> items) {
        return (RoomItem.Event<String>) items.poll(SOON).orElseThrow();
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
        } catch (SynapClientException refused) {
            return refused.code();
        }
        return "done";
    }
}
