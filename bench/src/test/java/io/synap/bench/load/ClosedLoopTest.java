package io.synap.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    @Test
    void everyKeyIsLoadedExactlyOnce() throws IOException, InterruptedException {
        try (FakeRespServer server = FakeRespServer.answering("+OK\r\n")) {
            ClosedLoop.load(server.port(), 100, 10_103, 3);

            assertThat(server.commands()).isEqualTo(10_003);
            assertThat(server.distinctKeys()).isEqualTo(10_003);
        }
    }

    @Test
    void anErrorReplyFailsTheLoad() throws IOException {
        try (FakeRespServer server = FakeRespServer.answering("-ERR full\r\n")) {
            assertThatThrownBy(() -> ClosedLoop.load(server.port(), 0, 1_000, 2))
                    .isInstanceOf(MeasurementException.class)
                    .hasMessageContaining("ERR full");
        }
    }

    @Test
    void requestsHaveKeysOf16BytesAndValuesOf64() {
        ByteBuffer out = ByteBuffer.allocate(Requests.REQUEST_BYTES_MAX);
        Requests requests = new Requests();
        requests.set(out, 42);

        assertThat(new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII))
                .isEqualTo("*3\r\n$3\r\nSET\r\n$16\r\nkey:000000000042\r\n$64\r\n" + requests.valueOf(42) + "\r\n");
        assertThat(requests.valueOf(42)).hasSize(64).matches("[a-p]+").isNotEqualTo(requests.valueOf(43));
        assertThat(Requests.keyName(42)).isEqualTo("key:000000000042").hasSize(Requests.KEY_BYTES);
    }
}
