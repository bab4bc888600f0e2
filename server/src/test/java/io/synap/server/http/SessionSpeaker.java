package io.synap.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.v1.Answer;
import io.synap.protocol.v1.ClientFrame;
import io.synap.protocol.v1.Request;
import io.synap.protocol.v1.ServerFrame;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.proto.RandomValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Requests of one session, by one of the ways that there are. Lines are a command and its payload, with ' for ". The answer is
 * the payload, with ' for ", or the code of the error. Confined to one thread.
 */
public interface SessionSpeaker extends AutoCloseable {
    /** A number of 0 stands for none. */
    String ask(long number, long answeredBelow, String line) throws IOException;

    @Override
    void close() throws IOException;

    static SessionSpeaker byPost(RunningServer server, SessionId session) {
        return new SessionSpeaker() {
            @Override
            public String ask(long number, long answeredBelow, String line) {
                byte[] body = envelope(session, number, answeredBelow, line).getBytes(StandardCharsets.UTF_8);
                return shown(
                        JsonInput.read(server.send("POST /api/v1/command", body, "content-type", "application/json")
                                .body()));
            }

            @Override
            public void close() {
                // The server's own client is used.
            }
        };
    }

    static SessionSpeaker byText(int port, SessionId session) throws IOException {
        SocketClient client = SocketClient.open(port, "/ws");
        return new SessionSpeaker() {
            @Override
            public String ask(long number, long answeredBelow, String line) throws IOException {
                client.text(envelope(session, number, answeredBelow, line));
                return shown(JsonInput.read(client.read().payload()));
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    /** The session is named once, by the first frame. */
    static SessionSpeaker byProtobuf(int port, SessionId session) throws IOException {
        SocketClient client = SocketClient.open(port, "/ws", "Sec-WebSocket-Protocol: synap.v1.proto");
        send(
                client,
                ClientFrame.newBuilder()
                        .setSession(ByteString.copyFrom(session.toArray()))
                        .build());
        return new SessionSpeaker() {
            @Override
            public String ask(long number, long answeredBelow, String line) throws IOException {
                int space = line.indexOf(' ');
                Request.Builder request =
                        Request.newBuilder().setId(1).setNumber(number).setCommand(line.substring(0, space));
                JsonNode payload = JsonInput.read(
                        line.substring(space + 1).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
                payload.properties()
                        .forEach(each -> request.putPayload(each.getKey(), RandomValues.message(each.getValue())));
                send(
                        client,
                        ClientFrame.newBuilder()
                                .setAnsweredBelow(answeredBelow)
                                .addRequests(request)
                                .build());
                Answer answer = ServerFrame.parseFrom(client.read().payload())
                        .getMessages(0)
                        .getAnswer();
                return answer.getSuccess()
                        ? RandomValues.tree(answer.getPayload()).toString().replace('"', '\'')
                        : answer.getCode();
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    private static void send(SocketClient client, ClientFrame frame) throws IOException {
        client.send(SocketClient.FIN | SocketClient.BINARY, frame.toByteArray());
    }

    private static String envelope(SessionId session, long number, long answeredBelow, String line) {
        int space = line.indexOf(' ');
        String stamp = number == 0
                ? ""
                : "'session':'%s','number':%d,'answered_below':%d,".formatted(session, number, answeredBelow);
        return "{%s'command':'%s','payload':%s}"
                .formatted(stamp, line.substring(0, space), line.substring(space + 1))
                .replace('\'', '"');
    }

    private static String shown(JsonNode answer) {
        return answer.get("success").booleanValue()
                ? answer.get("payload").toString().replace('"', '\'')
                : answer.get("code").textValue();
    }
}
