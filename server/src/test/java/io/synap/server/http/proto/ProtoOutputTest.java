package io.synap.server.http.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.v1.Answer;
import io.synap.protocol.v1.Event;
import io.synap.protocol.v1.ServerFrame;
import io.synap.protocol.v1.Value;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written here is what protobuf's own library reads, and would have written. */
final class ProtoOutputTest {
    private static final int VALUES = 3_000;

    private final ProtoOutput out = ProtoOutput.ofAnswers(16);
    private final ByteBuf frame = Unpooled.buffer();

    private ServerFrame sent() {
        try {
            return ServerFrame.parseFrom(ByteBufUtil.getBytes(frame));
        } catch (InvalidProtocolBufferException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private void send() {
        out.copyTo(frame);
        out.clear();
    }

    private Value answered() {
        send();
        return sent().getMessages(0).getAnswer().getPayload();
    }

    @Test
    void everyValueIsReadAsItWasAndIsAsShortAsItCanBe() {
        Random random = RandomValues.seeded("ProtoOutputTest");
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < VALUES; i++) {
            frame.clear();
            List<JsonNode> expected = new ArrayList<>();
            for (int answers = random.nextInt(3); answers >= 0; answers--) {
                JsonNode value = values.next();
                values.write(out.begin(expected.size() * 100_000L), value);
                send();
                expected.add(value);
            }
            ServerFrame read = sent();
            assertThat(read.getSerializedSize()).isEqualTo(frame.readableBytes());
            assertThat(read.getMessagesCount()).isEqualTo(expected.size());
            for (int at = 0; at < expected.size(); at++) {
                Answer answer = read.getMessages(at).getAnswer();
                assertThat(answer.getId()).isEqualTo(at * 100_000L);
                assertThat(answer.getSuccess()).isTrue();
                assertThat(RandomValues.tree(answer.getPayload())).isEqualTo(expected.get(at));
            }
        }
    }

    @Test
    void membersOfEventsAreSharedBySubscriptions() throws InvalidProtocolBufferException {
        RandomValues values = new RandomValues(RandomValues.seeded("ProtoOutputTest events"));
        for (int i = 0; i < VALUES / 10; i++) {
            frame.clear();
            ProtoOutput members = ProtoOutput.ofEvent(16);
            JsonNode expected = values.object(3);
            expected.properties().forEach(each -> values.write(members.name(each.getKey()), each.getValue()));
            byte[] event = ProtoFrames.event("message", "17-4", members);
            byte[] head = ProtoFrames.eventHead("s1");
            ProtoFrames.event(frame, head, event);
            assertThat(frame.readableBytes()).isEqualTo(ProtoFrames.eventBytes(head, event));
            ProtoFrames.event(frame, ProtoFrames.eventHead(null), event);
            ServerFrame read = sent();
            Event named = read.getMessages(0).getEvent();
            assertThat(named.getSubscription()).isEqualTo("s1");
            assertThat(named.getType()).isEqualTo("message");
            assertThat(named.getCursor()).isEqualTo("17-4");
            assertThat(RandomValues.tree(named.getMembersMap())).isEqualTo(expected);
            assertThat(read.getMessages(1).getEvent())
                    .isEqualTo(named.toBuilder().clearSubscription().build());
        }
    }

    @Test
    void anErrorHasACodeAndASentence() {
        out.begin(1).beginObject().name("half");
        out.fail(7, ErrorCode.KEY_TOO_LARGE, "the key is too long");
        send();
        Answer answer = sent().getMessages(0).getAnswer();
        assertThat(answer)
                .isEqualTo(Answer.newBuilder()
                        .setId(7)
                        .setCode("KEY_TOO_LARGE")
                        .setError("the key is too long")
                        .build());
    }

    @Test
    void aValueThatIsSentApartCountsInAllLengths() {
        byte[] large = new byte[100_000];
        out.begin(3).beginObject().name("before").number(1).name("inner").beginObject();
        out.name("value")
                .apart(false, large.length)
                .name("list")
                .beginArray()
                .number(2)
                .endArray();
        out.endObject().name("behind").text("x").endObject();
        out.copyBefore(frame);
        frame.writeBytes(large);
        out.copyBehind(frame);
        JsonNode read = RandomValues.tree(sent().getMessages(0).getAnswer().getPayload());
        assertThat(read.toString())
                .isEqualTo("{\"before\":1,\"inner\":{\"value\":\""
                        + Base64.getEncoder().encodeToString(large) + "\",\"list\":[2]},\"behind\":\"x\"}");
    }

    @Test
    void whatIsTakenBackLeavesNoTrace() {
        out.begin(1).beginObject().name("keys").beginArray().text("kept");
        int size = out.size();
        out.beginObject().name("a").text("b".repeat(300)).endObject();
        out.truncate(size);
        out.endArray().name("count").number(1).endObject();
        assertThat(RandomValues.tree(answered()).toString()).isEqualTo("{\"keys\":[\"kept\"],\"count\":1}");
    }

    @Test
    void bytesThatAreNoTextKeepTheirPlainName() {
        NativeText bytes = new NativeText().set(new byte[] {(byte) 0xff, 0});
        out.begin(1).beginObject();
        ValueJson.field(out, "value", bytes.address(), bytes.length());
        ValueJson.key(out, bytes);
        out.endObject();
        assertThat(RandomValues.tree(answered()).toString()).isEqualTo("{\"value\":\"/wA=\",\"key\":\"/wA=\"}");
    }

    @Test
    void storedJsonStaysJsonText() {
        NativeText text = new NativeText().set("{\"a\": 1.50}");
        ValueJson.natural(out.begin(1), text.address(), text.length());
        assertThat(answered().getJson()).isEqualTo("{\"a\": 1.50}");
    }

    @Test
    void octetsBehindOtherElementsAreNumbers() {
        NativeText bytes = new NativeText().set("ab".getBytes(StandardCharsets.UTF_8));
        out.begin(1).beginArray().number(1);
        out.octets(bytes.address(), 2);
        out.endArray();
        assertThat(RandomValues.tree(answered()).toString()).isEqualTo("[1,97,98]");
    }
}
