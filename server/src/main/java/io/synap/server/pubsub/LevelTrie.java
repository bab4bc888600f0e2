package io.synap.server.pubsub;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The audiences of patterns of levels, as a tree of levels: to find those that match a channel costs what its
 * levels and the open levels beside them cost, however many patterns there are. Changed under the index's lock;
 * searched by anyone.
 */
final class LevelTrie {
    private static final String ONE = "*";
    private static final String SOME = ">";
    private static final String ANY = "#";

    private final Node root = new Node();

    private static final class Node {
        /** By the next level; what stands for one level of any name is among them, as a star. */
        final ConcurrentHashMap<String, Node> children = new ConcurrentHashMap<>(1);

        volatile @Nullable Audience here;

        boolean isEmpty() {
            return here == null && children.isEmpty();
        }
    }

    void put(Audience audience) {
        String text = audience.pattern().latin1();
        Node node = root;
        for (int from = 0; from <= text.length(); ) {
            int end = Pattern.levelEnd(text, from);
            node = node.children.computeIfAbsent(text.substring(from, end), level -> new Node());
            from = end + 1;
        }
        node.here = audience;
    }

    @Nullable
    Audience get(Pattern pattern) {
        String text = pattern.latin1();
        Node node = root;
        for (int from = 0; from <= text.length() && node != null; ) {
            int end = Pattern.levelEnd(text, from);
            node = node.children.get(text.substring(from, end));
            from = end + 1;
        }
        return node == null ? null : node.here;
    }

    void remove(Pattern pattern) {
        remove(root, pattern.latin1(), 0);
    }

    private static void remove(Node node, String text, int from) {
        if (from > text.length()) {
            node.here = null;
            return;
        }
        int end = Pattern.levelEnd(text, from);
        String level = text.substring(from, end);
        Node child = node.children.get(level);
        if (child != null) {
            remove(child, text, end + 1);
            if (child.isEmpty()) {
                node.children.remove(level);
            }
        }
    }

    /** Adds the audiences of the patterns that match a channel. */
    void find(String channel, List<Audience> found) {
        if (!root.children.isEmpty()) {
            find(root, channel, 0, found);
        }
    }

    private static void find(Node node, String channel, int from, List<Audience> found) {
        // An open last level is a leaf by its name: Pattern lets it stand nowhere else.
        add(node.children.get(ANY), found);
        if (from > channel.length()) {
            add(node, found);
            return;
        }
        add(node.children.get(SOME), found);
        int end = Pattern.levelEnd(channel, from);
        String level = channel.substring(from, end);
        Node one = node.children.get(ONE);
        if (one != null) {
            find(one, channel, end + 1, found);
        }
        if (!isOpen(level)) {
            Node same = node.children.get(level);
            if (same != null) {
                find(same, channel, end + 1, found);
            }
        }
    }

    /** A channel may be called so, and has been matched by the open level already. */
    private static boolean isOpen(String level) {
        return level.equals(ONE) || level.equals(SOME) || level.equals(ANY);
    }

    private static void add(@Nullable Node node, List<Audience> found) {
        Audience audience = node == null ? null : node.here;
        if (audience != null) {
            found.add(audience);
        }
    }
}
