package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTP itself asks for: methods, entity tags, conditions, request ids, problems. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpSemanticsTest {
    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void entityTagsGoThereAndBack() {
        HttpResponse<byte[]> put = server.send("PUT /api/v1/kv/e", "one");
        String first = header(put, "etag");
        assertThat(first).isEqualTo('"' + header(put, "x-synap-version") + '"');
        HttpResponse<byte[]> get = server.send("GET /api/v1/kv/e", "");
        assertThat(header(get, "etag")).isEqualTo(first);
        HttpResponse<byte[]> known = server.send("GET /api/v1/kv/e", "", "if-none-match", "\"0\", W/" + first);
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(header(known, "etag")).isEqualTo(first);
        HttpResponse<byte[]> changed = server.send("PUT /api/v1/kv/e", "two", "if-match", first);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(server.send("PUT /api/v1/kv/e", "three", "if-match", first).statusCode())
                .isEqualTo(412);
        assertThat(server.send("PUT /api/v1/kv/e", "three", "if-none-match", "*")
                        .statusCode())
                .isEqualTo(412);
        assertThat(server.send("PUT /api/v1/kv/e-no", "x", "if-match", "*").statusCode())
                .isEqualTo(412);
        assertThat(server.send("PUT /api/v1/kv/e", "x", "if-match", "nonsense").statusCode())
                .isEqualTo(400);
        assertThat(server.send("DELETE /api/v1/kv/e", "", "if-match", first).statusCode())
                .isEqualTo(412);
        assertThat(server.send("DELETE /api/v1/kv/e", "", "if-match", header(changed, "etag"))
                        .statusCode())
                .isEqualTo(204);
    }

    private int status(String line, String... headers) {
        return server.send(line, "x", headers).statusCode();
    }

    @Test
    void conditionsAreComparedAsHttpAsks() {
        String tag = header(server.send("PUT /api/v1/kv/m", "one"), "etag");
        assertThat(status("PUT /api/v1/kv/m", "if-match", "W/" + tag)).isEqualTo(412);
        assertThat(status("PUT /api/v1/kv/m", "if-match", "\"a,b\", \"0\"")).isEqualTo(412);
        assertThat(status("PUT /api/v1/kv/m-new", "if-match", "\"0\"")).isEqualTo(412);
        assertThat(status("PUT /api/v1/kv/m-new", "if-match", "\"0\", \"1\"")).isEqualTo(412);
        assertThat(status("PUT /api/v1/kv/m", "if-match", "\"-1\"")).isEqualTo(412);
        assertThat(status("PUT /api/v1/kv/m", "if-match", "\"open")).isEqualTo(400);
        assertThat(status("PUT /api/v1/kv/m", "if-match", "")).isEqualTo(400);
        assertThat(status("PUT /api/v1/kv/m", "if-none-match", tag)).isEqualTo(400);
        assertThat(server.send("GET /api/v1/kv/m", "", "if-match", "\"0\"").statusCode())
                .isEqualTo(412);
        assertThat(server.send("GET /api/v1/kv/m", "", "if-match", "\"0\", " + tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send("GET /api/v1/kv/m", "", "if-match", tag, "if-none-match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(RunningServer.text(server.send("GET /api/v1/kv/m?raw", ""))).isEqualTo("one");
        assertThat(status("PUT /api/v1/kv/m", "if-match", "\"0\", " + tag)).isEqualTo(200);
    }

    @Test
    void aConditionIsNeverPassedOver() {
        server.send("PUT /api/v1/kv/p", "1");
        assertThat(server.send("DELETE /api/v1/kv/p", "", "if-none-match", "*").statusCode())
                .isEqualTo(412);
        assertThat(server.send("DELETE /api/v1/kv/p-no", "", "if-none-match", "*")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send("POST /api/v1/kv/p/incr", "", "if-match", "\"99\"")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.send("DELETE /api/v1/kv?confirm=all", "", "if-match", "*")
                        .statusCode())
                .isEqualTo(400);
        for (String option : List.of("xx", "nx", "get", "keep_ttl", "ttl=5", "expire_at_ms=5")) {
            HttpResponse<byte[]> both =
                    server.send("PUT /api/v1/kv/p-no?" + option, "{\"value\":1}", "content-type", "application/json");
            assertThat(both.statusCode()).as(option).isEqualTo(400);
        }
        assertThat(status("PUT /api/v1/kv/p-no?ttl=5&ttl=6")).isEqualTo(400);
        assertThat(RunningServer.text(server.send("GET /api/v1/kv/p?raw", ""))).isEqualTo("1");
        assertThat(server.send("GET /api/v1/kv/p-no", "").statusCode()).isEqualTo(404);
    }

    @Test
    void bodiesAreTakenAsWhatTheyAre() throws Exception {
        byte[] latin = "{\"keys\":[\"\u00e4\"]}".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<byte[]> wrong = server.send("POST /api/v1/kv/mget", latin);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(RunningServer.text(wrong)).contains("MALFORMED").contains("UTF-8");
        assertThat(server.send("POST /api/v1/kv/mget", "{\"keys\":[\"\ufffd\"]}")
                        .statusCode())
                .isEqualTo(200);
        byte[] wide = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_16BE);
        assertThat(server.send("POST /api/v1/kv/mget", wide).statusCode()).isEqualTo(400);
        assertThat(status("POST /api/v1/kv/mget", "content-type", "application/json; charset=utf-16"))
                .isEqualTo(415);
        assertThat(server.send(
                                "POST /api/v1/kv/mget",
                                "{\"keys\":[]}",
                                "content-type",
                                "application/json; charset=\"UTF-8\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(status("PUT /api/v1/kv/z", "content-encoding", "gzip")).isEqualTo(415);
        assertThat(server.exchange("PUT /api/v1/kv/z HTTP/1.1\r\nHost: localhost\r\n"
                        + "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 501")
                .contains("NOT_SUPPORTED");
        assertThat(server.exchange("PUT /api/v1/kv/z HTTP/1.1\r\nHost: localhost\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("MALFORMED");
        assertThat(server.send("GET /api/v1/kv/z", "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        application/octet-stream                            | application/octet-stream
        application/json;q=0.1, application/octet-stream    | application/octet-stream
        application/octet-stream;q=0.5, application/json    | application/json
        application/json, application/octet-stream          | application/json
        application/octet-stream;q=0                        | application/json
        application/octet-stream;q=x                        | application/octet-stream
        */*                                                 | application/json
        text/html                                           | application/json
        """)
    void acceptChoosesByWeight(String accept, String type) {
        server.send("PUT /api/v1/kv/w", "value");
        assertThat(header(server.send("GET /api/v1/kv/w", "", "accept", accept), "content-type"))
                .isEqualTo(type);
    }

    @Test
    void compareAndSetLosesNoIncrement() throws Exception {
        server.send("PUT /api/v1/kv/cas", "0");
        int writers = 4;
        int each = 50;
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            for (int i = 0; i < writers; i++) {
                running.add(pool.submit(() -> addOneTimes(each)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(RunningServer.text(server.send("GET /api/v1/kv/cas?raw", "")))
                .isEqualTo(Integer.toString(writers * each));
    }

    private void addOneTimes(int times) {
        for (int done = 0; done < times; ) {
            HttpResponse<byte[]> seen = server.send("GET /api/v1/kv/cas?raw", "");
            int next = Integer.parseInt(RunningServer.text(seen)) + 1;
            HttpResponse<byte[]> written =
                    server.send("PUT /api/v1/kv/cas", Integer.toString(next), "if-match", header(seen, "etag"));
            assertThat(written.statusCode()).isIn(200, 412);
            done += written.statusCode() == 200 ? 1 : 0;
        }
    }

    @Test
    void headAnswersAsGetWithoutTheBody() {
        server.send("PUT /api/v1/kv/h", "value");
        HttpResponse<byte[]> get = server.send("GET /api/v1/kv/h", "");
        HttpResponse<byte[]> head = server.send("HEAD /api/v1/kv/h", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("content-length", "content-type", "etag", "x-synap-version")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name)).isNotEmpty();
        }
        assertThat(server.send("HEAD /api/v1/kv/h-no", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aPathSaysWhichMethodsItAnswers() {
        HttpResponse<byte[]> options = server.send("OPTIONS /api/v1/kv/foo", "");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PUT");
        HttpResponse<byte[]> wrong = server.send("PATCH /api/v1/kv/foo", "x");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(header(wrong, "allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PUT");
        assertThat(server.send("OPTIONS /nowhere", "").statusCode()).isEqualTo(404);
    }

    @Test
    void problemsSayWhatHappenedToWhichRequest() {
        HttpResponse<byte[]> response = server.send("GET /api/v1/kv/none", "", "x-request-id", "trace:42/a");
        assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
        assertThat(header(response, "x-request-id")).isEqualTo("trace:42/a");
        assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(RunningServer.shown(RunningServer.text(response)))
                .isEqualTo("{'type':'urn:synap:error:KEY_NOT_FOUND','title':'no such key','status':404,"
                        + "'detail':'no such key','code':'KEY_NOT_FOUND','request_id':'trace:42/a',"
                        + "'retry_is_safe':false}");
        HttpResponse<byte[]> made = server.send("GET /health", "", "x-request-id", "bad id\"");
        assertThat(header(made, "x-request-id")).matches("[0-9a-f]{12}-[0-9a-z]+");
    }

    @Test
    void pagesOfOtherOriginsAreKeptOut() throws Exception {
        String rebound = server.exchange("GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assertThat(rebound).startsWith("HTTP/1.1 403").contains("ORIGIN_REFUSED");
        String lookalike =
                server.exchange("GET /health HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n");
        assertThat(lookalike).startsWith("HTTP/1.1 403");
        assertThat(server.send("PUT /api/v1/kv/o", "x", "origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send("PUT /api/v1/kv/o", "x", "origin", "null").statusCode())
                .isEqualTo(403);
        assertThat(server.send("PUT /api/v1/kv/o", "x", "origin", "http://localhost:3000")
                        .statusCode())
                .isEqualTo(201);
        String close = "Connection: close\r\n\r\n";
        assertThat(server.exchange("GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\n" + close))
                .startsWith("HTTP/1.1 403");
        assertThat(server.exchange("GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n" + close))
                .startsWith("HTTP/1.1 200");
        assertThat(server.exchange("GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n" + close))
                .startsWith("HTTP/1.1 400");
        assertThat(server.exchange("GET /health HTTP/1.1\r\n" + close)).startsWith("HTTP/1.1 400");
        assertThat(server.exchange("GET /health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200");
        assertThat(server.exchange("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n" + close))
                .startsWith("HTTP/1.1 204");
        String named = server.exchange("GET /health HTTP/1.1\r\nHost: LOCALHOST:1\r\nConnection: close\r\n\r\n");
        assertThat(named).startsWith("HTTP/1.1 200");
    }

    @Test
    void connectionsAreListedWhileTheyAreOpen() throws Exception {
        String address;
        try (Socket socket = server.connect()) {
            address = "'addr':'127.0.0.1:" + socket.getLocalPort() + "'";
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(server.ask("GET /clients", ""))
                    .startsWith("200 {'clients':[{'protocol':'http','id':")
                    .contains(address)
                    .contains("'idle':0,'requests':1}")
                    .contains("'protocol':'other'");
            String enveloped = server.ask("POST /api/v1/command", "{'command':'client.list'}");
            assertThat(enveloped).contains(address).endsWith(",'error':null,'code':null}");
            int listed = enveloped.split("'protocol'", -1).length - 1;
            assertThat(enveloped).contains("'count':" + listed + "}");
        }
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (server.ask("GET /clients", "").contains(address)) {
            assertThat(System.nanoTime())
                    .as("a closed connection is still listed")
                    .isLessThan(deadline);
        }
    }

    @Test
    void theServerTellsAboutItself() {
        assertThat(server.ask("GET /health", ""))
                .isEqualTo("200 {'status':'healthy','service':'synap','version':'1.2.3','uptime_ms':5,'ready':true}");
        assertThat(server.ask("GET /health/live", "")).isEqualTo("200 {'status':'live'}");
        assertThat(server.ask("GET /api/v1/health/ready", "")).isEqualTo("200 {'status':'ready'}");
        server.admin.readiness = new HttpAdmin.Readiness(false, "loading");
        assertThat(server.ask("GET /health/ready", "")).isEqualTo("503 {'status':'not ready','reason':'loading'}");
        server.admin.readiness = HttpAdmin.Readiness.READY;
        assertThat(server.ask("GET /info?section=server", ""))
                .startsWith("200 {'server':{")
                .contains("'threads':2");
        assertThat(server.ask("GET /info?section=none", "")).startsWith("400");
        HttpResponse<byte[]> metrics = server.send("GET /metrics", "");
        assertThat(RunningServer.text(metrics)).isEqualTo("# TYPE up gauge\nup 1\n");
        assertThat(header(metrics, "content-type")).startsWith("text/plain; version=0.0.4");
    }
}
