package io.synap.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames of RFC 6455, both ways. */
final class FramesTest {
    private static final System.Logger LOG = System.getLogger(FramesTest.class.getName());

    /** Keeps what is read. */
    private static final class Kept implements FrameInput.Sink {
        final List<byte[]> messages = new ArrayList<>();
        final List<byte[]> pings = new ArrayList<>();

        @Override
        public void heard() {
            // Only the connection needs to know.
        }

        @Override
        public void message(byte[] bytes, int from, int to) {
            messages.add(Arrays.copyOfRange(bytes, from, to));
        }

        @Override
        public void ping(byte[] content) {
            pings.add(content);
        }
    }

    private static byte[] frame(int first, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int length = content.length;
        if (length < 126) {
            out.write(length);
        } else if (length < 65536) {
            out.writeBytes(new byte[] {126, (byte) (length >> 8), (byte) length});
        } else {
            out.writeBytes(new byte[] {
                127, 0, 0, 0, 0, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
            });
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** Gives as few bytes at a time as it likes. */
    private static InputStream inPieces(byte[] all, Random random) {
        return new ByteArrayInputStream(all) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, 1 + random.nextInt(Math.min(length, 5000)));
            }
        };
    }

    @Test
    void messagesAreReadHoweverTheyAreCut() throws IOException {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        LOG.log(System.Logger.Level.INFO, "FramesTest -Dsynap.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<byte[]> messages = new ArrayList<>();
            int pings = 0;
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                byte[] message = new byte[random.nextInt(random.nextBoolean() ? 300 : 200_000)];
                random.nextBytes(message);
                messages.add(message);
                int at = 0;
                int opcode = Opcode.BINARY;
                while (random.nextInt(3) == 0) {
                    int more = random.nextInt(message.length - at + 1);
                    sent.writeBytes(frame(opcode, Arrays.copyOfRange(message, at, at + more)));
                    at += more;
                    opcode = Opcode.CONTINUATION;
                    if (random.nextBoolean()) {
                        sent.writeBytes(frame(0x80 | Opcode.PING, new byte[] {(byte) pings++}));
                    }
                }
                sent.writeBytes(frame(0x80 | opcode, Arrays.copyOfRange(message, at, message.length)));
            }
            sent.writeBytes(frame(0x80 | Opcode.CLOSE, new byte[] {3, (byte) 0xe9, 'b', 'y', 'e'}));
            Kept kept = new Kept();
            FrameInput.Closing closing = new FrameInput(inPieces(sent.toByteArray(), random), kept).readAll();
            assertThat(kept.messages.toArray(byte[][]::new))
                    .as("seed %d round %d", seed, round)
                    .isDeepEqualTo(messages.toArray(byte[][]::new));
            assertThat(kept.pings).hasSize(pings);
            assertThat(closing).isEqualTo(new FrameInput.Closing(1001, "bye"));
        }
    }

    @Test
    void whatIsNoFrameIsRefused() {
        byte[][] wrong = {
            frame(0xc2, new byte[1]),
            {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 0},
            frame(0x81, new byte[1]),
            frame(0x80, new byte[1]),
            frame(0x83, new byte[1]),
            frame(0x8b, new byte[1]),
            frame(0x09, new byte[1]),
            frame(0x89, new byte[126]),
            {(byte) 0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0},
            {(byte) 0x82, 127, -1, 0, 0, 0, 0, 0, 0, 0}
        };
        for (byte[] each : wrong) {
            assertThatThrownBy(() -> new FrameInput(new ByteArrayInputStream(each), new Kept()).readAll())
                    .as(Arrays.toString(each))
                    .isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() ->
                        new FrameInput(new ByteArrayInputStream(new byte[] {(byte) 0x82, 5, 1}), new Kept()).readAll())
                .isInstanceOf(EOFException.class);
    }

    @Test
    void whatIsWrittenIsMaskedAndComesBack() throws IOException {
        for (int length : new int[] {0, 1, 7, 8, 125, 126, 127, 65_535, 65_536, 200_001}) {
            byte[] content = new byte[length];
            new Random(length).nextBytes(content);
            byte[] room = new byte[FrameOutput.HEAD_BYTES_MAX + length];
            System.arraycopy(content, 0, room, FrameOutput.HEAD_BYTES_MAX, length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new FrameOutput(out, new SecureRandom()).message(room, room.length);

            byte[] frame = out.toByteArray();
            int head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
            assertThat(frame).hasSize(head + 4 + length);
            byte[] unmasked = Arrays.copyOf(frame, head);
            unmasked[1] &= 0x7f;
            byte[] whole = Arrays.copyOf(unmasked, head + length);
            for (int i = 0; i < length; i++) {
                whole[head + i] = (byte) (frame[head + 4 + i] ^ frame[head + i % 4]);
            }
            assertThat(whole).isEqualTo(frame(0x82, content));
        }
    }

    @Test
    void theAnswerToAKeyIsThatOfTheRfc() {
        assertThat(Handshake.answer("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
