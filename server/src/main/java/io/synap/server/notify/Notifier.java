package io.synap.server.notify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Publishes what happened to keys, in order, on one event loop: only one publisher keeps the order of changes that
 * different event loops make to the same key. Confined to that loop, except for {@link #wake}.
 */
public final class Notifier {
    /** Where notifications are published. */
    public interface Publisher {
        /** Whether anybody has subscribed to anything. From any thread. */
        boolean hasAudience();

        /** Publishes a message, on the notifier's event loop. The arrays are shared and not to be changed. */
        void publish(byte[] channel, byte[] payload);
    }

    /** So many are published before the loop does something else. */
    private static final int AT_ONCE = 256;

    private static final byte[] KEYSPACE = ascii("__keyspace@0__:");
    private static final Map<KeyEvent, Words> WORDS = new EnumMap<>(KeyEvent.class);

    static {
        for (KeyEvent event : KeyEvent.values()) {
            WORDS.put(event, new Words(event));
        }
    }

    /** An event as bytes. */
    private static final class Words {
        final byte[] text;
        final byte[] channel;

        Words(KeyEvent event) {
            text = ascii(event.text());
            channel = ascii("__keyevent@0__:" + event.text());
        }
    }

    private final Notices notices;
    private final Executor loop;
    private final LongSupplier synced;
    private final Publisher publisher;
    private final Runnable run = this::run;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Written by the loop, read by anyone. */
    private final AtomicLong published = new AtomicLong();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Begins to publish.
     *
     * @param loop the event loop
     * @param synced the log position up to which everything is on disk; when it grows, {@link #wake} is to be called
     */
    public Notifier(Notices notices, Executor loop, LongSupplier synced, Publisher publisher) {
        this.notices = notices;
        this.loop = loop;
        this.synced = synced;
        this.publisher = publisher;
        notices.publishedBy(publisher::hasAudience, this::wake);
    }

    /** From any thread: there may be something to publish that could not be before. */
    public void wake() {
        if (!notices.isEmpty() && scheduled.compareAndSet(false, true)) {
            loop.execute(run);
        }
    }

    /** Events published since the start, each once however many channels were told. From any thread. */
    public long published() {
        return published.getOpaque();
    }

    private void run() {
        scheduled.set(false);
        for (int i = 0; i < AT_ONCE; i++) {
            Notice notice = notices.peek();
            // One that is not synced holds back its successors, which is right: theirs must not come before it.
            if (notice == null || notice.position() > synced.getAsLong()) {
                return;
            }
            notices.remove();
            publish(notice);
        }
        wake();
    }

    private void publish(Notice notice) {
        byte[] key = notice.key();
        Words words = Objects.requireNonNull(WORDS.get(notice.event()));
        if (notice.isFor(EventClasses.KEYSPACE)) {
            byte[] channel = Arrays.copyOf(KEYSPACE, KEYSPACE.length + key.length);
            System.arraycopy(key, 0, channel, KEYSPACE.length, key.length);
            publisher.publish(channel, words.text);
        }
        if (notice.isFor(EventClasses.KEYEVENT)) {
            publisher.publish(words.channel, key);
        }
        published.setOpaque(published.getPlain() + 1);
    }
}
