package io.synap.server.http.websocket;

import io.netty.buffer.ByteBuf;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.SessionId;
import io.synap.server.http.LargeBody;
import io.synap.server.http.json.EncodedOutput;
import io.synap.server.http.json.Fields;
import io.synap.server.http.live.LiveEvent;
import io.synap.server.http.proto.ProtoFrame;
import io.synap.server.http.proto.ProtoFrames;
import io.synap.server.http.proto.ProtoLarge;
import io.synap.server.http.proto.ProtoOutput;
import io.synap.server.http.proto.ProtoRequest;
import io.synap.server.node.SessionCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code synap.v1.proto}: a message is a frame of {@code synap/v1/synap.proto}, with any number of commands, or of
 * answers and events. Thread-safe.
 */
final class ProtoCodec implements FrameCodec {
    static final String SUBPROTOCOL = "synap.v1.proto";

    private final ProtoFrames frames = new ProtoFrames();

    /** A command as it came, in its frame. */
    private record Command(ProtoRequest request, long answeredBelow) implements Request {
        @Override
        public @Nullable String id() {
            return request.id() == 0 ? null : Long.toUnsignedString(request.id());
        }

        @Override
        public String command() {
            return request.command();
        }

        @Override
        public Fields payload() {
            return request.payload();
        }

        @Override
        public @Nullable SessionCall session(SessionId current) {
            return request.number() == 0 ? null : new SessionCall(current, request.number(), answeredBelow);
        }
    }

    @Override
    public String subprotocol() {
        return SUBPROTOCOL;
    }

    @Override
    public boolean isBinary() {
        return true;
    }

    @Override
    public boolean joins() {
        return true;
    }

    @Override
    public Message read(byte[] message) {
        ProtoFrame frame = frames.read(message);
        List<Request> commands = new ArrayList<>(frame.requests().size());
        for (ProtoRequest each : frame.requests()) {
            commands.add(new Command(each, frame.answeredBelow()));
        }
        return new Message(frame.session(), commands);
    }

    @Override
    public ProtoOutput newOutput(int initialBytes) {
        return ProtoOutput.ofAnswers(initialBytes);
    }

    @Override
    public void begin(EncodedOutput out, Request request) {
        var _ = ((ProtoOutput) out).begin(number(request));
    }

    @Override
    public void end(EncodedOutput out) {
        // Lengths stand before what they count, so there is nothing behind a result.
    }

    @Override
    public void fail(EncodedOutput out, @Nullable Request request, ErrorCode code, String detail) {
        ((ProtoOutput) out).fail(request == null ? 0 : number(request), code, detail);
    }

    @Override
    public Parts large(Request request, LargeBody body) {
        ProtoLarge large = new ProtoLarge(number(request), body);
        return new Parts() {
            @Override
            public boolean next(EncodedOutput out) {
                return large.next((ProtoOutput) out);
            }

            @Override
            public void close() {
                large.close();
            }
        };
    }

    @Override
    public byte[] eventHead(@Nullable String subscription) {
        return ProtoFrames.eventHead(subscription);
    }

    @Override
    public int eventBytes(byte[] head, LiveEvent event) {
        return ProtoFrames.eventBytes(head, event.proto());
    }

    @Override
    public void writeEvent(ByteBuf target, byte[] head, LiveEvent event) {
        ProtoFrames.event(target, head, event.proto());
    }

    private static long number(Request request) {
        return ((Command) request).request().id();
    }
}
