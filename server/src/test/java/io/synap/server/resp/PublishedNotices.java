package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.node.Node;
import io.synap.server.notify.Notifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a node publishes about its keys: each message as channel, blank, payload. */
final class PublishedNotices implements Notifier.Publisher, AutoCloseable {
    private static final int WAIT_SECONDS = 20;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>(1 << 20);
    private final Notifier notifier;

    PublishedNotices(Node node) {
        notifier = new Notifier(node.notices(), loop, node::synced, this);
        node.onSynced(position -> notifier.wake());
    }

    @Override
    public boolean hasAudience() {
        return true;
    }

    @Override
    public void publish(byte[] channel, byte[] payload) {
        messages.add(text(channel) + " " + text(payload));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What was published before the message that ends with a word. */
    List<String> until(String end) {
        List<String> before = new ArrayList<>();
        while (true) {
            String message = next();
            if (message.endsWith(" " + end)) {
                return before;
            }
            before.add(message);
        }
    }

    /** The next message. */
    String next() {
        try {
            String message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message within %d s", WAIT_SECONDS).isNotNull();
            return String.valueOf(message);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The next so many messages. */
    List<String> next(int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    /** The next message if there is one already, once all that can be published is. */
    @Nullable
    String poll() {
        notifier.wake();
        CompletableFuture.runAsync(() -> {}, loop).join();
        return messages.poll();
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
