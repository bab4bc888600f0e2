package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionLimits;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.SessionCommands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A request that is sent again with its number is answered as before and executed once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionRepeatsTest {
    /**
     * For every command: what comes before | the command, which is sent twice | what others do in between | a question
     * -> what its answer has in it. Each % is a name of its own.
     */
    private static final String CASES = """
        kv.set {'key':'%','value':'old'} | kv.set {'key':'%','value':'v','get':true} | kv.set {'key':'%','value':'other'} | kv.get {'key':'%'} -> 'other'
        - | kv.set {'key':'%','value':'v'} | kv.del {'key':'%'} | kv.exists {'key':'%'} -> 'exists':false
        - | kv.setnx {'key':'%','value':'v'} | kv.del {'key':'%'} | kv.exists {'key':'%'} -> 'exists':false
        - | kv.setex {'key':'%','value':'v','ttl':100} | kv.set {'key':'%','value':'other'} | kv.get {'key':'%'} -> 'other'
        - | kv.psetex {'key':'%','value':'v','ttl_ms':100000} | kv.set {'key':'%','value':'other'} | kv.get {'key':'%'} -> 'other'
        kv.set {'key':'%','value':'old'} | kv.getset {'key':'%','value':'new'} | kv.set {'key':'%','value':'other'} | kv.get {'key':'%'} -> 'other'
        - | kv.getset {'key':'%','value':'new'} | - | kv.get {'key':'%'} -> 'new'
        kv.set {'key':'%','value':'old'} | kv.getdel {'key':'%'} | kv.set {'key':'%','value':'other'} | kv.get {'key':'%'} -> 'other'
        - | kv.mset {'pairs':{'%a':'1','%b':'2','%c':'3'}} | kv.set {'key':'%a','value':'other'} | kv.mget {'keys':['%a','%b']} -> ['other',2]
        - | kv.msetnx {'pairs':{'%a':'1','%b':'2','%c':'3'}} | kv.mdel {'keys':['%a','%b','%c']} | kv.exists {'key':'%a'} -> 'exists':false
        - | kv.append {'key':'%','value':'ab'} | - | kv.get {'key':'%'} -> 'ab'
        - | kv.setrange {'key':'%','offset':0,'value':'ab'} | kv.set {'key':'%','value':'other'} | kv.get {'key':'%'} -> 'other'
        - | kv.incr {'key':'%'} | - | kv.get {'key':'%'} -> '1'
        - | kv.incrby {'key':'%','amount':5} | - | kv.get {'key':'%'} -> '5'
        - | kv.decr {'key':'%'} | - | kv.get {'key':'%'} -> '-1'
        - | kv.decrby {'key':'%','amount':5} | - | kv.get {'key':'%'} -> '-5'
        - | kv.incrbyfloat {'key':'%','amount':1.5} | - | kv.get {'key':'%'} -> '1.5'
        kv.set {'key':'%','value':'old'} | kv.del {'key':'%'} | kv.set {'key':'%','value':'other'} | kv.get {'key':'%'} -> 'other'
        kv.set {'key':'%','value':'old'} | kv.unlink {'key':'%'} | kv.set {'key':'%','value':'other'} | kv.get {'key':'%'} -> 'other'
        kv.mset {'pairs':{'%a':'1','%b':'2'}} | kv.mdel {'keys':['%a','no','%b']} | kv.set {'key':'%b','value':'other'} | kv.get {'key':'%b'} -> 'other'
        kv.set {'key':'%','value':'v'} | kv.expire {'key':'%','ttl':100} | kv.persist {'key':'%'} | kv.ttl {'key':'%'} -> 'ttl':null
        kv.set {'key':'%','value':'v'} | kv.expireat {'key':'%','expire_at':4102444800} | kv.persist {'key':'%'} | kv.ttl {'key':'%'} -> 'ttl':null
        kv.set {'key':'%','value':'v'} | kv.pexpire {'key':'%','ttl_ms':100000} | kv.persist {'key':'%'} | kv.ttl {'key':'%'} -> 'ttl':null
        kv.set {'key':'%','value':'v'} | kv.pexpireat {'key':'%','expire_at_ms':4102444800000} | kv.persist {'key':'%'} | kv.ttl {'key':'%'} -> 'ttl':null
        kv.setex {'key':'%','value':'v','ttl':100} | kv.persist {'key':'%'} | kv.expireat {'key':'%','expire_at':4102444800} | kv.ttl {'key':'%'} -> 'expire_at':4102444800
        queue.create {'queue':'%'} | queue.publish {'queue':'%','payload':'x'} | - | queue.len {'queue':'%'} -> 'depth':1
        queue.create {'queue':'%'} | queue.publish {'queue':'%','payload':'x','dedup_id':'d'} | - | queue.len {'queue':'%'} -> 'depth':1
        queue.create {'queue':'%'}; queue.publish {'queue':'%','payload':'x','dedup_id':'d'} | queue.mpublish {'queue':'%','messages':[{'payload':'x','dedup_id':'d'},{'payload':'y'},{'payload':'z'}]} | - | queue.len {'queue':'%'} -> 'depth':3
        queue.create {'queue':'%'}; queue.publish {'queue':'%','payload':'x'}; queue.receive {'queue':'%','consumer':'c'} | queue.ack {'queue':'%','receipt':'1-1'} | - | queue.stats {'queue':'%'} -> 'acked':1
        queue.create {'queue':'%'}; queue.mpublish {'queue':'%','messages':[{'payload':'x'},{'payload':'y'},{'payload':'z'}]}; queue.receive {'queue':'%','consumer':'c','count':3} | queue.ack {'queue':'%','receipts':['3-1','1-1','9-1','2-7']} | - | queue.stats {'queue':'%'} -> 'acked':1
        queue.create {'queue':'%'}; queue.publish {'queue':'%','payload':'x'}; queue.receive {'queue':'%','consumer':'c'} | queue.nack {'queue':'%','receipt':'1-1'} | queue.receive {'queue':'%','consumer':'c'} | queue.extend {'queue':'%','receipt':'1-2','lease_ms':90000} -> 'success':true
        queue.create {'queue':'%'}; queue.publish {'queue':'%','payload':'x'}; queue.receive {'queue':'%','consumer':'c'} | queue.reject {'queue':'%','receipt':'1-1','error':'why'} | queue.redrive {'queue':'%','message_id':'1'} | queue.len {'queue':'%'} -> 'depth':1
        queue.create {'queue':'%'}; queue.publish {'queue':'%','payload':'x'}; queue.receive {'queue':'%','consumer':'c'} | queue.extend {'queue':'%','receipt':'1-1','lease_ms':90000} | queue.ack {'queue':'%','receipt':'1-1'} | queue.len {'queue':'%'} -> 'depth':0
        stream.create {'room':'%'} | stream.publish {'room':'%','event':'e','data':'d'} | stream.publish {'room':'%','event':'other'} | stream.consume {'room':'%'} -> 'next_offset':2
        stream.create {'room':'%'} | stream.mpublish {'room':'%','events':[{'event':'a'},{'event':'b','stream_id':'9999999999999-7'},{'event':'c'}]} | - | stream.consume {'room':'%'} -> 'next_offset':3
        stream.create {'room':'%'}; stream.publish {'room':'%','event':'e'}; stream.group_create {'room':'%','group':'g','from':'first'}; stream.receive {'room':'%','group':'g','consumer':'c'} | stream.ack {'room':'%','group':'g','receipts':['0','5']} | - | stream.receive {'room':'%','group':'g','consumer':'c'} -> 'data':[]
        stream.create {'room':'%'}; stream.publish {'room':'%','event':'e'}; stream.group_create {'room':'%','group':'g','from':'first'}; stream.receive {'room':'%','group':'g','consumer':'c'} | stream.nack {'room':'%','group':'g','receipts':['0']} | stream.receive {'room':'%','group':'g','consumer':'c'} | stream.ack {'room':'%','group':'g','receipts':['0']} -> 'done':1
        stream.create {'room':'%'}; stream.publish {'room':'%','event':'e'}; stream.group_create {'room':'%','group':'g','from':'first'}; stream.receive {'room':'%','group':'g','consumer':'c'} | stream.reject {'room':'%','group':'g','receipts':['0'],'error':'why'} | - | stream.receive {'room':'%','group':'g','consumer':'c'} -> 'data':[]
        stream.create {'room':'%'}; stream.publish {'room':'%','event':'e'}; stream.group_create {'room':'%','group':'g','from':'first'}; stream.receive {'room':'%','group':'g','consumer':'c'} | stream.extend {'room':'%','group':'g','receipts':['0'],'lease_ms':90000} | stream.ack {'room':'%','group':'g','receipts':['0']} | stream.receive {'room':'%','group':'g','consumer':'c'} -> 'data':[]
        topic.create {'topic':'%','partitions':1}; topic.publish {'topic':'%','event':'e','partition_id':0}; group.create {'group_id':'%g','topic':'%'} | group.commit {'group_id':'%g','partition_id':0,'offset':1} | group.reset {'group_id':'%g','to':'earliest'} | group.offset {'group_id':'%g','partition_id':0} -> 'offset':0
        """;

    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void byPostEveryCommandIsExecutedOnce() throws IOException {
        try (SessionSpeaker speaker = SessionSpeaker.byPost(server, new SessionId(1, 1))) {
            everyCommandIsExecutedOnce("post", speaker);
        }
    }

    @Test
    void byTextEveryCommandIsExecutedOnce() throws IOException {
        try (SessionSpeaker speaker = SessionSpeaker.byText(server.port(), new SessionId(2, 2))) {
            everyCommandIsExecutedOnce("text", speaker);
        }
    }

    @Test
    void byProtobufEveryCommandIsExecutedOnce() throws IOException {
        try (SessionSpeaker speaker = SessionSpeaker.byProtobuf(server.port(), new SessionId(3, 3))) {
            everyCommandIsExecutedOnce("proto", speaker);
        }
    }

    private static void everyCommandIsExecutedOnce(String way, SessionSpeaker speaker) throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> asked = new TreeSet<>();
        long number = 0;
        for (String line : CASES.strip().split("\n", -1)) {
            String[] parts = line.strip().replace("%", way + number).split(" \\| ", -1);
            String[] question = parts[3].split(" -> ", -1);
            all(speaker, parts[0]);
            String first = speaker.ask(++number, number, parts[1]);
            all(speaker, parts[2]);
            String second = speaker.ask(number, number, parts[1]);
            String state = speaker.ask(0, 0, question[0]);
            if (first.matches("[A-Z_]+") || !second.equals(first) || !state.contains(question[1])) {
                wrong.add(line.strip() + "\n   first  " + first + "\n   second " + second + "\n   state  " + state);
            }
            asked.add(parts[1].substring(0, parts[1].indexOf(' ')));
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isEqualTo(new TreeSet<>(SessionCommands.names()));
    }

    private static void all(SessionSpeaker speaker, String lines) throws IOException {
        if (!lines.equals("-")) {
            for (String line : lines.split("; ", -1)) {
                assertThat(speaker.ask(0, 0, line)).as(line).doesNotMatch("[A-Z_]+");
            }
        }
    }

    @Test
    void otherCommandsRefuseANumber() throws IOException {
        CommandRegistry registry = new CommandRegistry(HttpMetrics.NONE);
        TestRoutes.register(registry);
        try (SessionSpeaker text = SessionSpeaker.byText(server.port(), new SessionId(4, 4));
                SessionSpeaker proto = SessionSpeaker.byProtobuf(server.port(), new SessionId(5, 5))) {
            for (String name : registry.names()) {
                if (!SessionCommands.names().contains(name)) {
                    assertThat(text.ask(1, 1, name + " {}")).as(name).isEqualTo("NOT_SUPPORTED");
                    assertThat(proto.ask(1, 1, name + " {}")).as(name).isEqualTo("NOT_SUPPORTED");
                }
            }
        }
        assertThat(server.ask(
                        "POST /api/v1/command",
                        "{'command':'key.rename','session':'" + new SessionId(4, 4) + "','number':1}"))
                .contains("'key.rename' is not executed in sessions; send it without a number");
    }

    @Test
    void aNumberBelongsToASessionAndIsNotAnsweredYet() throws IOException {
        String set = "'command':'kv.set','payload':{'key':'k','value':'v'}";
        for (String stamp : List.of(
                "'number':1",
                "'number':1,'session':'12'",
                "'number':1,'session':'" + "x".repeat(32) + "'",
                "'number':1,'session':'" + "0".repeat(32) + "'",
                "'number':0,'session':'" + "1".repeat(32) + "'",
                "'number':-1,'session':'" + "1".repeat(32) + "'",
                "'number':1.5,'session':'" + "1".repeat(32) + "'",
                "'number':5,'answered_below':6,'session':'" + "1".repeat(32) + "'")) {
            assertThat(server.ask("POST /api/v1/command", "{" + set + "," + stamp + "}"))
                    .as(stamp)
                    .contains("'code':'INVALID_ARGUMENT'");
        }
        try (SessionSpeaker proto = SessionSpeaker.byProtobuf(server.port(), new SessionId(6, 6))) {
            assertThat(proto.ask(5, 6, "kv.set {'key':'k','value':'v'}")).isEqualTo("INVALID_ARGUMENT");
            assertThat(proto.ask(-5, 0, "kv.set {'key':'k','value':'v'}")).isEqualTo("INVALID_ARGUMENT");
            assertThat(proto.ask(5, 0, "kv.set {'key':'k','value':'v'}")).contains("'written':true");
        }
    }

    @Test
    void whatIsNoLongerKnownIsSaidAndNotExecuted() throws IOException {
        try (SessionSpeaker proto = SessionSpeaker.byProtobuf(server.port(), new SessionId(7, 7))) {
            String increment = "kv.incr {'key':'passed'}";
            assertThat(proto.ask(1, 1, increment)).contains("'value':1");
            assertThat(proto.ask(2, 1, increment)).contains("'value':2");
            assertThat(proto.ask(1, 1, increment)).contains("'value':1");
            assertThat(proto.ask(3, 2, increment)).contains("'value':3");
            assertThat(proto.ask(1, 1, increment)).isEqualTo("SESSION_NUMBER_PASSED");
            assertThat(proto.ask(2, 2, increment)).contains("'value':2");
            assertThat(proto.ask(3L + SessionLimits.WINDOW, 2, increment)).contains("'value':4");
            assertThat(proto.ask(3, 2, increment)).isEqualTo("SESSION_NUMBER_PASSED");
            assertThat(proto.ask(4, 2, increment)).contains("'value':5");
            String large = "'" + "x".repeat(SessionLimits.VALUE_BYTES_MAX + 1) + "'";
            assertThat(proto.ask(0, 0, "kv.set {'key':'passed','value':" + large + "}"))
                    .contains("'written':true");
            assertThat(proto.ask(5, 2, "kv.getset {'key':'passed','value':'v'}"))
                    .isEqualTo(large);
            assertThat(proto.ask(5, 2, "kv.getset {'key':'passed','value':'v'}"))
                    .isEqualTo("RESULT_FORGOTTEN");
        }
    }

    @Test
    void manyDeletionsOfOneRequestGoOnWhereTheyWere() throws IOException {
        StringBuilder keys = new StringBuilder();
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            keys.append(i == 0 ? "'" : ",'").append("many").append(i).append('\'');
            pairs.append(i == 0 ? "'" : ",'").append("many").append(i).append("':'v'");
        }
        try (SessionSpeaker proto = SessionSpeaker.byProtobuf(server.port(), new SessionId(8, 8))) {
            String set = "kv.mset {'pairs':{" + pairs + "}}";
            String delete = "kv.mdel {'keys':[" + keys + "]}";
            assertThat(proto.ask(1, 1, set)).isEqualTo("{'success':true}");
            assertThat(proto.ask(2, 1, delete)).isEqualTo("{'deleted':600}");
            assertThat(proto.ask(1, 1, set)).isEqualTo("{'success':true}");
            assertThat(proto.ask(2, 1, delete)).isEqualTo("{'deleted':600}");
            assertThat(proto.ask(0, 0, "kv.keys {'pattern':'many*'}")).contains("'count':0");
        }
    }
}
