package io.synap.bench.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.bench.system.MeasurementException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private final List<String> told = new ArrayList<>();
    private final FrameReader reader = new FrameReader(new FrameReader.Frames() {
        @Override
        public void message(byte[] bytes, int from, int length) {
            told.add(new String(bytes, from, length, StandardCharsets.US_ASCII));
        }

        @Override
        public void ping(byte[] bytes, int from, int length) {
            told.add("ping " + new String(bytes, from, length, StandardCharsets.US_ASCII));
        }
    });

    @Test
    void acceptsTheKeyOfTheStandardsExample() {
        assertThat(Handshake.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void framesOfAnyLengthComeWholeHoweverTheyArrive() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> sent = new ArrayList<>();
        for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536, 70_000, 3}) {
            String text = "x".repeat(length);
            sent.add(text);
            frame(stream, 0x81, text);
        }
        byte[] bytes = stream.toByteArray();
        SplittableRandom pieces = new SplittableRandom(3);
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + pieces.nextInt(1, 5_000));
            reader.receive(bytes, at, end);
            at = end;
        }
        assertThat(told).isEqualTo(sent);
    }

    @Test
    void aMessageInPiecesIsToldOnceAndControlFramesMayComeBetween() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        frame(stream, 0x01, "one, ");
        frame(stream, 0x89, "there?");
        frame(stream, 0x00, "two, ");
        frame(stream, 0x80, "three");
        frame(stream, 0x81, "four");
        reader.receive(stream.toByteArray(), 0, stream.size());

        assertThat(told).containsExactly("ping there?", "one, two, three", "four");
    }

    @Test
    void aCloseSaysWhy() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        frame(stream, 0x88, "\u0011Mslow consumer");

        assertThatThrownBy(() -> reader.receive(stream.toByteArray(), 0, stream.size()))
                .isInstanceOf(MeasurementException.class)
                .hasMessage("the server closed a WebSocket: 4429 slow consumer");
    }

    private static void frame(ByteArrayOutputStream out, int first, String payload) {
        int length = payload.length();
        out.write(first);
        if (length < 126) {
            out.write(length);
        } else if (length < 1 << 16) {
            out.write(126);
            out.write(length >>> 8);
            out.write(length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) length >>> shift));
            }
        }
        out.writeBytes(payload.getBytes(StandardCharsets.ISO_8859_1));
    }
}
