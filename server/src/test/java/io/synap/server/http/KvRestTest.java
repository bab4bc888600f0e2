package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REST over a real socket; transcripts have ' for " and # for what varies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KvRestTest {
    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Lines "METHOD /path [body] -> status body", or "-> status code" where only the code matters. */
    private void talk(String transcript) {
        List<String> wrong = new ArrayList<>();
        for (String line : transcript.strip().split("\n", -1)) {
            int arrow = line.indexOf("->");
            String[] request = line.substring(0, arrow).strip().split(" +", 3);
            String expected = line.substring(arrow + 2).strip();
            String got = server.ask(request[0] + " " + request[1], request.length == 3 ? request[2].strip() : "");
            boolean same = expected.matches("[0-9]{3} [A-Z_]+")
                    ? got.startsWith(expected.substring(0, 4)) && got.contains("'code':'" + expected.substring(4) + "'")
                    : got.strip().equals(expected);
            if (!same) {
                wrong.add(line.strip() + "\n   got " + got);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void valuesAreSetReadAndRemoved() {
        talk("""
            GET    /api/v1/kv/a                                 -> 404 KEY_NOT_FOUND
            PUT    /api/v1/kv/a {'value':'x'}                   -> 201 {'key':'a','version':#,'created':true}
            PUT    /api/v1/kv/a {'value':'y','get':true}        -> 200 {'key':'a','version':#,'created':false,'old_value':'x'}
            GET    /api/v1/kv/a                                 -> 200 {'key':'a','value':'y','version':#}
            PUT    /api/v1/kv/n {'value':{'b':[1,2.50,null]}}   -> 201 {'key':'n','version':#,'created':true}
            GET    /api/v1/kv/n                                 -> 200 {'key':'n','value':'{\\'b\\':[1,2.50,null]}','version':#}
            PUT    /api/v1/kv/b {'value_base64':'/wA='}         -> 201 {'key':'b','version':#,'created':true}
            GET    /api/v1/kv/b                                 -> 200 {'key':'b','value_base64':'/wA=','encoding':'base64','version':#}
            GET    /api/v1/kv/%62                               -> 200 {'key':'b','value_base64':'/wA=','encoding':'base64','version':#}
            PUT    /api/v1/kv/%ff%2F {'value':'odd'}            -> 201 {'key_base64':'/y8=','version':#,'created':true}
            GET    /api/v1/kv/%FF%2f                            -> 200 {'key_base64':'/y8=','value':'odd','version':#}
            DELETE /api/v1/kv/a                                 -> 204
            DELETE /api/v1/kv/a                                 -> 404 KEY_NOT_FOUND
            """);
    }

    @Test
    void conditionsAreRefusedWith412() {
        talk("""
            PUT /api/v1/kv/c1 {'value':'x','xx':true}          -> 412 CONDITION_FAILED
            PUT /api/v1/kv/c1 {'value':'x','nx':true}          -> 201 {'key':'c1','version':#,'created':true}
            PUT /api/v1/kv/c1 {'value':'x','nx':true}          -> 412 CONDITION_FAILED
            PUT /api/v1/kv/c1 {'value':'x','if_version':99999} -> 412 VERSION_MISMATCH
            PUT /api/v1/kv/c2 {'value':'x','if_version':0}     -> 201 {'key':'c2','version':#,'created':true}
            PUT /api/v1/kv/c2 {'value':'x','nx':true,'xx':true}-> 400 INVALID_ARGUMENT
            """);
    }

    @Test
    void numbersAndPartsAreChangedInPlace() {
        talk("""
            POST /api/v1/kv/i/incr                                 -> 200 {'value':1,'version':#}
            POST /api/v1/kv/i/incr {'amount':-5}                   -> 200 {'value':-4,'version':#}
            POST /api/v1/kv/i/incr {'amount':1.5}                  -> 400 INVALID_ARGUMENT
            POST /api/v1/kv/f/incrbyfloat {'amount':'10.5'}        -> 200 {'value':'10.5','version':#}
            POST /api/v1/kv/f/incrbyfloat {'amount':0.25}          -> 200 {'value':'10.75','version':#}
            POST /api/v1/kv/f/incr                                 -> 409 NOT_INTEGER
            POST /api/v1/kv/s/append {'value':'hello'}             -> 200 {'length':5,'version':#}
            POST /api/v1/kv/s/setrange {'offset':1,'value':'a'}    -> 200 {'length':5,'version':#}
            POST /api/v1/kv/s/setrange {'offset':-1,'value':'a'}   -> 400 OFFSET_OUT_OF_RANGE
            GET  /api/v1/kv/s/getrange?start=0&end=2               -> 200 {'value':'hal'}
            GET  /api/v1/kv/s/getrange?start=-2&end=-1             -> 200 {'value':'lo'}
            GET  /api/v1/kv/s/getrange?start=3&end=1               -> 200 {'value':''}
            GET  /api/v1/kv/s/getrange?start=x&end=1               -> 400 INVALID_ARGUMENT
            GET  /api/v1/kv/s/strlen                               -> 200 {'length':5}
            GET  /api/v1/kv/none/strlen                            -> 200 {'length':0}
            POST /api/v1/kv/s/getset {'value':'new'}               -> 200 {'value':'hallo','version':#}
            POST /api/v1/kv/none/getset {'value':'new'}            -> 200 {'value':null,'version':#}
            POST /api/v1/kv/s/getdel                               -> 200 {'value':'new'}
            POST /api/v1/kv/s/getdel                               -> 404 KEY_NOT_FOUND
            """);
    }

    @Test
    void deadlinesAndNames() {
        talk("""
            PUT  /api/v1/kv/t {'value':'x'}                        -> 201 {'key':'t','version':#,'created':true}
            GET  /api/v1/kv/t/ttl                                  -> 200 {'ttl':null,'ttl_ms':null,'expire_at':null,'expire_at_ms':null}
            POST /api/v1/kv/t/persist                              -> 200 {'applied':false}
            POST /api/v1/kv/t/expire {'at_ms':9999999999999}       -> 200 {'applied':true}
            POST /api/v1/kv/t/expire {'at_ms':9999999999998,'gt':true} -> 200 {'applied':false}
            POST /api/v1/kv/t/expire {'at_ms':9999999999998,'nx':true} -> 200 {'applied':false}
            POST /api/v1/kv/t/expire {'ttl':0}                     -> 400 INVALID_EXPIRE
            POST /api/v1/kv/t/expire {'ttl':5,'ttl_ms':5}          -> 400 INVALID_ARGUMENT
            POST /api/v1/kv/t/expire {}                            -> 400 INVALID_ARGUMENT
            POST /api/v1/kv/no/expire {'ttl':5}                    -> 404 KEY_NOT_FOUND
            POST /api/v1/kv/t/persist                              -> 200 {'applied':true}
            POST /api/v1/kv/t/rename {'destination':'u'}           -> 200 {'success':true,'source':'t','destination':'u'}
            POST /api/v1/kv/t/rename {'destination':'u'}           -> 404 KEY_NOT_FOUND
            POST /api/v1/kv/u/copy {'destination':'v'}             -> 200 {'success':true,'source':'u','destination':'v'}
            POST /api/v1/kv/u/copy {'destination':'v'}             -> 409 KEY_EXISTS
            POST /api/v1/kv/u/copy {'destination':'v','replace':true} -> 200 {'success':true,'source':'u','destination':'v'}
            POST /api/v1/kv/u/rename {'destination':'v','nx':true} -> 409 KEY_EXISTS
            GET  /api/v1/kv/u/type                                 -> 200 {'type':'string'}
            GET  /api/v1/kv/u/exists                               -> 200 {'exists':true}
            GET  /api/v1/kv/nothing/type                           -> 200 {'type':'none'}
            GET  /api/v1/kv/nothing/exists                         -> 200 {'exists':false}
            """);
    }

    @Test
    void severalKeysAtOnce() {
        talk("""
            POST /api/v1/kv/mset {'pairs':[{'key':'m1','value':'1'},{'key':'m2','value':[2]}]} -> 200 {'success':true,'count':2}
            POST /api/v1/kv/mset {'pairs':{'m3':'3'}}              -> 200 {'success':true,'count':1}
            POST /api/v1/kv/msetnx {'pairs':{'m3':'4','m4':'4'}}   -> 200 {'success':false}
            POST /api/v1/kv/msetnx {'pairs':[['m4','4']]}          -> 200 {'success':true}
            POST /api/v1/kv/mset {'pairs':[]}                      -> 400 INVALID_ARGUMENT
            POST /api/v1/kv/mget {'keys':['m1','m9','m2']}         -> 200 {'data':[{'key':'m1','found':true,'value':'1','version':#},{'key':'m9','found':false},{'key':'m2','found':true,'value':'[2]','version':#}]}
            POST /api/v1/kv/mdel {'keys':['m1','m9','m2','m3','m4']} -> 200 {'deleted':4}
            """);
    }

    @Test
    void whatIsNotKnownIsRefusedByName() {
        talk("""
            PUT  /api/v1/kv/x {'value':'x','tll':5}    -> 400 INVALID_ARGUMENT
            PUT  /api/v1/kv/x {}                       -> 400 INVALID_ARGUMENT
            PUT  /api/v1/kv/x {'value'                 -> 400 MALFORMED
            PUT  /api/v1/kv/x {'value':1}{}            -> 400 MALFORMED
            PUT  /api/v1/kv/x {'value':1,'value':2}    -> 400 MALFORMED
            GET  /api/v1/kv/x?nonsense=1               -> 400 INVALID_ARGUMENT
            PUT  /api/v1/kv/x?durability=maybe {'value':1} -> 400 INVALID_ARGUMENT
            PUT  /api/v1/kv/x?durability=fsync {'value':1} -> 201 {'key':'x','version':#,'created':true}
            GET  /api/v1/nothing                       -> 404 ROUTE_NOT_FOUND
            GET  /api/v1/kv/                           -> 404 ROUTE_NOT_FOUND
            POST /api/v1/kv/x                          -> 405 METHOD_NOT_ALLOWED
            PUT  /api/v1/command                       -> 405 METHOD_NOT_ALLOWED
            """);
        assertThat(server.ask("PUT /api/v1/kv/x", "{'value':'x','tll':5}")).contains("'tll'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "get", "set", "del", "mget", "msetnx", "randomkey"})
    void aKeyNamedAsAShortRouteIsReachedByRest(String key) {
        assertThat(server.ask("PUT /api/v1/kv/" + key, "{'value':'v'}")).startsWith("201");
        assertThat(server.ask("GET /api/v1/kv/" + key, "")).startsWith("200 {'key':'" + key + "','value':'v'");
        assertThat(server.send("DELETE /api/v1/kv/" + key, "").statusCode()).isEqualTo(204);
    }

    @Test
    void bytesComeBackAsTheyWent() {
        byte[] odd = new byte[256];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = (byte) i;
        }
        server.send("PUT /api/v1/kv/odd?ttl_ms=60000", odd, "content-type", "application/octet-stream");
        HttpResponse<byte[]> raw = server.send("GET /api/v1/kv/odd?raw=true", "");
        assertThat(raw.body()).isEqualTo(odd);
        assertThat(raw.headers().firstValue("content-type")).hasValue("application/octet-stream");
        HttpResponse<byte[]> accepted = server.send("GET /api/v1/kv/odd", "", "accept", "application/octet-stream");
        assertThat(accepted.body()).isEqualTo(odd);
        assertThat(server.ask("GET /api/v1/kv/odd", ""))
                .contains("'encoding':'base64'")
                .contains("'ttl_ms':");
    }

    @Test
    void jsonBodiesCanBeKeptAsTheyAre() {
        server.send("PUT /api/v1/kv/doc?raw=true", "{\"a\": 1}", "content-type", "application/json");
        assertThat(RunningServer.text(server.send("GET /api/v1/kv/doc?raw", "")))
                .isEqualTo("{\"a\": 1}");
    }

    @Test
    void listsGoPageByPage() {
        for (int i = 0; i < 250; i++) {
            server.send("PUT /api/v1/kv/page:" + i, "v");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            String page = server.ask("GET /api/v1/kv?prefix=page:&limit=40&cursor=" + cursor, "");
            assertThat(page).startsWith("200 {'data':[").contains("'limit':40");
            var keys = java.util.regex.Pattern.compile("'key':'(page:[0-9]+)'").matcher(page);
            int before = seen.size();
            while (keys.find()) {
                seen.add(keys.group(1));
            }
            assertThat(seen.size() - before).isLessThanOrEqualTo(40);
            var next = java.util.regex.Pattern.compile("'cursor':'([0-9]+)'").matcher(page);
            cursor = next.find() ? next.group(1) : "";
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(250).doesNotHaveDuplicates();
        assertThat(server.ask("GET /api/v1/kv?pattern=page:1?", ""))
                .contains("page:10")
                .doesNotContain("page:100");
        assertThat(server.ask("GET /api/v1/kv?cursor=zz", "")).contains("INVALID_CURSOR");
        assertThat(server.ask("GET /api/v1/kv?limit=0", "")).contains("INVALID_ARGUMENT");
    }
}
