package io.synap.server.http;

import io.synap.protocol.error.ErrorCode;
import io.synap.server.http.json.JsonOutput;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes the OpenAPI 3.1 document of a list of routes. Thread-safe, no state. */
final class OpenApi {
    /** What every write understands. */
    private static final Map<String, Object> DURABILITY = Map.of(
            "name",
            "durability",
            "in",
            "query",
            "required",
            false,
            "description",
            "With fsync the reply waits until the write is on disk, whatever the server's own policy; also as the"
                    + " header X-Synap-Durability.",
            "schema",
            Map.of("type", "string", "enum", List.of("default", "fsync")));

    private static final List<Map<String, Object>> CONDITIONS = List.of(header("If-Match"), header("If-None-Match"));

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String PROBLEM = "#/components/schemas/Problem";
    private static final String SHORT_ERROR = "#/components/schemas/ShortError";

    private OpenApi() {}

    static byte[] document(List<Route> routes, String version) {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            operations(paths, route.template()).put(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "Synap",
                        "version",
                        version,
                        "description",
                        "Key-value over HTTP. Where a short route and a REST route share a path under"
                                + " /api/v1, the REST route answers."));
        document.put("paths", paths);
        document.put("components", Map.of("schemas", schemas()));
        JsonOutput out = new JsonOutput(64 * 1024);
        out.any(document);
        return out.toArray();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> operations(Map<String, Object> paths, String template) {
        return (Map<String, Object>) paths.computeIfAbsent(template, path -> new LinkedHashMap<>());
    }

    private static Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId(route));
        operation.put("summary", route.summary());
        operation.put("tags", List.of(route.dialect().name().toLowerCase(Locale.ROOT)));
        if (!route.command().isEmpty()) {
            operation.put("x-synap-command", route.command());
        }
        List<Map<String, Object>> parameters = new ArrayList<>(pathParameters(route.template()));
        parameters.addAll(route.query().parameters());
        if (!route.method().equals(HttpMethod.GET)) {
            parameters.add(DURABILITY);
        }
        if (route.conditional()) {
            parameters.addAll(CONDITIONS);
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.body() != Route.Body.NONE) {
            operation.put("requestBody", requestBody(route));
        }
        operation.put("responses", responses(route));
        return operation;
    }

    private static String operationId(Route route) {
        return route.method().name().toLowerCase(Locale.ROOT)
                + route.template().replaceAll("[{}]", "").replaceAll("[^A-Za-z0-9]+", "_");
    }

    private static List<Map<String, Object>> pathParameters(String template) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(template);
        while (variables.find()) {
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("name", variables.group(1));
            parameter.put("in", "path");
            parameter.put("required", true);
            parameter.put("schema", Map.of("type", "string"));
            parameters.add(parameter);
        }
        return parameters;
    }

    private static Map<String, Object> header(String name) {
        return Map.of("name", name, "in", "header", "required", false, "schema", Map.of("type", "string"));
    }

    private static Map<String, Object> requestBody(Route route) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("application/json", Map.of("schema", route.request().schema()));
        if (route.body() == Route.Body.RAW) {
            content.put("application/octet-stream", Map.of());
        }
        return Map.of("content", content);
    }

    private static Map<String, Object> responses(Route route) {
        Map<String, Object> schema =
                route.response().isEmpty() ? Map.of() : route.response().schema();
        Map<String, Object> responses = new LinkedHashMap<>();
        if (route.method().equals(HttpMethod.DELETE) && route.response().isEmpty()) {
            responses.put("204", Map.of("description", "Done."));
        } else {
            Map<String, Object> content = new LinkedHashMap<>();
            for (String type : route.media()) {
                content.put(type, type.endsWith("json") ? Map.of("schema", schema) : Map.of());
            }
            responses.put("2XX", Map.of("description", "Done.", "content", content));
        }
        if (route.conditional() && route.method().equals(HttpMethod.GET)) {
            responses.put("304", Map.of("description", "The version is one of those in If-None-Match."));
        }
        boolean rest = route.dialect() == Route.Dialect.REST;
        responses.put(
                "default",
                Map.of(
                        "description",
                        "Not done.",
                        "content",
                        Map.of(
                                rest ? "application/problem+json" : "application/json",
                                Map.of("schema", Map.of("$ref", rest ? PROBLEM : SHORT_ERROR)))));
        return responses;
    }

    private static Map<String, Object> schemas() {
        List<String> codes = Stream.of(ErrorCode.values()).map(Enum::name).toList();
        Map<String, Object> code = Map.of("type", "string", "enum", codes);
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("type", text);
        properties.put("title", text);
        properties.put("status", Map.of("type", "integer"));
        properties.put("detail", text);
        properties.put("code", code);
        properties.put("request_id", text);
        properties.put("retry_is_safe", Map.of("type", "boolean"));
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "object");
        problem.put("description", "An RFC 9457 problem.");
        problem.put("properties", properties);
        problem.put("required", List.of("type", "title", "status", "code", "request_id"));
        Map<String, Object> shortError = Map.of("type", "object", "properties", Map.of("error", text, "code", code));
        return Map.of("Problem", problem, "ShortError", shortError);
    }
}
