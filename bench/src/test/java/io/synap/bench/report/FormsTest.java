package io.synap.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormsTest {
    @Test
    void consoleTableIsAligned() {
        assertThat(ConsoleTable.render(Example.results())).isEqualTo("""
            figure                        unit            ours    Redis   ratio  at least
            p64
              SET, pipeline 64            op/s       2,000,000  800,000  2.50 ×  ≥ 2.00 ×  ✓
              SET, pipeline 64            µs CPU/op      0.650     1.00  0.65 ×  ≤ 0.60 ×  ✗
            restart
              empty start <first answer>  ms               612        –       –   ≤ 1,500  ✓
                a note
            http: skipped, wrk is not installed
            always: FAILED, error reply: ERR full
            Some CPU, 2 cores, Linux 6.1, JDK Temurin 25.0.3, Redis 7.0.15, data on ext4, 2026-01-02
            """);
    }

    @Test
    void severalPeersAreNamedInTheLines() {
        assertThat(ConsoleTable.render(Example.amongSeveral())).isEqualTo("""
            figure                                      unit      ours   theirs    ratio  at least
            everysec
              publish, receive, ack vs RabbitMQ quorum  msg/s  400,000   20,000  20.00 ×
              publish, receive, ack vs NATS JetStream   msg/s  400,000  100,000   4.00 ×
              queue.memory.bytes                        unit       171        –        –     ≤ 180  ✓
            Some CPU, 2 cores, Linux 6.1, JDK Temurin 25.0.3, Redis 7.0.15, data on ext4, 2026-01-02
            """);
        assertThat(SvgChart.render(Example.amongSeveral()))
                .contains("Throughput, each peer = 1 (longer is better)", "publish, receive, ack vs NATS JetStream");
        assertThat(MarkdownDocument.render(Suite.QUEUE, Example.amongSeveral(), "queues.svg"))
                .startsWith("# Benchmarks: queues\n\nSynap beside RabbitMQ quorum, NATS JetStream on the same machine");
    }

    @Test
    void chartIsAsKept() throws IOException {
        assertThat(SvgChart.render(Example.results())).isEqualTo(golden("chart.svg"));
    }

    @Test
    void documentHasTablesNotesAndTheMethod() {
        String document = MarkdownDocument.render(Suite.KV, Example.results(), "benchmarks.svg");

        assertThat(document)
                .startsWith("# Benchmarks: keys\n")
                .contains("`./synap bench kv`", "![Ratios: throughput and server CPU](benchmarks.svg)")
                .contains("| SET, pipeline 64 | op/s | 2,000,000 | 800,000 | 2.50 × | ≥ 2.00 × | ✓ |\n")
                .contains("- a note\n", "Skipped: wrk is not installed.\n", "Failed: error reply: ERR full.\n")
                .contains("## Method\n");
    }

    @Test
    void withoutPeersThereIsNoChart() {
        Results alone = new Results(
                Example.results().machine(), "./synap bench ws", List.of(new RowResult.Skipped("queue", "no queues")));

        assertThat(MarkdownDocument.render(Suite.WEBSOCKET, alone, "ws.svg"))
                .startsWith("# Benchmarks: WebSockets\n\nSynap alone, written by `./synap bench ws`.\n")
                .doesNotContain(".svg");
    }

    @Test
    void jsonGivesBackTheSameResults(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        ResultsFile.write(Example.results(), file);

        assertThat(ResultsFile.read(file)).isEqualTo(Example.results());
    }

    @Test
    void resultsOfBeforeThereWereSeveralPeersAreStillRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        ResultsFile.write(Example.results(), file);
        String older = Files.readString(file)
                .replace("\"peers\" :", "\"redis\" :")
                .replaceAll("\"peer\" : \"Redis\",\\s*", "");
        Files.writeString(file, older);

        assertThat(older).doesNotContain("peer");
        assertThat(ResultsFile.read(file)).isEqualTo(Example.results());
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(FormsTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
