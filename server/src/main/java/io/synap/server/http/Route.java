package io.synap.server.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One method of one path: how it is matched, read, answered, counted and documented. Immutable.
 *
 * @param template path with {names} for what varies; also the label of its metrics
 * @param command the name in the command catalogue, empty when it is no command
 * @param query what may stand after the question mark
 * @param request fields of the JSON body; empty when there is none or it is free
 * @param response fields of the JSON answer; empty when it is no object
 * @param conditional whether it heeds If-Match and If-None-Match; writes to other routes that carry one
 *     are refused, since to pass over a condition is to break it
 * @param media the types that the answer can have
 */
public record Route(
        HttpMethod method,
        String template,
        String command,
        String summary,
        Body body,
        Dialect dialect,
        Shape query,
        Shape request,
        Shape response,
        boolean conditional,
        List<String> media,
        RouteHandler handler) {
    private static final List<String> JSON = List.of("application/json");

    /** What a request brings along. */
    public enum Body {
        NONE,
        /** A JSON document. */
        JSON,
        /** Anything; JSON only if it says so. */
        RAW
    }

    /** How errors look. */
    public enum Dialect {
        /** RFC 9457 problems; what is not known is refused. */
        REST,
        /** {@code {"error","code"}}, as the published Synap protocol has it; extras are ignored. */
        SHORT
    }

    public static Route get(String template, RouteHandler handler) {
        return of(HttpMethod.GET, template, Body.NONE, handler);
    }

    public static Route delete(String template, RouteHandler handler) {
        return of(HttpMethod.DELETE, template, Body.NONE, handler);
    }

    public static Route post(String template, RouteHandler handler) {
        return of(HttpMethod.POST, template, Body.JSON, handler);
    }

    public static Route put(String template, RouteHandler handler) {
        return of(HttpMethod.PUT, template, Body.RAW, handler);
    }

    public static Route patch(String template, RouteHandler handler) {
        return of(HttpMethod.PATCH, template, Body.JSON, handler);
    }

    private static Route of(HttpMethod method, String template, Body body, RouteHandler handler) {
        return new Route(
                method, template, "", "", body, Dialect.REST, Shape.NONE, Shape.NONE, Shape.NONE, false, JSON, handler);
    }

    public Route command(String name, String about) {
        return new Route(
                method, template, name, about, body, dialect, query, request, response, conditional, media, handler);
    }

    public Route about(String about) {
        return command(command, about);
    }

    public Route taking(Body kind) {
        return new Route(
                method,
                template,
                command,
                summary,
                kind,
                dialect,
                query,
                request,
                response,
                conditional,
                media,
                handler);
    }

    public Route inDialect(Dialect other) {
        return new Route(
                method, template, command, summary, body, other, query, request, response, conditional, media, handler);
    }

    public Route at(String otherTemplate) {
        return new Route(
                method,
                otherTemplate,
                command,
                summary,
                body,
                dialect,
                query,
                request,
                response,
                conditional,
                media,
                handler);
    }

    public Route query(String fields) {
        return new Route(
                method,
                template,
                command,
                summary,
                body,
                dialect,
                Shape.of(fields),
                request,
                response,
                conditional,
                media,
                handler);
    }

    public Route reads(String fields) {
        return new Route(
                method,
                template,
                command,
                summary,
                body,
                dialect,
                query,
                Shape.of(fields),
                response,
                conditional,
                media,
                handler);
    }

    public Route answers(String fields) {
        return new Route(
                method,
                template,
                command,
                summary,
                body,
                dialect,
                query,
                request,
                Shape.of(fields),
                conditional,
                media,
                handler);
    }

    /** The answer's media types, where it is not JSON alone. */
    public Route answersAs(String... types) {
        return new Route(
                method,
                template,
                command,
                summary,
                body,
                dialect,
                query,
                request,
                response,
                conditional,
                List.of(types),
                handler);
    }

    public Route heedingConditions() {
        return new Route(
                method, template, command, summary, body, dialect, query, request, response, true, media, handler);
    }

    /** The same for those whom the condition does not hold for; the others are answered by the other route. */
    public Route orElse(Route other, Predicate<Exchange> condition) {
        List<String> all = new ArrayList<>(media);
        all.addAll(other.media);
        return new Route(
                method,
                template,
                command,
                summary + " " + other.summary,
                body,
                dialect,
                query.and(other.query),
                request,
                response,
                conditional,
                List.copyOf(all),
                exchange -> (condition.test(exchange) ? other.handler : handler).handle(exchange));
    }

    /** Whether this route answers every request that the other could, and so leaves it none. */
    public boolean covers(Route other) {
        String[] own = template.split("/", -1);
        String[] others = other.template.split("/", -1);
        if (!method.equals(other.method) || own.length != others.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            if (!own[i].startsWith("{") && !own[i].equals(others[i])) {
                return false;
            }
        }
        return true;
    }
}
