package io.synap.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotifierTest {
    private final Notices notices = new Notices();
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private final List<String> published = new ArrayList<>();
    private long synced;
    private boolean heard = true;
    private final Notifier notifier = new Notifier(notices, loop::add, () -> synced, new Notifier.Publisher() {
        @Override
        public boolean hasAudience() {
            return heard;
        }

        @Override
        public void publish(byte[] channel, byte[] payload) {
            published.add(new String(channel, StandardCharsets.US_ASCII) + " "
                    + new String(payload, StandardCharsets.US_ASCII));
        }
    });

    private static Notice notice(KeyEvent event, String key, String letters, long position) {
        int bits = EventClasses.parse(letters).orElseThrow().bits();
        Notice made = new Notice(event, key.getBytes(StandardCharsets.US_ASCII), bits);
        made.position(position);
        return made;
    }

    private void runLoop() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    @Test
    void eachChannelThatWasWantedIsTold() {
        notices.offer(notice(KeyEvent.SET, "a", "K$", 0));
        notices.offer(notice(KeyEvent.XGROUP_CREATE, "b", "KEt", 0));
        notices.offer(notice(KeyEvent.RENAME_FROM, "c", "Eg", 0));
        notices.wake();
        runLoop();
        assertThat(published)
                .containsExactly(
                        "__keyspace@0__:a set",
                        "__keyspace@0__:b xgroup-create",
                        "__keyevent@0__:xgroup-create b",
                        "__keyevent@0__:rename_from c");
        assertThat(notifier.published()).isEqualTo(3);
    }

    @Test
    void whatIsNotSyncedWaitsWithAllThatCameLater() {
        synced = 10;
        notices.offer(notice(KeyEvent.SET, "a", "E$", 10));
        notices.offer(notice(KeyEvent.SET, "b", "E$", 11));
        notices.offer(notice(KeyEvent.SET, "c", "E$", 0));
        notices.wake();
        runLoop();
        assertThat(published).containsExactly("__keyevent@0__:set a");
        notifier.wake();
        runLoop();
        assertThat(published).hasSize(1);
        synced = 11;
        notifier.wake();
        runLoop();
        assertThat(published).containsExactly("__keyevent@0__:set a", "__keyevent@0__:set b", "__keyevent@0__:set c");
    }

    @Test
    void manyAreToldInSteps() {
        for (int i = 0; i < 1000; i++) {
            notices.offer(notice(KeyEvent.SET, "k" + i, "K$", 0));
        }
        notices.wake();
        notices.wake();
        assertThat(loop).hasSize(1);
        loop.remove().run();
        assertThat(published).hasSizeBetween(1, 999);
        assertThat(loop).hasSize(1);
        runLoop();
        assertThat(published).hasSize(1000).last().isEqualTo("__keyspace@0__:k999 set");
        assertThat(loop).isEmpty();
    }

    @Test
    void moreThanTheQueueHoldsIsDroppedAndCounted() {
        String large = "x".repeat(60_000);
        int offered = 0;
        while (notices.dropped() == 0) {
            notices.offer(notice(KeyEvent.SET, large, "K$", 0));
            offered++;
        }
        assertThat(offered * 60_000L).isBetween(Notices.BYTES_MAX - 200_000, Notices.BYTES_MAX + 200_000);
        notices.wake();
        runLoop();
        assertThat(published).hasSize(offered - 1);
        notices.offer(notice(KeyEvent.SET, large, "K$", 0));
        notices.wake();
        runLoop();
        assertThat(published).hasSize(offered);
        assertThat(notices.dropped()).isEqualTo(1);
    }

    @Test
    void nothingIsWantedWithoutChannelOrKindOrAudience() {
        for (String letters : List.of("", "A", "KE", "nm", "Km")) {
            notices.tell(EventClasses.parse(letters).orElseThrow());
            assertThat(notices.wanted() != 0).as(letters).isEqualTo(letters.equals("Km"));
        }
        heard = false;
        assertThat(notices.wanted()).isZero();
    }
}
