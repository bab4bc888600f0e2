package io.synap.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyScannerTest {
    private static final byte[] REPLIES =
            "+OK\r\n$5\r\na\r\nbc\r\n$-1\r\n_\r\n:42\r\n-ERR no\r\n-OOM later\r\n$0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    @Test
    void repliesAreTheSameInWhateverPiecesTheyArrive() {
        for (int piece = 1; piece <= REPLIES.length; piece++) {
            List<Reply.Kind> kinds = new ArrayList<>();
            ReplyScanner scanner = new ReplyScanner(kinds::add);
            for (int at = 0; at < REPLIES.length; at += piece) {
                scanner.scan(ByteBuffer.wrap(REPLIES, at, Math.min(piece, REPLIES.length - at)));
            }

            assertThat(kinds)
                    .containsExactly(
                            Reply.Kind.TEXT,
                            Reply.Kind.TEXT,
                            Reply.Kind.NIL,
                            Reply.Kind.NIL,
                            Reply.Kind.TEXT,
                            Reply.Kind.ERROR,
                            Reply.Kind.ERROR,
                            Reply.Kind.TEXT);
            assertThat(scanner.errors()).isEqualTo(2);
            assertThat(scanner.firstError()).isEqualTo("ERR no");
        }
    }
}
