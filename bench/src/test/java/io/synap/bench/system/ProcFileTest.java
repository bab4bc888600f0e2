package io.synap.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcFileTest {
    @Test
    void cpuIsUserAndSystemTimeWhateverTheNameHolds() {
        assertThat(ProcFile.parseCpuTicks("7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 120 34 99 99 20 0"))
                .isEqualTo(154);
    }

    @Test
    void residentMemoryIsInKib() {
        assertThat(ProcFile.parseResidentKib(List.of("Name:\tjava", "VmRSS:\t  681984 kB")))
                .isEqualTo(681_984);
    }

    @Test
    void theSoftLimitOfOpenFilesCounts() throws IOException {
        List<String> limits = List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             95889                95889                processes ",
                "Max open files            1024                 20000                files     ");
        assertThat(ProcFile.parseOpenFilesMax(limits)).isEqualTo(1024);
        assertThat(ProcFile.openFilesMax()).isPositive();
    }

    @Test
    void thisProcessUsesBoth() throws IOException {
        long pid = ProcessHandle.current().pid();
        assertThat(ProcFile.cpuMicros(pid)).isPositive();
        assertThat(ProcFile.residentKib(pid)).isPositive();
    }
}
