package io.synap.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nanos;

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aBarShowsHowFarItIsHowFastAndHowLongStill() {
        Progress progress = new Progress("import", 4000, err, Style.PLAIN, true, () -> nanos);
        nanos = 2_000_000_000L;
        progress.advance(1000);
        assertThat(printed())
                .isEqualTo("\rimport  [" + "█".repeat(7) + " ".repeat(23)
                        + "]  25%  1,000/4,000  500/s  7 s left\u001b[K");
    }

    @Test
    void aBarIsNotDrawnMoreOftenThanEyesCanSee() {
        Progress progress = new Progress("import", 0, err, Style.PLAIN, true, () -> nanos);
        for (int i = 0; i < 1000; i++) {
            nanos += 1_000_000;
            progress.advance(1);
        }
        assertThat(printed().chars().filter(each -> each == '\r').count()).isEqualTo(10);
    }

    @Test
    void withoutATerminalThereIsOneLineAtTheEnd() {
        try (Progress progress = new Progress("export", 10, err, Style.PLAIN, false, () -> nanos)) {
            progress.advance(10);
            nanos = 1_500_000_000L;
        }
        assertThat(printed()).isEqualTo("export  10 in 1.5 s\n");
    }
}
