package io.synap.server.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All routes of an event loop. Immutable once built; finding one allocates nothing.
 *
 * <p>A literal segment goes before a variable one where both lead to the method asked for. REST routes
 * go before the short ones: where both have a path, as {@code GET /api/v1/kv/stats} does, REST's
 * meaning counts (the key named "stats"), so that every key can be reached by it.
 */
final class RouteTable {
    /** Variable parts in one template. */
    static final int PARAMETERS_MAX = 3;

    private final List<Entry> entries = new ArrayList<>();
    private final Node rest = new Node("");
    private final Node shortcuts = new Node("");

    /** A route with the counters of this event loop. */
    record Entry(Route route, HttpMetrics.RouteCounter counter, HttpMetrics.@Nullable CommandCounter commandCounter) {}

    /** Where the variable parts of the path last matched lie. */
    static final class Match {
        final int[] starts = new int[PARAMETERS_MAX];
        final int[] ends = new int[PARAMETERS_MAX];
    }

    private static final class Node {
        final String segment;
        final List<Node> literals = new ArrayList<>();
        final List<Entry> entries = new ArrayList<>(1);

        @Nullable
        Node variable;

        Node(String segment) {
            this.segment = segment;
        }

        @Nullable
        Entry entry(HttpMethod method) {
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).route().method().equals(method)) {
                    return entries.get(i);
                }
            }
            return null;
        }
    }

    RouteTable(List<Route> routes, HttpMetrics metrics) {
        for (Route route : routes) {
            add(new Entry(
                    route,
                    metrics.route(route.method().name(), route.template()),
                    route.command().isEmpty() ? null : metrics.command(route.command())));
        }
    }

    List<Route> routes() {
        return entries.stream().map(Entry::route).toList();
    }

    private void add(Entry entry) {
        Route route = entry.route();
        Node node = route.dialect() == Route.Dialect.REST ? rest : shortcuts;
        for (String segment : route.template().substring(1).split("/", -1)) {
            node = segment.startsWith("{") ? variable(node) : literal(node, segment);
        }
        if (node.entry(route.method()) != null) {
            throw new IllegalArgumentException("twice: " + route.method() + " " + route.template());
        }
        node.entries.add(entry);
        entries.add(entry);
    }

    private static Node variable(Node node) {
        Node child = node.variable;
        if (child == null) {
            child = new Node("");
            node.variable = child;
        }
        return child;
    }

    private static Node literal(Node node, String segment) {
        for (Node child : node.literals) {
            if (child.segment.equals(segment)) {
                return child;
            }
        }
        Node child = new Node(segment);
        node.literals.add(child);
        return child;
    }

    /** Finds the route, and says in the match where its variable parts lie; null when there is none. */
    @Nullable
    Entry find(HttpMethod method, String path, Match match) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return null;
        }
        Entry found = find(rest, method, path, 1, 0, match);
        return found != null ? found : find(shortcuts, method, path, 1, 0, match);
    }

    private static @Nullable Entry find(Node node, HttpMethod method, String path, int from, int depth, Match match) {
        if (from > path.length()) {
            return node.entry(method);
        }
        int slash = path.indexOf('/', from);
        int to = slash < 0 ? path.length() : slash;
        List<Node> literals = node.literals;
        for (int i = 0; i < literals.size(); i++) {
            Node child = literals.get(i);
            if (isSegment(child.segment, path, from, to)) {
                Entry found = find(child, method, path, to + 1, depth, match);
                if (found != null) {
                    return found;
                }
                break;
            }
        }
        Node variable = node.variable;
        if (variable == null || from == to) {
            return null;
        }
        Entry found = find(variable, method, path, to + 1, depth + 1, match);
        if (found != null) {
            match.starts[depth] = from;
            match.ends[depth] = to;
        }
        return found;
    }

    private static boolean isSegment(String segment, String path, int from, int to) {
        return segment.length() == to - from && path.startsWith(segment, from);
    }

    /** The methods that a path answers, HEAD and OPTIONS among them; empty when there is no such path. */
    Set<String> methodsAt(String path) {
        Set<String> methods = new TreeSet<>();
        Match ignored = new Match();
        Set<HttpMethod> known = new LinkedHashSet<>();
        entries.forEach(entry -> known.add(entry.route().method()));
        for (HttpMethod method : known) {
            if (find(method, path, ignored) != null) {
                methods.add(method.name());
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }
}
