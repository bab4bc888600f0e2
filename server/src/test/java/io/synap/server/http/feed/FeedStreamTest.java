package io.synap.server.http.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.replication.files.DiskFiles;
import io.synap.replication.log.FsyncPolicy;
import io.synap.server.Eventually;
import io.synap.server.feed.FeedLimits;
import io.synap.server.feed.FeedNode;
import io.synap.server.http.Route;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.live.LiveSource;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.http.live.TestCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live subscriptions to changes, up to their outlet. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FeedStreamTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private FeedNode node;

    private final EventExecutor loop = new DefaultEventExecutor();
    private final ChangeJson json = new ChangeJson();
    private final List<LiveSubscription> subscriptions = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        node = new FeedNode(folder, new DiskFiles(), FsyncPolicy.OS, new FeedLimits(100, 4, 64 << 10));
    }

    @AfterEach
    void close() throws Exception {
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        node.close();
    }

    /** A client's connection, with as much room as the test gives. Its lists may be read from any thread. */
    private final class FakeOutlet implements Outlet {
        final List<String> sent = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);
        volatile @Nullable SynapException end;

        @Override
        public EventExecutor loop() {
            return loop;
        }

        @Override
        public int room() {
            return room.get();
        }

        @Override
        public void send(LiveEvent event) {
            var _ = room.addAndGet(-event.credit());
            sent.add(new String(event.json(), StandardCharsets.UTF_8)
                    .replaceAll("\"cursor\":\"[^\"]+\"", "cursor")
                    .replaceAll("\"timestamp\":[0-9]+", "time")
                    .replace('"', '\''));
        }

        @Override
        public void flush(long awaited) {
            assertThat(awaited).isZero();
        }

        @Override
        public void end(SynapException reason) {
            end = reason;
        }

        void await(int count) {
            Eventually.until(() -> sent.size() >= count);
        }
    }

    /** A command with arguments in JSON, of the published protocol if they say so. */
    private static TestCall call(String arguments) {
        boolean published = arguments.contains("'published':true");
        return new TestCall(arguments, published ? Route.Dialect.SHORT : Route.Dialect.REST);
    }

    private void onLoop(Runnable task) {
        var _ = loop.submit(task).syncUninterruptibly();
    }

    private String subscribe(LiveSource source, String arguments, FakeOutlet outlet) {
        LiveSubscription subscription = source.open(call(arguments), outlet);
        JsonOutput described = new JsonOutput(256);
        described.beginObject();
        subscription.describe(described);
        described.endObject();
        onLoop(subscription::resume);
        subscriptions.add(subscription);
        return new String(described.toArray(), StandardCharsets.UTF_8).replace('"', '\'');
    }

    @Test
    void keysAreWatchedByPattern() {
        FakeOutlet outlet = new FakeOutlet();
        FakeOutlet published = new FakeOutlet();
        FakeOutlet all = new FakeOutlet();
        assertThat(subscribe(new KeyWatchSource(node.feed, json), "{'keys':['user:*']}", outlet))
                .contains("'recovered':true");
        subscribe(new KeyWatchSource(node.feed, json), "{'keys':['user:*'],'published':true}", published);
        subscribe(new ChangeSource(node.feed, json), "{'families':['kv']}", all);
        node.set("user:1", "Ann");
        node.set("other", "x");
        node.set("user:2", "Bo");
        outlet.await(2);
        published.await(2);
        all.await(3);
        assertThat(outlet.sent)
                .contains("'type':'change',cursor,'key':'user:1','event':'set','version':1,time,'value':'Ann'");
        assertThat(published.sent)
                .anyMatch(frame -> frame.startsWith("'type':'message',cursor,'message_id':'")
                        && frame.contains("'topic':'__watch@0__:user:1','payload':{'key':'user:1','event':'set',"
                                + "'version':1,'value':'Ann'},'metadata':{}"));
        assertThat(all.sent)
                .anyMatch(frame -> frame.startsWith(
                        "'type':'change',cursor,'family':'kv','operation':'set','name':'other','shard':"));
    }

    @Test
    void withoutRoomChangesWaitAndNoneIsLost() {
        FakeOutlet outlet = new FakeOutlet();
        outlet.room.set(3);
        subscribe(new ChangeSource(node.feed, json), "{}", outlet);
        for (int i = 0; i < 1_000; i++) {
            node.set("{a}" + i, "v".repeat(100));
        }
        outlet.await(3);
        LiveSubscription subscription = subscriptions.getFirst();
        onLoop(() -> {
            outlet.room.set(500);
            subscription.resume();
        });
        outlet.await(500);
        assertThat(outlet.sent.size()).isLessThanOrEqualTo(503);
        onLoop(() -> {
            outlet.room.set(Integer.MAX_VALUE);
            subscription.resume();
        });
        outlet.await(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(outlet.sent.get(i)).contains("'name':'{a}" + i + "'");
        }
        onLoop(subscription::close);
        Eventually.until(() -> node.feed.subscribers() == 0);
    }

    @Test
    void aWatchGoesOnBehindAVersion() {
        node.set("k", "1");
        node.set("k", "2");
        node.set("k", "3");
        FakeOutlet outlet = new FakeOutlet();
        subscribe(new KeyWatchSource(node.feed, json), "{'keys':['k'],'from_version':1}", outlet);
        outlet.await(2);
        assertThat(outlet.sent).allMatch(frame -> frame.contains("'key':'k'")).hasSize(2);
        // As a browser comes back that was given the version in the address.
        String cursor = node.feed.now().cursor();
        node.set("k", "4");
        FakeOutlet back = new FakeOutlet();
        subscribe(
                new KeyWatchSource(node.feed, json), "{'keys':['k'],'from_version':1,'cursor':'" + cursor + "'}", back);
        back.await(1);
        assertThat(back.sent).hasSize(1);
        assertThatThrownBy(() ->
                        new KeyWatchSource(node.feed, json).open(call("{'keys':['k*'],'from_version':1}"), outlet))
                .isInstanceOfSatisfying(
                        SynapException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        assertThatThrownBy(() ->
                        new KeyWatchSource(node.feed, json).open(call("{'keys':['k'],'from_version':99}"), outlet))
                .hasMessageContaining("version");
        assertThatThrownBy(() -> new KeyWatchSource(node.feed, json).open(call("{}"), outlet))
                .hasMessageContaining("keys");
    }

    @Test
    void aCursorThatIsGoneIsSaidAndItGoesOnWithTheOldest() {
        String cursor = node.feed.now().cursor();
        for (int i = 0; i < 3_000; i++) {
            node.set("{a}" + i, "v".repeat(50));
        }
        node.snapshotTwice();
        FakeOutlet outlet = new FakeOutlet();
        assertThat(subscribe(new ChangeSource(node.feed, json), "{'cursor':'" + cursor + "'}", outlet))
                .contains("'recovered':false");
        node.set("last", "v");
        Eventually.until(() -> List.copyOf(outlet.sent).stream().anyMatch(frame -> frame.contains("'last'")));
    }

    @Test
    void theEndOfTheFeedEndsTheSubscription() {
        FakeOutlet outlet = new FakeOutlet();
        subscribe(new ChangeSource(node.feed, json), "{}", outlet);
        Eventually.until(() -> node.feed.subscribers() == 1);
        node.feed.close();
        Eventually.until(() -> outlet.end != null);
    }
}
