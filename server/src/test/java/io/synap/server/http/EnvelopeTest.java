package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.command.CommandCatalogue;
import io.synap.server.command.CommandSpec;
import io.synap.server.command.Family;
import io.synap.server.http.command.CommandRegistry;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The published protocol's commands and result shapes, as its SDKs send and expect them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EnvelopeTest {
    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** What the payload of the answer is, or the code when it failed. */
    private String command(String name, String payload) {
        String answer = server.ask(
                "POST /api/v1/command", "{'command':'" + name + "','request_id':'r','payload':" + payload + "}");
        String done = "200 {'success':true,'request_id':'r','payload':";
        String tail = ",'error':null,'code':null}";
        if (answer.startsWith(done) && answer.endsWith(tail)) {
            return answer.substring(done.length(), answer.length() - tail.length());
        }
        assertThat(answer).startsWith("200 {'success':false,'request_id':'r','payload':null,'error':'");
        return answer.replaceAll(".*'code':'([A-Z_]+)'}", "$1");
    }

    private void talk(String transcript) {
        List<String> wrong = new ArrayList<>();
        for (String line : transcript.strip().split("\n", -1)) {
            int arrow = line.indexOf("->");
            String[] request = line.substring(0, arrow).strip().split(" ", 2);
            String got = command(request[0], request[1].strip());
            if (!got.equals(line.substring(arrow + 2).strip())) {
                wrong.add(line.strip() + "\n   got " + got);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void shapesAreThoseOfThePublishedProtocol() {
        command("kv.flushall", "{}");
        talk("""
            kv.flushall {}                                            -> {'flushed':0}
            kv.set {'key':'a','value':'x','ttl':60,'client_id':'c'}   -> {'success':true,'key':'a','written':true,'version':#}
            kv.get {'key':'a'}                                        -> 'x'
            kv.get {'key':'a','type':'bytes'}                         -> [120]
            kv.get {'key':'no'}                                       -> null
            kv.get {'key':'no','version':true}                        -> null
            kv.ttl {'key':'no'}                                       -> {'ttl':null,'ttl_ms':null,'expire_at':null,'expire_at_ms':null,'exists':false}
            kv.exists {'key':'a'}                                     -> {'key':'a','exists':true}
            kv.persist {'key':'a'}                                    -> {'result':true}
            kv.get {'key':'a','version':true}                         -> {'key':'a','value':'x','version':#}
            kv.ttl {'key':'a'}                                        -> {'ttl':null,'ttl_ms':null,'expire_at':null,'expire_at_ms':null,'exists':true}
            kv.expire {'key':'a','ttl':60}                            -> {'result':true}
            kv.expire {'key':'no','ttl':60}                           -> {'result':false}
            kv.del {'key':'a','if_version':7}                         -> VERSION_MISMATCH
            kv.del {'key':'a'}                                        -> {'deleted':true,'key':'a'}
            kv.del {'key':'a'}                                        -> {'deleted':false,'key':'a'}
            kv.incr {'key':'n'}                                       -> {'value':1,'version':#}
            kv.incr {'key':'n','amount':9}                            -> {'value':10,'version':#}
            kv.decr {'key':'n','amount':3}                            -> {'value':7,'version':#}
            kv.dbsize {}                                              -> {'size':1}
            kv.keys {'pattern':'*'}                                   -> {'keys':['n'],'count':1,'cursor':null}
            kv.keys {'pattern':'x*'}                                  -> {'keys':[],'count':0,'cursor':null}
            kv.scan {'prefix':'n','limit':100}                        -> {'keys':['n'],'count':1,'cursor':null}
            kv.append {'key':'s','value':'ab'}                        -> {'length':2,'version':#}
            kv.setrange {'key':'s','offset':1,'value':'XY'}           -> {'length':3,'version':#}
            kv.strlen {'key':'s'}                                     -> {'length':3}
            kv.getrange {'key':'s','start':0,'end':1}                 -> 'aX'
            kv.getrange {'key':'s','start':5,'end':9}                 -> null
            kv.getset {'key':'s','value':'new'}                       -> 'aXY'
            kv.getset {'key':'s2','value':'new'}                      -> null
            kv.getdel {'key':'s2'}                                    -> 'new'
            kv.incrbyfloat {'key':'f','amount':1.5}                   -> {'value':'1.5','version':#}
            kv.msetnx {'key':'one','value':1}                         -> {'success':true}
            kv.msetnx {'pairs':[{'key':'one','value':1}]}             -> {'success':false}
            kv.mdel {'keys':['one','s','no']}                         -> {'deleted':2}
            kv.flushdb {}                                             -> {'flushed':2}
            key.type {'key':'no'}                                     -> {'key':'no','type':'none'}
            key.randomkey {}                                          -> {'key':null}
            kv.set {'key':'k','value':'v'}                            -> {'success':true,'key':'k','written':true,'version':#}
            key.randomkey {}                                          -> {'key':'k'}
            key.exists {'key':'k'}                                    -> {'key':'k','exists':true}
            key.rename {'source':'k','destination':'l'}               -> {'success':true,'source':'k','destination':'l'}
            key.copy {'source':'l','destination':'m'}                 -> {'success':true,'source':'l','destination':'m'}
            key.copy {'source':'l','destination':'m'}                 -> KEY_EXISTS
            key.copy {'source':'l','destination':'m','replace':true}  -> {'success':true,'source':'l','destination':'m'}
            key.renamenx {'source':'l','destination':'m'}             -> KEY_EXISTS
            key.rename {'source':'no','destination':'m'}              -> KEY_NOT_FOUND
            """);
    }

    @Test
    void everyCommandOfRedisHasItsForm() {
        talk("""
            kv.setnx {'key':'r','value':'1'}                          -> {'success':true,'key':'r','written':true,'version':#}
            kv.setnx {'key':'r','value':'2'}                          -> {'success':true,'key':'r','written':false,'version':#}
            kv.setex {'key':'r','value':'3','ttl':100}                -> {'success':true,'key':'r','written':true,'version':#}
            kv.setex {'key':'r','value':'4'}                          -> INVALID_ARGUMENT
            kv.psetex {'key':'r','value':'5','ttl':100}               -> INVALID_ARGUMENT
            kv.psetex {'key':'r','value':'6','ttl_ms':100000}         -> {'success':true,'key':'r','written':true,'version':#}
            kv.getex {'key':'r'}                                      -> '6'
            kv.getex {'key':'r','persist':true,'ttl':5}               -> INVALID_ARGUMENT
            kv.getex {'key':'r','persist':true}                       -> '6'
            kv.pttl {'key':'r'}                                       -> {'ttl':null,'ttl_ms':null,'expire_at':null,'expire_at_ms':null,'exists':true}
            kv.getex {'key':'r','expire_at':4102444800}               -> '6'
            kv.getex {'key':'none','ttl':5}                           -> null
            kv.substr {'key':'r','start':0,'end':-1}                  -> '6'
            kv.touch {'keys':['r','none','r']}                        -> {'count':2}
            kv.touch {'key':'none'}                                   -> {'count':0}
            kv.pexpire {'key':'r','ttl':5}                            -> INVALID_ARGUMENT
            kv.pexpire {'key':'r','ttl_ms':5000}                      -> {'result':true}
            kv.expireat {'key':'r','at':4102444800}                   -> {'result':true}
            kv.pexpireat {'key':'r','at_ms':4102444800000}            -> {'result':true}
            kv.pexpireat {'key':'r'}                                  -> INVALID_ARGUMENT
            kv.unlink {'key':'r'}                                     -> {'deleted':true,'key':'r'}
            kv.expiretime {'key':'r'}                                 -> {'ttl':null,'ttl_ms':null,'expire_at':null,'expire_at_ms':null,'exists':false}
            memory.usage {'key':'r'}                                  -> {'key':'r','bytes':0,'human':'0B'}
            """);
        command("kv.set", "{'key':'r','value':'1','expire_at':4102444800}");
        for (String name : List.of("kv.expiretime", "kv.pexpiretime", "kv.ttl")) {
            assertThat(command(name, "{'key':'r'}"))
                    .endsWith("'expire_at':4102444800,'expire_at_ms':4102444800000,'exists':true}");
        }
    }

    @Test
    void setUnderstandsConditionsAndDeadlines() {
        talk("""
            kv.set {'key':'o','value':'1','nx':true}                          -> {'success':true,'key':'o','written':true,'version':#}
            kv.set {'key':'o','value':'2','nx':true}                          -> {'success':true,'key':'o','written':false,'version':#}
            kv.set {'key':'o','value':'2','xx':true,'get':true}               -> {'success':true,'key':'o','written':true,'version':#,'old_value':1}
            kv.set {'key':'o','value':'3','if_version':999999}                -> VERSION_MISMATCH
            kv.set {'key':'o','value':'3','expiry':{'type':'milliseconds','value':60000}} -> {'success':true,'key':'o','written':true,'version':#}
            kv.set {'key':'o','value':'4','keepttl':true}                     -> {'success':true,'key':'o','written':true,'version':#}
            kv.set {'key':'o','value':'4','ttl':-1}                           -> INVALID_EXPIRE
            kv.set {'key':'o'}                                                -> INVALID_ARGUMENT
            kv.set {'value':'o'}                                              -> INVALID_ARGUMENT
            kv.set {'key':5,'value':'o'}                                      -> INVALID_ARGUMENT
            """);
        assertThat(command("kv.ttl", "{'key':'o'}")).startsWith("{'ttl':60,'ttl_ms':");
    }

    @Test
    void mgetReturnsWhatSetStored() {
        talk("""
            kv.set {'key':'g1','value':'plain'}                       -> {'success':true,'key':'g1','written':true,'version':#}
            kv.set {'key':'g2','value':42}                            -> {'success':true,'key':'g2','written':true,'version':#}
            kv.set {'key':'g3','value':{'a':[1,null]}}                -> {'success':true,'key':'g3','written':true,'version':#}
            kv.mset {'pairs':[{'key':'g4','value':true},{'key':'g5','value':''}]} -> {'success':true}
            kv.set {'key':'g6','value':'12345678901234567890'}        -> {'success':true,'key':'g6','written':true,'version':#}
            kv.mget {'keys':['g1','g2','no','g3','g4','g5','g6']}     -> {'values':['plain',42,null,{'a':[1,null]},true,'','12345678901234567890']}
            kv.get {'key':'g3'}                                       -> '{\\'a\\':[1,null]}'
            """);
    }

    @Test
    void bytesThatAreNoTextSaySo() {
        talk("""
            kv.set {'key':'bin','value_base64':'/wA='}                -> {'success':true,'key':'bin','written':true,'version':#}
            kv.get {'key':'bin'}                                      -> {'value_base64':'/wA=','encoding':'base64'}
            kv.get {'key':'bin','type':'bytes'}                       -> [255,0]
            """);
    }

    @Test
    void failuresAreInsideAndMalformedJsonIsNot() {
        assertThat(server.ask("POST /api/v1/command", "{'command':'kv.gett','payload':{},'more':1}"))
                .startsWith("200 {'success':false,'request_id':#")
                .contains("nearest are kv.get")
                .endsWith("'code':'UNKNOWN_COMMAND'}");
        assertThat(server.ask("POST /api/v1/command", "{'command'"))
                .startsWith("400")
                .contains("'code':'MALFORMED'");
        assertThat(server.ask("POST /api/v1/command", "[]")).startsWith("400");
        HttpResponse<byte[]> lone = server.send(
                "POST /api/v1/command", "{\"command\":\"kv.set\",\"payload\":{\"key\":\"k\",\"value\":\"\\ud800\"}}");
        assertThat(RunningServer.text(lone)).contains("INVALID_ARGUMENT");
    }

    private static final Set<Family> SAID_IN_THE_ENVELOPE = Set.of(Family.KV, Family.KEY, Family.QUEUE);

    /** Key commands of the catalogue that the envelope has under another name or as a field. */
    private static final Set<String> SAID_OTHERWISE = Set.of("key.object");

    /** Commands that RESP does not have: those of the published protocol, and subscriptions to queues. */
    private static final Set<String> ENVELOPE_ONLY = Set.of(
            "kv.mdel",
            "kv.stats",
            "key.exists",
            "memory.usage",
            "queue.consume",
            "queue.peek",
            "queue.redrivestate",
            "queue.redrivestop",
            "queue.subscribe",
            "queue.unsubscribe",
            "info",
            "client.list",
            "command.list");

    /** Families whose commands have other names on RESP. */
    private static final Set<String> NAMED_OTHERWISE = Set.of("topic", "group", "pubsub");

    @Test
    void everyCommandOnDataIsInTheEnvelopeAndNoOther() {
        Set<String> catalogued = new TreeSet<>();
        for (CommandSpec spec : CommandCatalogue.ALL) {
            if (SAID_IN_THE_ENVELOPE.contains(spec.family())) {
                catalogued.add(spec.name());
            }
        }
        Set<String> expected = new TreeSet<>(catalogued);
        expected.removeAll(SAID_OTHERWISE);
        expected.addAll(ENVELOPE_ONLY);
        CommandRegistry registry = new CommandRegistry(HttpMetrics.NONE);
        TestRoutes.register(registry);
        assertThat(registry.names().stream()
                        .filter(name -> !NAMED_OTHERWISE.contains(name.substring(0, Math.max(0, name.indexOf('.'))))))
                .containsExactlyElementsOf(expected);
        assertThat(catalogued).containsAll(SAID_OTHERWISE);
    }
}
