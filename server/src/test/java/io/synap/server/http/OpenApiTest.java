package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.server.http.json.JsonInput;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
    @Test
    void everyRouteIsDescribedOnce() {
        List<Route> routes = TestRoutes.all();
        JsonNode document = JsonInput.read(OpenApi.document(routes, "1.2.3"));
        assertThat(document.get("openapi").textValue()).isEqualTo("3.1.0");
        assertThat(document.at("/info/version").textValue()).isEqualTo("1.2.3");
        Set<String> ids = new HashSet<>();
        int operations = 0;
        for (JsonNode path : document.get("paths")) {
            operations += path.size();
        }
        assertThat(operations).isEqualTo(routes.size());
        for (Route route : routes) {
            JsonNode operation = document.get("paths")
                    .get(route.template())
                    .get(route.method().name().toLowerCase(Locale.ROOT));
            assertThat(operation).as(route.template()).isNotNull();
            assertThat(operation.get("summary").textValue())
                    .as(route.template())
                    .isNotBlank();
            assertThat(ids.add(operation.get("operationId").textValue()))
                    .as(route.template())
                    .isTrue();
            long variables = route.template().chars().filter(c -> c == '{').count();
            long described = operation.findValuesAsText("in").stream()
                    .filter("path"::equals)
                    .count();
            assertThat(described).as(route.template()).isEqualTo(variables);
        }
    }

    @Test
    void itIsServedAndRoutesAreAllReachable() {
        try (RunningServer server = new RunningServer()) {
            JsonNode document =
                    JsonInput.read(server.send("GET /openapi.json", "").body());
            assertThat(document)
                    .isEqualTo(JsonInput.read(
                            server.send("GET /api/v1/openapi.json", "").body()));
            for (Route route : TestRoutes.all()) {
                String path = route.template().replaceAll("\\{\\w+}", "some-key");
                if (route.media().contains("text/event-stream")) {
                    continue;
                }
                HttpResponse<byte[]> answer = server.send(route.method().name() + " " + path, "");
                assertThat(RunningServer.text(answer))
                        .as(route.template())
                        .doesNotContain("\"code\":\"ROUTE_NOT_FOUND\"")
                        .doesNotContain("\"code\":\"METHOD_NOT");
                // What only a connection that stays can do is refused with 501.
                assertThat(answer.statusCode()).as(route.template()).matches(status -> status < 500 || status == 501);
                checkMedia(document, route, answer);
            }
        }
    }

    /** The answer has a media type that the document promises for its status, or none where none is. */
    private static void checkMedia(JsonNode document, Route route, HttpResponse<byte[]> answer) {
        JsonNode responses = document.get("paths")
                .get(route.template())
                .get(route.method().name().toLowerCase(Locale.ROOT))
                .get("responses");
        JsonNode exact = responses.get(Integer.toString(answer.statusCode()));
        JsonNode described = exact != null ? exact : responses.get(answer.statusCode() < 300 ? "2XX" : "default");
        List<String> promised = new ArrayList<>();
        described.path("content").fieldNames().forEachRemaining(promised::add);
        String type = answer.headers().firstValue("content-type").orElse("");
        if (promised.isEmpty()) {
            assertThat(type).as(route.template()).isEmpty();
        } else {
            assertThat(promised).as(route.template()).contains(type.split(";", 2)[0]);
        }
    }
}
