package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.synap.server.http.websocket.WebSocketSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Autobahn test suite against the echo: all of its cases, but for compression, which {@link WebSocketCompressionTest}
 * has and this packaging of the suite has not. It runs under Jython in a process of its own, with {@code mvn -Pautobahn}.
 */
@EnabledIfSystemProperty(named = "synap.test.autobahn.suite", matches = ".+")
final class AutobahnTest {
    private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL", "NON-STRICT");
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    @Timeout(1800)
    void allCasesPass() throws Exception {
        // The suite sends and awaits messages of up to 16 MiB.
        WebSocketSettings large =
                new WebSocketSettings(true, 64 * MIB, 128L * MIB, 256L * MIB, 10, 64, 30_000, 90_000, 120_000, true);
        try (RunningServer server = new RunningServer(large)) {
            Path specification = folder.resolve("specification.json");
            Files.writeString(specification, """
                {"options": {"failByDrop": false}, "outdir": "reports", "cases": ["*"], "exclude-cases": [],
                 "exclude-agent-cases": {},
                 "servers": [{"agent": "Synap", "url": "ws://localhost:%d/ws/echo", "options": {"version": 18}}]}
                """.formatted(server.port()));
            Process suite = start(specification);
            assertThat(suite.waitFor())
                    .as(Files.readString(folder.resolve("log")))
                    .isZero();
        }
        JsonNode results = new ObjectMapper()
                .readTree(folder.resolve("reports/index.json").toFile())
                .path("Synap");
        List<String> bad = new ArrayList<>();
        results.properties().forEach(each -> {
            String behaviour = each.getValue().path("behavior").asText();
            String closing = each.getValue().path("behaviorClose").asText();
            if (!GOOD.contains(behaviour) || !GOOD.contains(closing)) {
                bad.add(each.getKey() + " " + behaviour + " " + closing);
            }
        });
        assertThat(results.size()).isGreaterThan(300);
        assertThat(bad).isEmpty();
    }

    private Process start(Path specification) throws IOException {
        String suite = System.getProperty("synap.test.autobahn.suite");
        String jython = System.getProperty("synap.test.autobahn.jython");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String opened : List.of("java.lang", "java.util", "java.io", "sun.nio.ch")) {
            command.add("--add-opens");
            command.add("java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-cp",
                jython + File.pathSeparator + suite,
                "org.python.util.jython",
                "-c",
                "import sys; sys.path.insert(0, '" + suite + "'); sys.argv = ['wstest', '-m', 'fuzzingclient', '-s', '"
                        + specification + "']; import autobahntestsuite.wstest as suite; suite.run()"));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }
}
