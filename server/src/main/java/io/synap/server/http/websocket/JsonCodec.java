package io.synap.server.http.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.SessionId;
import io.synap.server.http.LargeBody;
import io.synap.server.http.LargeSlices;
import io.synap.server.http.command.Envelope;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.node.SessionCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code synap.v1.json}: a command, an answer or an event is one text message of JSON. Thread-safe. */
final class JsonCodec implements FrameCodec {
    static final String SUBPROTOCOL = "synap.v1.json";
    private static final byte[] BARE_HEAD = {'{'};

    /**
     * A command as it came.
     *
     * @param all the whole object, for those that do not put their arguments into a payload
     */
    record JsonRequest(@Nullable String id, String command, Fields all) implements Request {
        @Override
        public Fields payload() {
            return Fields.of(all.find("payload"));
        }

        @Override
        public @Nullable SessionCall session(SessionId current) {
            return Envelope.session(all);
        }
    }

    @Override
    public String subprotocol() {
        return SUBPROTOCOL;
    }

    @Override
    public boolean isBinary() {
        return false;
    }

    @Override
    public boolean joins() {
        return false;
    }

    @Override
    public Message read(byte[] message) {
        JsonNode envelope = JsonInput.read(message);
        if (!envelope.isObject()) {
            throw new SynapException(ErrorCode.MALFORMED, "a JSON object is expected");
        }
        JsonNode command = envelope.get("command");
        Request request = new JsonRequest(
                Envelope.requestId(envelope.get("request_id")),
                command != null && command.isTextual() ? command.textValue() : "",
                Fields.of(envelope));
        return new Message(SessionId.NONE, List.of(request));
    }

    @Override
    public JsonOutput newOutput(int initialBytes) {
        return new JsonOutput(initialBytes);
    }

    @Override
    public void begin(EncodedOutput out, Request request) {
        Envelope.begin(out, request.id());
    }

    @Override
    public void end(EncodedOutput out) {
        Envelope.end((JsonOutput) out);
    }

    @Override
    public void fail(EncodedOutput out, @Nullable Request request, ErrorCode code, String detail) {
        Envelope.error(out, request == null ? null : request.id(), code, detail);
    }

    @Override
    public Parts large(Request request, LargeBody body) {
        LargeBody enclosed = body.within(new LargeBody.Frame() {
            @Override
            public void before(ValueOutput out, boolean text) {
                Envelope.begin(out, request.id());
            }

            @Override
            public void after(ValueOutput out, boolean text) {
                Envelope.end((JsonOutput) out);
            }
        });
        LargeSlices slices = new LargeSlices(enclosed);
        return new Parts() {
            @Override
            public boolean next(EncodedOutput out) {
                return slices.next((JsonOutput) out);
            }

            @Override
            public void close() {
                enclosed.close();
            }
        };
    }

    @Override
    public byte[] eventHead(@Nullable String subscription) {
        if (subscription == null) {
            return BARE_HEAD;
        }
        JsonOutput head = new JsonOutput(64);
        head.beginObject().name("subscription").text(subscription).raw(new byte[] {','});
        return head.toArray();
    }

    @Override
    public int eventBytes(byte[] head, LiveEvent event) {
        return head.length + event.json().length + 1;
    }

    @Override
    public void writeEvent(ByteBuf target, byte[] head, LiveEvent event) {
        target.writeBytes(head).writeBytes(event.json()).writeByte('}');
    }
}
