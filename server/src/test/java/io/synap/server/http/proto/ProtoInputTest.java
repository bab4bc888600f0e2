package io.synap.server.http.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.v1.ClientFrame;
import io.synap.protocol.v1.Request;
import io.synap.protocol.v1.Value;
import io.synap.protocol.v1.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What protobuf's own library writes is read as it was; what is damaged is refused as such. */
final class ProtoInputTest {
    private static final int FRAMES = 1_000;
    private static final int DAMAGES = 30;

    private final ProtoFrames frames = new ProtoFrames();

    private static Request.Builder request(long id, String command, JsonNode payload) {
        Request.Builder request = Request.newBuilder().setId(id).setCommand(command);
        payload.properties().forEach(each -> request.putPayload(each.getKey(), RandomValues.message(each.getValue())));
        return request;
    }

    private static ErrorCode refused(ThrowingCallable reading) {
        return catchThrowableOfType(SynapException.class, reading).code();
    }

    @Test
    void everyRequestIsReadAsItWas() {
        Random random = RandomValues.seeded("ProtoInputTest");
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < FRAMES; i++) {
            ClientFrame.Builder frame = ClientFrame.newBuilder();
            List<JsonNode> expected = new ArrayList<>();
            for (int requests = random.nextInt(5); requests > 0; requests--) {
                JsonNode payload = values.object(4);
                frame.addRequests(request(random.nextLong(), "a.b" + i, payload));
                expected.add(payload);
            }
            ClientFrame sent = frame.build();
            List<ProtoRequest> read = frames.read(sent.toByteArray()).requests();
            assertThat(read).hasSameSizeAs(expected);
            for (int at = 0; at < read.size(); at++) {
                assertThat(read.get(at).id()).isEqualTo(sent.getRequests(at).getId());
                assertThat(read.get(at).command()).isEqualTo("a.b" + i);
                assertThat(read.get(at).tree()).isEqualTo(expected.get(at));
            }
        }
    }

    @Test
    void damageIsMalformedAndNothingElse() {
        Random random = RandomValues.seeded("ProtoInputTest damage");
        RandomValues values = new RandomValues(random);
        int refused = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] whole = ClientFrame.newBuilder()
                    .addRequests(request(i, "kv.set", values.object(3)))
                    .addRequests(request(i, "kv.get", values.object(1)))
                    .build()
                    .toByteArray();
            for (int damage = 0; damage < DAMAGES; damage++) {
                byte[] bytes = damaged(random, whole);
                try {
                    frames.read(bytes).requests().forEach(ProtoRequest::payload);
                } catch (SynapException malformed) {
                    assertThat(malformed.code()).isEqualTo(ErrorCode.MALFORMED);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(FRAMES);
    }

    private static byte[] damaged(Random random, byte[] whole) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        // Structure stands at the beginning of what holds it, so that is where most of the damage goes.
        int reach = random.nextBoolean() ? Math.min(40, bytes.length) : bytes.length;
        for (int flips = random.nextInt(3); flips >= 0 && reach > 0; flips--) {
            bytes[random.nextInt(reach)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    @Test
    void damageInOneRequestLeavesTheOthers() {
        byte[] bytes = ClientFrame.newBuilder()
                .addRequests(Request.newBuilder().setId(1).setCommand("a").putPayload("x", text("\u00e4")))
                .addRequests(Request.newBuilder().setId(2).setCommand("b").putPayload("x", text("y")))
                .build()
                .toByteArray();
        int umlaut = 0;
        while (bytes[umlaut] != (byte) 0xc3) {
            umlaut++;
        }
        bytes[umlaut] = (byte) 0xff;
        List<ProtoRequest> read = frames.read(bytes).requests();
        assertThat(refused(() -> read.get(0).payload())).isEqualTo(ErrorCode.MALFORMED);
        assertThat(read.get(0).id()).isEqualTo(1);
        assertThat(read.get(1).payload().text("x")).isEqualTo("y");
    }

    private static Value text(String text) {
        return Value.newBuilder().setText(text).build();
    }

    @Test
    void depthIsBounded() {
        assertThat(read(nested(63)).isArray()).isTrue();
        assertThat(refused(() -> read(nested(64)))).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refused(() -> read(nested(5_000)))).isEqualTo(ErrorCode.MALFORMED);
    }

    private JsonNode read(ByteString value) {
        Request request =
                Request.newBuilder().putPayload("x", Value.getDefaultInstance()).build();
        assertThat(request.getPayloadCount()).isOne();
        // The library itself refuses to write what is nested too deeply, so the entry is put around it here.
        ByteString entry = field(1, ByteString.copyFromUtf8("x")).concat(field(2, value));
        byte[] frame = field(1, field(3, entry)).toByteArray();
        return frames.read(frame).requests().getFirst().payload().any("x");
    }

    private static ByteString nested(int levels) {
        ByteString value =
                Value.newBuilder().setList(Values.getDefaultInstance()).build().toByteString();
        for (int i = 1; i < levels; i++) {
            value = field(7, field(1, value));
        }
        return value;
    }

    private static ByteString field(int number, ByteString content) {
        ByteString.Output out = ByteString.newOutput();
        out.write(number << 3 | 2);
        int rest = content.size();
        for (; rest > 0x7f; rest >>>= 7) {
            out.write(rest | 0x80);
        }
        out.write(rest);
        return out.toByteString().concat(content);
    }

    @Test
    void aNameMayNotComeTwice() {
        ByteString entry = field(1, ByteString.copyFromUtf8("x")).concat(field(2, ByteString.EMPTY));
        byte[] frame = field(1, field(3, entry).concat(field(3, entry))).toByteArray();
        assertThat(refused(() -> frames.read(frame).requests().getFirst().payload()))
                .isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void fieldsToComeArePassedOver() {
        ByteString value = field(5, ByteString.copyFromUtf8("v")).concat(field(15, ByteString.copyFromUtf8("new")));
        ByteString entry = field(1, ByteString.copyFromUtf8("x")).concat(field(2, value));
        byte[] frame = field(9, entry).concat(field(1, field(3, entry))).toByteArray();
        assertThat(frames.read(frame).requests().getFirst().payload().text("x")).isEqualTo("v");
    }

    @Test
    void emptyRequestsAreBoundedInNumber() {
        byte[] frame = new byte[2 * (ProtoFrame.REQUESTS_MAX + 1)];
        for (int i = 0; i < frame.length; i += 2) {
            frame[i] = 1 << 3 | 2;
        }
        assertThat(frames.read(Arrays.copyOf(frame, frame.length - 2)).requests())
                .hasSize(ProtoFrame.REQUESTS_MAX);
        assertThat(refused(() -> frames.read(frame))).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void numbersAreFinite() {
        ByteString value = Value.newBuilder().setFraction(Double.NaN).build().toByteString();
        assertThat(refused(() -> read(value))).isEqualTo(ErrorCode.MALFORMED);
    }
}
