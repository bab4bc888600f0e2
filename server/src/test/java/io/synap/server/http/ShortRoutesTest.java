package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short routes of the published protocol, with its shapes; ' for " and # for what varies. */
final class ShortRoutesTest {
    private static final String TRANSCRIPT = """
        POST   {}/kv/set {'key':'a','value':'x','nx':false,'extra':1} -> 200 {'success':true,'key':'a','written':true,'version':#}
        POST   {}/kv/set {'key':'a','value':{'b':1},'get':true}   -> 200 {'success':true,'key':'a','written':true,'version':#,'old_value':'x'}
        POST   {}/kv/set {'key':'a','value':'y','nx':true,'get':true} -> 200 {'success':true,'key':'a','written':false,'version':#,'old_value':{'b':1}}
        GET    {}/kv/get/a                                        -> 200 '{\\'b\\':1}'
        GET    {}/kv/get/no                                       -> 200 {'error':'Key not found'}
        POST   {}/kv/set {'key':'c','value':'AB'}                 -> 200 {'success':true,'key':'c','written':true,'version':#}
        GET    {}/kv/get/c?type=bytes                             -> 200 [65,66]
        POST   {}/kv/msetnx {'pairs':[['p','1'],{'key':'q','value':'2'}]} -> 200 {'success':true}
        GET    {}/key/q/type                                      -> 200 {'key':'q','type':'string'}
        GET    {}/key/q/exists                                    -> 200 {'key':'q','exists':true}
        POST   {}/key/q/rename {'destination':'r'}                -> 200 {'success':true,'source':'q','destination':'r'}
        POST   {}/key/q/rename {'destination':'r'}                -> 404 {'error':'no such key','code':'KEY_NOT_FOUND'}
        POST   {}/key/p/renamenx {'destination':'r'}              -> 409 {'error':'target key exists','code':'KEY_EXISTS'}
        POST   {}/key/p/copy {'destination':'s'}                  -> 200 {'success':true,'source':'p','destination':'s'}
        POST   {}/kv/set {'key':'a'}                              -> 400 {'error':'field 'value' is missing','code':'INVALID_ARGUMENT'}
        DELETE {}/kv/del/c                                        -> 200 {'deleted':true,'key':'c'}
        DELETE {}/kv/del/c                                        -> 200 {'deleted':false,'key':'c'}
        """;

    private static final String UNPREFIXED = """
        POST   /kv/w/append {'value':'hello'}                     -> 200 {'length':5,'version':#}
        POST   /kv/w/setrange {'offset':0,'value':'J'}            -> 200 {'length':5,'version':#}
        GET    /kv/w/getrange?start=0&end=1                       -> 200 'Je'
        GET    /kv/w/getrange?start=9&end=9                       -> 200 {'error':'Key not found or range empty'}
        GET    /kv/w/strlen                                       -> 200 {'length':5}
        POST   /kv/w/getset {'value':'new'}                       -> 200 'Jello'
        POST   /kv/z/getset {'value':'new'}                       -> 200 null
        GET    /memory/no/usage                                   -> 200 {'key':'no','bytes':0,'human':'0B'}
        POST   /snapshot                                          -> 200 {'success':true,'message':'Snapshot taken'}
        """;

    @Test
    void shapesAreThoseOfThePublishedProtocol() {
        check(TRANSCRIPT.replace("{}/", "/") + UNPREFIXED);
    }

    @Test
    void theyAlsoAnswerUnderThePrefix() {
        check(TRANSCRIPT.replace("{}/", "/api/v1/"));
    }

    @Test
    void statsAndRandomKeys() {
        try (RunningServer server = new RunningServer()) {
            assertThat(server.ask("GET /key/randomkey", "")).isEqualTo("200 {'key':null}");
            assertThat(server.ask("POST /kv/set", "{'key':'a','value':1}")).startsWith("200");
            assertThat(server.ask("GET /api/v1/key/randomkey", "")).isEqualTo("200 {'key':'a'}");
            String stats = server.ask("GET /kv/stats", "");
            assertThat(stats)
                    .startsWith("200 {'total_keys':1,'expiring_keys':0,'total_memory_bytes':")
                    .endsWith("'operations':{'gets':4,'sets':3,'dels':2,'hits':3,'misses':1},'hit_rate':0.75}");
            assertThat(server.ask("GET /api/v1/kv-stats", "")).isEqualTo(stats);
        }
    }

    private static void check(String transcript) {
        List<String> wrong = new ArrayList<>();
        try (RunningServer server = new RunningServer()) {
            for (String line : transcript.strip().split("\n", -1)) {
                int arrow = line.indexOf("->");
                String[] request = line.substring(0, arrow).strip().split(" +", 3);
                String got = server.ask(request[0] + " " + request[1], request.length == 3 ? request[2].strip() : "");
                if (!got.equals(line.substring(arrow + 2).strip())) {
                    wrong.add(line.strip() + "\n   got " + got);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
