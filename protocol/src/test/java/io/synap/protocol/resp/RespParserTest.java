package io.synap.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.protocol.error.SynapException;
import io.synap.protocol.memory.Memory;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RespParserTest {
    private static final long SEED = Long.getLong("synap.seed", System.nanoTime());
    private static final RespLimits LIMITS = new RespLimits(1024 * 1024, 1024 * 1024, 64 * 1024, 64 * 1024 * 1024);

    @Test
    void requestsCutAtEveryByteGiveTheSameArguments() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            List<List<String>> requests = randomRequests(random, 1 + random.nextInt(4));
            byte[] bytes = encode(requests, random);
            for (int cut = 0; cut <= bytes.length; cut++) {
                assertThat(parseInSteps(bytes, cut, bytes.length))
                        .as("seed %d round %d cut %d", SEED, round, cut)
                        .isEqualTo(requests);
            }
        }
    }

    @Test
    void requestsInRandomPiecesGiveTheSameArguments() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2_000; round++) {
            List<List<String>> requests = randomRequests(random, 1 + random.nextInt(10));
            byte[] bytes = encode(requests, random);
            int[] ends = new int[random.nextInt(20) + 1];
            for (int i = 0; i < ends.length - 1; i++) {
                ends[i] = random.nextInt(bytes.length + 1);
            }
            ends[ends.length - 1] = bytes.length;
            Arrays.sort(ends);
            assertThat(parseInSteps(bytes, ends))
                    .as("seed %d round %d", SEED, round)
                    .isEqualTo(requests);
        }
    }

    @Test
    void garbageIsNeverAnythingButAProtocolError() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = random.nextBoolean() ? noise(random) : damaged(random);
            try {
                parseInSteps(bytes, random.nextInt(bytes.length + 1), bytes.length);
            } catch (SynapException refused) {
                assertThat(refused.getMessage()).as("seed %d", SEED).startsWith("Protocol error: ");
            }
        }
    }

    @Test
    void limitsAreRefusedInRedisWords() {
        refuses("*1048577\r\n", "invalid multibulk length");
        refuses("*abc\r\n", "invalid multibulk length");
        refuses("*99999999999999999999\r\n", "invalid multibulk length");
        refuses("*1\r\n$-1\r\n", "invalid bulk length");
        refuses("*1\r\n$1048577\r\n", "invalid bulk length");
        refuses("*1\r\n$abc\r\n", "invalid bulk length");
        refuses("*1\r\n:3\r\n", "expected '$', got ':'");
        refuses("*2\r\n$1\r\na\r\n*1\r\n", "expected '$', got '*'");
        refuses("*" + "1".repeat(70_000), "too big mbulk count string");
        refuses("*1\r\n$" + "1".repeat(70_000), "too big bulk count string");
        refuses("x".repeat(70_000), "too big inline request");
        refuses("x".repeat(70_000) + "\n", "too big inline request");
        refuses("set a \"b\r\n", "unbalanced quotes in request");
        refuses("set a \"b\"c\r\n", "unbalanced quotes in request");
        refuses("set a 'b'c\r\n", "unbalanced quotes in request");
    }

    @Test
    void aRequestThatIsTooLargeInAllIsRefused() {
        RespLimits small = new RespLimits(100, 1000, 1000, 1500);
        String two = "*2\r\n$1000\r\n" + "x".repeat(1000) + "\r\n$600\r\n";
        assertThatThrownBy(() -> parse(new RespParser(small), two))
                .isInstanceOf(SynapException.class)
                .hasMessageContaining("request exceeds the maximum allowed size");
    }

    @Test
    void negativeAndZeroCountsAreEmptyRequests() {
        assertThat(parse("*0\r\n*-1\r\n*-5\r\n\r\n*1\r\n$4\r\nping\r\n"))
                .isEqualTo(List.of(List.of(), List.of(), List.of(), List.of(), List.of("ping")));
    }

    @Test
    void inlineRequestsAreSplitAndUnescaped() {
        assertThat(parse("  set  k  v \r\n")).isEqualTo(List.of(List.of("set", "k", "v")));
        assertThat(parse("set k \"a b\\n\\x41\\\"\\q\"\n")).isEqualTo(List.of(List.of("set", "k", "a b\nA\"q")));
        assertThat(parse("set k 'a \\' \\n b'\n")).isEqualTo(List.of(List.of("set", "k", "a ' \\n b")));
        assertThat(parse("set k \"\" ''\n")).isEqualTo(List.of(List.of("set", "k", "", "")));
        assertThat(parse("set pre\"quoted\"\n")).isEqualTo(List.of(List.of("set", "prequoted")));
    }

    @Test
    void aMillionArgumentsAreTaken() {
        StringBuilder text = new StringBuilder("*1048576\r\n");
        text.append("$1\r\nx\r\n".repeat(1_048_576));
        List<List<String>> parsed = parse(text.toString());
        assertThat(parsed).hasSize(1);
        assertThat(parsed.getFirst()).hasSize(1_048_576);
    }

    @Test
    void aHeldRequestIsGivenAgainEvenIfItsBytesHaveMoved() {
        byte[] bytes = "set k \"a b\"\r\n".getBytes(StandardCharsets.US_ASCII);
        RespParser parser = new RespParser(LIMITS);
        try (Arena arena = Arena.ofConfined()) {
            long first = arena.allocate(64).address();
            long second = arena.allocate(64).address();
            Memory.copy(bytes, 0, first, bytes.length);
            long next = parser.parse(first, first + bytes.length);
            parser.hold();
            Memory.copy(first, second, bytes.length);
            assertThat(parser.parse(second, second + bytes.length) - second).isEqualTo(next - first);
            assertThat(arguments(parser)).isEqualTo(List.of("set", "k", "a b"));
        }
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .as(text.substring(0, Math.min(40, text.length())))
                .isInstanceOf(SynapException.class)
                .hasMessage("Protocol error: " + message);
    }

    private static List<List<String>> parse(String text) {
        return parse(new RespParser(LIMITS), text);
    }

    private static List<List<String>> parse(RespParser parser, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return parseInSteps(parser, bytes, bytes.length);
    }

    private static List<List<String>> parseInSteps(byte[] bytes, int... ends) {
        return parseInSteps(new RespParser(LIMITS), bytes, ends);
    }

    /** Parses as bytes arrive, each time at another address. */
    private static List<List<String>> parseInSteps(RespParser parser, byte[] bytes, int... ends) {
        List<List<String>> requests = new ArrayList<>();
        int begin = 0;
        for (int end : ends) {
            try (Arena arena = Arena.ofConfined()) {
                int length = end - begin;
                long start = arena.allocate(Math.max(1, length)).address();
                Memory.copy(bytes, begin, start, length);
                long at = start;
                while (at < start + length) {
                    long next = parser.parse(at, start + length);
                    if (next == 0) {
                        break;
                    }
                    requests.add(arguments(parser));
                    at = next;
                }
                // Quotes of a line are unescaped only once it is whole, so the rest is as it was.
                begin += (int) (at - start);
            }
        }
        return requests;
    }

    private static List<String> arguments(RespParser parser) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < parser.arguments().count(); i++) {
            arguments.add(parser.arguments().latin1(i));
        }
        return arguments;
    }

    private static List<List<String>> randomRequests(SplittableRandom random, int count) {
        List<List<String>> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> request = new ArrayList<>();
            int arguments = 1 + random.nextInt(random.nextInt(10) == 0 ? 50 : 4);
            for (int j = 0; j < arguments; j++) {
                byte[] argument = new byte[random.nextInt(random.nextInt(10) == 0 ? 200 : 12)];
                random.nextBytes(argument);
                request.add(new String(argument, StandardCharsets.ISO_8859_1));
            }
            requests.add(request);
        }
        return requests;
    }

    private static byte[] encode(List<List<String>> requests, SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (List<String> request : requests) {
            boolean inline = random.nextInt(3) == 0;
            out.writeBytes((inline ? line(request) : multibulk(request)).getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static String multibulk(List<String> request) {
        StringBuilder text = new StringBuilder("*" + request.size() + "\r\n");
        request.forEach(each -> text.append('$')
                .append(each.length())
                .append("\r\n")
                .append(each)
                .append("\r\n"));
        return text.toString();
    }

    private static String line(List<String> request) {
        StringBuilder text = new StringBuilder();
        for (String each : request) {
            text.append('"');
            each.chars().forEach(letter -> text.append(String.format("\\x%02x", letter)));
            text.append("\" ");
        }
        return text.append("\r\n").toString();
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(200)];
        String likely = "*$\r\n0123456789-+ \"'\\xGETSET\0";
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextInt(4) == 0
                    ? (byte) random.nextInt(256)
                    : (byte) likely.charAt(random.nextInt(likely.length()));
        }
        return bytes;
    }

    private static byte[] damaged(SplittableRandom random) {
        byte[] bytes = encode(randomRequests(random, 3), random);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
