package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import io.synap.protocol.v1.Answer;
import io.synap.protocol.v1.ClientFrame;
import io.synap.protocol.v1.Event;
import io.synap.protocol.v1.Request;
import io.synap.protocol.v1.ServerFrame;
import io.synap.protocol.v1.ServerMessage;
import io.synap.protocol.v1.Value;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.JsonInput;
import io.synap.server.http.proto.RandomValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Protobuf frames on a real connection: the commands, their results and events are those of JSON. */
final class WebSocketProtoTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol: synap.v1.proto";

    /** At least one of every command; those on the connection itself, such as subscriptions, are tested apart. */
    private static final String SCRIPT = """
        kv.set {'key':'a','value':'x','ttl':600}
        kv.set {'key':'doc','value':{'b':[1,2.5,null,true],'c':'é'}}
        kv.set {'key':'a','value':'y','get':true}
        kv.get {'key':'a'}
        kv.get {'key':'a','type':'bytes'}
        kv.get {'key':'no'}
        kv.get {'nokey':1}
        kv.get {'key':5}
        kv.setnx {'key':'a','value':'z'}
        kv.setex {'key':'e','value':'z','ttl':100}
        kv.psetex {'key':'e','value':'z','ttl_ms':100000}
        kv.getset {'key':'g','value':'1'}
        kv.getset {'key':'g','value':'2'}
        kv.getex {'key':'g','ttl':50}
        kv.getdel {'key':'g'}
        kv.mset {'pairs':[{'key':'m1','value':1},['m2','two']]}
        kv.mset {'pairs':{'m3':{'three':3},'m4':'4'}}
        kv.mset {'pairs':[['m2']]}
        kv.msetnx {'pairs':{'m3':1}}
        kv.mget {'keys':['m1','m2','m3','no','doc']}
        kv.mget {'keys':['m1',7]}
        kv.append {'key':'a','value':'bc'}
        kv.setrange {'key':'a','offset':1,'value':'QQ'}
        kv.strlen {'key':'a'}
        kv.getrange {'key':'a','start':0,'end':1}
        kv.substr {'key':'a','start':1,'end':-1}
        kv.incr {'key':'n'}
        kv.incrby {'key':'n','amount':10}
        kv.decr {'key':'n'}
        kv.decrby {'key':'n','amount':4}
        kv.incr {'key':'a'}
        kv.incrbyfloat {'key':'f','amount':1.5}
        kv.scan {'prefix':'m','limit':100}
        kv.keys {'pattern':'m*'}
        kv.dbsize {}
        kv.touch {'keys':['a','no']}
        kv.touch {'key':'a'}
        kv.exists {'key':'a'}
        kv.expire {'key':'a','ttl':600}
        kv.expireat {'key':'a','expire_at':4102444800}
        kv.pexpire {'key':'a','ttl_ms':600000}
        kv.pexpireat {'key':'a','expire_at_ms':4102444800000}
        kv.expiretime {'key':'a'}
        kv.pexpiretime {'key':'no'}
        kv.persist {'key':'a'}
        kv.ttl {'key':'a'}
        kv.pttl {'key':'no'}
        kv.unlink {'key':'m4'}
        kv.del {'key':'e'}
        kv.mdel {'keys':['m1','m2','no']}
        kv.stats {}
        key.type {'key':'a'}
        key.exists {'key':'a'}
        key.copy {'source':'a','destination':'a2'}
        key.rename {'source':'a2','destination':'a3'}
        key.renamenx {'source':'a3','destination':'a'}
        memory.usage {'key':'a'}
        kv.flushdb {}
        kv.set {'key':'only','value':'v'}
        key.randomkey {}
        kv.flushall {}
        queue.create {'queue':'q','config':{'max_deliveries':2}}
        queue.publish {'queue':'q','payload':[104,105],'headers':{'h':'1'},'priority':3}
        queue.mpublish {'queue':'q','messages':[{'payload':'text','ordering_key':'k'},{'payload':{'a':1}}]}
        queue.publish {'queue':'no','payload':'x'}
        queue.len {'queue':'q'}
        queue.receive {'queue':'q','consumer':'c','count':1}
        queue.consume {'queue':'q','consumer_id':'c'}
        queue.extend {'queue':'q','receipt':'1-1','lease_ms':60000}
        queue.ack {'queue':'q','receipt':'1-1'}
        queue.nack {'queue':'q','receipt':'2-1'}
        queue.reject {'queue':'q','receipt':'2-1','error':'why'}
        queue.dead {'queue':'q'}
        queue.deadget {'queue':'q','message_id':'2'}
        queue.redrive {'queue':'q'}
        queue.redrivestate {'queue':'q'}
        queue.redrivestop {'queue':'q'}
        queue.peek {'queue':'q','message_id':'1'}
        queue.remove {'queue':'q','message_id':'2'}
        queue.pause {'queue':'q'}
        queue.resume {'queue':'q'}
        queue.stats {'queue':'q'}
        queue.list {}
        queue.purge {'queue':'q'}
        queue.receive {'queue':'q','consumer':'c','wait_ms':5}
        queue.delete {'queue':'q'}
        stream.create {'room':'s'}
        stream.get_or_create {'room':'s'}
        stream.publish {'room':'s','event':'e','data':[1,2],'correlation_id':'c','headers':{'x':'y'}}
        stream.publish {'room':'s','event':'e','data':{'deep':[1]},'metadata':{'user_id':'u'}}
        stream.publish {'room':'s'}
        stream.consume {'room':'s','from_offset':0}
        stream.consume {'room':'s','from_offset':2,'wait_ms':5}
        stream.stats {'room':'s'}
        stream.list {}
        topic.create {'topic':'t','partitions':2}
        topic.publish {'topic':'t','event':'e','data':'d','key':'k'}
        topic.publish {'topic':'t','events':[{'event':'e','key':'l'},{'event':'f','key':'k'}]}
        topic.consume {'topic':'t','partition_id':0}
        topic.list {}
        topic.stats {'topic':'t'}
        group.create {'group_id':'g','topic':'t'}
        group.join {'group_id':'g','member_id':'m'}
        group.heartbeat {'group_id':'g','member_id':'m','generation':1}
        group.assignment {'group_id':'g','member_id':'m'}
        group.commit {'group_id':'g','member_id':'m','generation':1,'partition_id':0,'offset':1}
        group.offset {'group_id':'g','partition_id':0}
        group.offsets {'group_id':'g'}
        group.stats {'group_id':'g'}
        group.list {}
        group.leave {'group_id':'g','member_id':'m'}
        group.reset {'group_id':'g','to':'first'}
        group.delete {'group_id':'g'}
        topic.delete {'topic':'t'}
        stream.delete {'room':'s'}
        pubsub.publish {'topic':'news.x','payload':{'a':1}}
        pubsub.topics {}
        pubsub.info {'topic':'news.x'}
        pubsub.stats {}
        presence.join {'room':'p','member':'m'}
        presence.list {'room':'p'}
        presence.leave {'room':'p','member':'m'}
        changes.read {}
        client.list {}
        command.list {}
        info {}
        no.such {}
        """;

    /** What depends on the time, on the connection, or is not the same from run to run. */
    private static final Set<String> VARYING =
            Set.of("ttl_ms", "ttl", "oldest_ready_age_ms", "id", "epoch", "generation", "message_id", "cursor");

    /** Both ways to speak on one server each. */
    private interface Speaker {
        JsonNode ask(String command, JsonNode payload) throws IOException;
    }

    private static final class JsonSpeaker implements Speaker {
        private final SocketClient client;

        JsonSpeaker(SocketClient client) {
            this.client = client;
        }

        @Override
        public JsonNode ask(String command, JsonNode payload) throws IOException {
            client.text("{\"command\":\"" + command + "\",\"request_id\":\"r\",\"payload\":" + payload + "}");
            JsonNode read = JsonInput.read(client.read().payload());
            while (!read.has("success")) {
                read = JsonInput.read(client.read().payload());
            }
            return read.get("success").booleanValue() ? read.get("payload") : read.get("code");
        }
    }

    /** A connection that speaks protobuf, by the generated classes. */
    private static final class ProtoSpeaker implements Speaker {
        private final SocketClient client;
        private final Deque<ServerMessage> read = new ArrayDeque<>();
        private final List<Event> events = new ArrayList<>();
        private long id = 1L << 40;

        ProtoSpeaker(SocketClient client) {
            this.client = client;
            assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo("synap.v1.proto");
        }

        void send(ClientFrame frame) throws IOException {
            client.send(SocketClient.FIN | SocketClient.BINARY, frame.toByteArray());
        }

        ServerMessage next() throws IOException {
            while (read.isEmpty()) {
                SocketClient.Frame frame = client.read();
                assertThat(frame.opcode()).isEqualTo(SocketClient.BINARY);
                read.addAll(ServerFrame.parseFrom(frame.payload()).getMessagesList());
            }
            return read.remove();
        }

        Answer answer() throws IOException {
            ServerMessage message = next();
            while (message.hasEvent()) {
                events.add(message.getEvent());
                message = next();
            }
            return message.getAnswer();
        }

        /** The results of so many requests, all of which succeed, by their ids. */
        Map<Long, Value> results(int count) throws IOException {
            Map<Long, Value> results = new HashMap<>();
            while (results.size() < count) {
                Answer answer = answer();
                assertThat(answer.getError()).isEmpty();
                results.put(answer.getId(), answer.getPayload());
            }
            return results;
        }

        Event event() throws IOException {
            return events.isEmpty() ? next().getEvent() : events.removeFirst();
        }

        @Override
        public JsonNode ask(String command, JsonNode payload) throws IOException {
            Request.Builder request = Request.newBuilder().setId(++id).setCommand(command);
            payload.properties()
                    .forEach(each -> request.putPayload(each.getKey(), RandomValues.message(each.getValue())));
            send(ClientFrame.newBuilder().addRequests(request).build());
            Answer answer = answer();
            assertThat(answer.getId()).isEqualTo(id);
            assertThat(answer.getSuccess()).isEqualTo(answer.getCode().isEmpty());
            return answer.getSuccess() ? RandomValues.tree(answer.getPayload()) : NODES.textNode(answer.getCode());
        }
    }

    /** The same for both: bytes as numbers, what varies blotted out. */
    private static String shown(String name, JsonNode value) {
        StringBuilder shown = new StringBuilder();
        if (VARYING.contains(name) && !value.isContainerNode()) {
            return "#";
        }
        switch (value.getNodeType()) {
            case OBJECT ->
                value.properties()
                        .forEach(each -> shown.append(each.getKey())
                                .append(':')
                                .append(shown(each.getKey(), each.getValue()))
                                .append(' '));
            case ARRAY -> value.forEach(each -> shown.append(shown("", each)).append(' '));
            case BINARY -> octets(value).forEach(each -> shown.append(each).append(' '));
            case NUMBER -> shown.append(value.asText());
            default -> shown.append(value);
        }
        String text = shown.toString()
                // An event's id: whether a millisecond has more than one depends on the speed of the day.
                .replaceAll("[0-9]{9,}-[0-9]+", "#")
                .replaceAll("[0-9]{9,}", "#")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "#");
        return value.isObject() ? "{" + text + "}" : value.isArray() || value.isBinary() ? "[" + text + "]" : text;
    }

    private static ArrayNode octets(JsonNode bytes) {
        ArrayNode numbers = NODES.arrayNode();
        for (byte each : RandomValues.message(bytes).getBytes()) {
            numbers.add(each & 0xff);
        }
        return numbers;
    }

    @Test
    void everyCommandHasTheSameResultAsInJson() throws IOException {
        Set<String> asked = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        int succeeded = 0;
        try (RunningServer left = new RunningServer();
                RunningServer right = new RunningServer();
                SocketClient text = SocketClient.open(left, "/ws");
                SocketClient binary = SocketClient.open(right, "/ws", SUBPROTOCOL)) {
            Speaker json = new JsonSpeaker(text);
            Speaker proto = new ProtoSpeaker(binary);
            for (String line : SCRIPT.strip().split("\n", -1)) {
                String[] request = line.split(" ", 2);
                JsonNode payload = JsonInput.read(request[1].replace('\'', '"').getBytes(StandardCharsets.UTF_8));
                JsonNode expected = json.ask(request[0], payload);
                JsonNode got = proto.ask(request[0], payload);
                asked.add(request[0]);
                succeeded += expected.isTextual() && expected.textValue().matches("[A-Z_]{6,}") ? 0 : 1;
                if (!shown("", got).equals(shown("", expected)) && !request[0].equals("client.list")) {
                    wrong.add(line + "\n   JSON     " + shown("", expected) + "\n   protobuf " + shown("", got));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(succeeded).isGreaterThan(95);
        CommandRegistry registry = new CommandRegistry(HttpMetrics.NONE);
        TestRoutes.register(registry);
        assertThat(registry.names().stream()
                        .filter(name -> !name.contains("subscri") && !name.endsWith("watch") && !name.equals("info"))
                        .filter(name -> !asked.contains(name)))
                .isEmpty();
    }

    private static Value text(String text) {
        return Value.newBuilder().setText(text).build();
    }

    private static Value bytes(byte... bytes) {
        return Value.newBuilder().setBytes(ByteString.copyFrom(bytes)).build();
    }

    @Test
    void keysValuesPayloadsAndNamesAreBytes() throws IOException {
        byte[] odd = {(byte) 0xff, 0, (byte) 0xc3};
        try (RunningServer server = new RunningServer();
                SocketClient client = SocketClient.open(server, "/ws", SUBPROTOCOL)) {
            ProtoSpeaker proto = new ProtoSpeaker(client);
            proto.send(ClientFrame.newBuilder()
                    .addRequests(
                            request(1, "kv.set").putPayload("key", bytes(odd)).putPayload("value", bytes(odd)))
                    .addRequests(request(2, "kv.get").putPayload("key", bytes(odd)))
                    .addRequests(request(3, "kv.keys"))
                    .addRequests(request(4, "queue.create").putPayload("queue", bytes(odd)))
                    .addRequests(request(5, "queue.publish")
                            .putPayload("queue", bytes(odd))
                            .putPayload("payload", bytes(odd))
                            .putPayload("ordering_key", bytes(odd)))
                    .addRequests(request(6, "queue.receive")
                            .putPayload("queue", bytes(odd))
                            .putPayload("consumer", text("c")))
                    .build());
            Map<Long, Value> results = proto.results(6);
            assertThat(member(results, 1, "key")).isEqualTo(bytes(odd));
            assertThat(results.get(2L)).isEqualTo(bytes(odd));
            assertThat(member(results, 3, "keys").getList().getValues(0)).isEqualTo(bytes(odd));
            assertThat(member(results, 4, "queue")).isEqualTo(bytes(odd));
            Value message = member(results, 6, "messages").getList().getValues(0);
            assertThat(message.getObject().getMembersOrThrow("payload")).isEqualTo(bytes(odd));
            assertThat(message.getObject().getMembersOrThrow("ordering_key")).isEqualTo(bytes(odd));
        }
    }

    private static Value member(Map<Long, Value> results, long id, String name) {
        Value result = results.getOrDefault(id, Value.getDefaultInstance());
        return result.getObject().getMembersOrDefault(name, Value.getDefaultInstance());
    }

    private static Request.Builder request(long id, String command) {
        return Request.newBuilder().setId(id).setCommand(command);
    }

    @Test
    void largeValuesComeWhole() throws IOException {
        byte[] large = new byte[700_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ((i * 31) >> 3);
        }
        try (RunningServer server = new RunningServer();
                SocketClient client = SocketClient.open(server, "/ws", SUBPROTOCOL)) {
            ProtoSpeaker proto = new ProtoSpeaker(client);
            proto.send(ClientFrame.newBuilder()
                    .addRequests(
                            request(1, "kv.set").putPayload("key", text("b")).putPayload("value", bytes(large)))
                    .addRequests(request(2, "kv.set")
                            .putPayload("key", text("t"))
                            .putPayload("value", text("é".repeat(50_000))))
                    .addRequests(request(3, "kv.get").putPayload("key", text("b")))
                    .addRequests(request(4, "kv.get").putPayload("key", text("t")))
                    .addRequests(request(5, "kv.strlen").putPayload("key", text("t")))
                    .build());
            assertThat(proto.answer().getSuccess()).isTrue();
            assertThat(proto.answer().getSuccess()).isTrue();
            Answer bytes = proto.answer();
            assertThat(bytes.getId()).isEqualTo(3);
            assertThat(bytes.getPayload().getBytes().toByteArray()).isEqualTo(large);
            assertThat(proto.answer().getPayload().getText()).isEqualTo("é".repeat(50_000));
            assertThat(proto.answer().getId()).isEqualTo(5);
        }
    }

    @Test
    void eventsFollowTheAnswerOfTheirSubscription() throws IOException {
        try (RunningServer server = new RunningServer();
                SocketClient client = SocketClient.open(server, "/ws", SUBPROTOCOL)) {
            ProtoSpeaker proto = new ProtoSpeaker(client);
            proto.send(ClientFrame.newBuilder()
                    .addRequests(request(1, "stream.create").putPayload("room", text("s")))
                    .addRequests(request(2, "stream.subscribe")
                            .putPayload("room", text("s"))
                            .putPayload("subscription", text("mine")))
                    .addRequests(request(3, "stream.publish")
                            .putPayload("room", text("s"))
                            .putPayload("event", text("e"))
                            .putPayload("data", bytes((byte) 0xff, (byte) 1)))
                    .build());
            assertThat(proto.answer().getSuccess()).isTrue();
            Answer subscribed = proto.answer();
            assertThat(subscribed.getPayload().getObject().getMembersOrThrow("subscription"))
                    .isEqualTo(text("mine"));
            assertThat(proto.answer().getSuccess()).isTrue();
            Event event = proto.event();
            assertThat(event.getSubscription()).isEqualTo("mine");
            assertThat(event.getType()).isEqualTo("event");
            assertThat(event.getCursor()).isNotEmpty();
            assertThat(event.getMembersOrThrow("data")).isEqualTo(bytes((byte) 0xff, (byte) 1));
            assertThat(event.getMembersOrThrow("offset").getInteger()).isZero();
        }
    }

    @Test
    void nonsenseIsMalformedAndTheConnectionStays() throws IOException {
        try (RunningServer server = new RunningServer();
                SocketClient client = SocketClient.open(server, "/ws", SUBPROTOCOL)) {
            ProtoSpeaker proto = new ProtoSpeaker(client);
            client.send(SocketClient.FIN | SocketClient.BINARY, new byte[] {(byte) 0xff, 1, 2});
            Answer refused = proto.answer();
            assertThat(refused.getId()).isZero();
            assertThat(refused.getCode()).isEqualTo("MALFORMED");
            proto.send(ClientFrame.newBuilder()
                    .addRequests(request(9, "kv.dbsize"))
                    .build());
            assertThat(proto.answer().getId()).isEqualTo(9);
            client.text("{}");
            assertThat(client.readClose()).isEqualTo(1003);
        }
    }
}
