package io.synap.server.http.command;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.HttpMetrics;
import io.synap.server.http.RouteHandler;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The commands of one event loop, by name. Confined to it. */
public final class CommandRegistry {
    private static final int NEAREST_MAX = 3;
    private static final int SHOWN_CHARS_MAX = 64;

    /**
     * A command with its counter.
     *
     * @param inSessions whether a request in a session may be one, see {@link SessionCommands}
     */
    public record Entry(CommandHandler handler, HttpMetrics.CommandCounter counter, boolean inSessions) {
        /** @throws SynapException NOT_SUPPORTED */
        public void ensureInSessions(String name) {
            if (!inSessions) {
                throw SessionCommands.refused(name);
            }
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final HttpMetrics metrics;

    public CommandRegistry(HttpMetrics metrics) {
        this.metrics = metrics;
    }

    public CommandRegistry add(String name, CommandHandler handler) {
        Entry entry = new Entry(handler, metrics.command(name), SessionCommands.contains(name));
        if (entries.put(name, entry) != null) {
            throw new IllegalArgumentException("twice: " + name);
        }
        return this;
    }

    /** A route that is another way to a command. */
    public RouteHandler shortRoute(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no such command: " + name);
        }
        return shortRoute(entry.handler());
    }

    /** A route with a command's arguments and a reply of its own. */
    public static RouteHandler shortRoute(CommandHandler handler) {
        return shortRoute(handler, 0);
    }

    /** A route with a command's arguments, which follow so many other variable parts in its path. */
    public static RouteHandler shortRoute(CommandHandler handler, int first) {
        return exchange -> handler.handle(new ShortCall(exchange, first));
    }

    /** The counter of a command, for what it does apart from any call. */
    public HttpMetrics.CommandCounter counter(String name) {
        Entry entry = entries.get(name);
        return entry == null ? metrics.command(name) : entry.counter();
    }

    public Set<String> names() {
        return new TreeSet<>(entries.keySet());
    }

    /** The command of that name; null when there is none. */
    public @Nullable Entry find(String name) {
        return entries.get(name);
    }

    /** Says so of a name that is no command's, and which are near. */
    public SynapException unknown(String name) {
        String shown = name.length() <= SHOWN_CHARS_MAX ? name : name.substring(0, SHOWN_CHARS_MAX) + "…";
        return new SynapException(
                ErrorCode.UNKNOWN_COMMAND,
                "unknown command '" + shown + "'; nearest are " + String.join(", ", nearest(shown)));
    }

    private List<String> nearest(String name) {
        return entries.keySet().stream()
                .sorted(Comparator.comparingInt((String each) -> distance(name, each))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NEAREST_MAX)
                .toList();
    }

    /** Levenshtein's edit distance. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int same = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                int cost = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + same);
                diagonal = row[j];
                row[j] = cost;
            }
        }
        return row[right.length()];
    }
}
