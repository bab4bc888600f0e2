package io.synap.server.resp;

import io.synap.protocol.resp.RespArguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The latest slow commands of all event loops, as SLOWLOG shows them. Thread-safe. Arguments are kept
 * in part, as Redis does, so that an entry takes a few kilobytes at most.
 */
final class SlowLog {
    private static final int ARGUMENTS_MAX = 32;
    private static final int ARGUMENT_BYTES_MAX = 128;

    /**
     * One of them.
     *
     * @param seconds when it was executed, seconds since 1970
     * @param micros how long it took
     * @param arguments its name and its arguments, cut
     */
    record Entry(long id, long seconds, long micros, List<byte[]> arguments, String address, String clientName) {}

    private final ArrayDeque<Entry> newestFirst = new ArrayDeque<>();
    private long nextId;

    synchronized void add(long nowMillis, long nanos, List<byte[]> arguments, ClientState client, int entriesMax) {
        if (entriesMax > 0) {
            newestFirst.addFirst(
                    new Entry(nextId++, nowMillis / 1000, nanos / 1000, arguments, client.address(), client.name()));
        }
        while (newestFirst.size() > entriesMax) {
            newestFirst.removeLast();
        }
    }

    /** The latest ones, the newest first. */
    synchronized List<Entry> latest(long countMax) {
        List<Entry> latest = new ArrayList<>();
        Iterator<Entry> entries = newestFirst.iterator();
        while (entries.hasNext() && latest.size() < countMax) {
            latest.add(entries.next());
        }
        return latest;
    }

    synchronized int size() {
        return newestFirst.size();
    }

    synchronized void clear() {
        newestFirst.clear();
    }

    /** What is kept of a command. */
    static List<byte[]> cut(RespArguments arguments) {
        List<byte[]> kept = new ArrayList<>();
        int count = arguments.count();
        int shown = count > ARGUMENTS_MAX ? ARGUMENTS_MAX - 1 : count;
        for (int i = 0; i < shown; i++) {
            int more = arguments.length(i) - ARGUMENT_BYTES_MAX;
            kept.add(
                    more <= 0
                            ? arguments.bytes(i)
                            : bytes(arguments.latin1(i, ARGUMENT_BYTES_MAX) + "... (" + more + " more bytes)"));
        }
        if (shown < count) {
            kept.add(bytes("... (" + (count - shown) + " more arguments)"));
        }
        return kept;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
