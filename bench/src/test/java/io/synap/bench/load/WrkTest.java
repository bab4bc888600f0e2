package io.synap.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import org.junit.jupiter.api.Test;

class WrkTest {
    private static final String OUTPUT = """
        Running 1s test @ http://127.0.0.1:7392/A.java
          1 threads and 5 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     3.83ms    3.02ms  20.01ms   84.93%
            Req/Sec     1.44k   321.18     1.79k    50.00%
          1435 requests in 1.00s, 480.67KB read
        Requests/sec:   1432.92
        Transfer/sec:    479.97KB
        """;

    @Test
    void requestsAndRateAreRead() {
        assertThat(Wrk.parse(OUTPUT.lines().toList())).isEqualTo(new Wrk.Run(1435, 1432.92));
    }

    @Test
    void anAnswerThatIsNotGoodFailsTheRun() {
        String output = OUTPUT.replace("Requests/sec", "  Non-2xx or 3xx responses: 2471\nRequests/sec");

        assertThatThrownBy(() -> Wrk.parse(output.lines().toList()))
                .isInstanceOf(MeasurementException.class)
                .hasMessageContaining("2471");
    }

    @Test
    void aSocketErrorFailsTheRun() {
        String output =
                OUTPUT.replace("Requests/sec", "  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec");

        assertThatThrownBy(() -> Wrk.parse(output.lines().toList())).hasMessageContaining("read 3");
    }
}
