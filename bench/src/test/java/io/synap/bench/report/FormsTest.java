package io.synap.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormsTest {
    @Test
    void consoleTableIsAligned() {
        assertThat(ConsoleTable.render(Example.results())).isEqualTo("""
            figure                        unit            ours    redis   ratio  at least
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
    void chartIsAsKept() throws IOException {
        assertThat(SvgChart.render(Example.results())).isEqualTo(golden("chart.svg"));
    }

    @Test
    void documentHasTablesNotesAndTheMethod() {
        String document = MarkdownDocument.render(Example.results(), "benchmarks.svg");

        assertThat(document)
                .startsWith("# Benchmarks\n")
                .contains("`./synap bench kv`", "![Ratios to Redis: throughput and server CPU](benchmarks.svg)")
                .contains("| SET, pipeline 64 | op/s | 2,000,000 | 800,000 | 2.50 × | ≥ 2.00 × | ✓ |\n")
                .contains("- a note\n", "Skipped: wrk is not installed.\n", "Failed: error reply: ERR full.\n")
                .contains("## Method\n");
    }

    @Test
    void jsonGivesBackTheSameResults(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        ResultsFile.write(Example.results(), file);

        assertThat(ResultsFile.read(file)).isEqualTo(Example.results());
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(FormsTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
