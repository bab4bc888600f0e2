package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rooms by the envelope and the short routes, with the shapes of the published protocol. */
final class StreamCallsTest {
    private static final String SHORT = """
        POST   {}/stream/s {}                             -> 200 {'success':true,'room':'s','created':true}
        POST   {}/stream/s {}                             -> 409 {'error':'the room exists','code':'ROOM_EXISTS'}
        PUT    {}/stream/s {}                             -> 200 {'success':true,'room':'s','created':false}
        PUT    {}/stream/t                                -> 200 {'success':true,'room':'t','created':true}
        POST   {}/stream/s/publish {'event':'e','data':[72,105],'extra':1} -> 200 {'id':'s:#:0','stream_id':'#-#','offset':0,'room':'s'}
        POST   {}/stream/s/publish {'event':'e','data':{'a':1}} -> 200 {'id':'s:#:1','stream_id':'#-#','offset':1,'room':'s'}
        POST   {}/stream/no/publish {'event':'e','data':[1]} -> 404 {'error':'no such room','code':'ROOM_NOT_FOUND'}
        GET    {}/stream/s/consume/me?from_offset=0&limit=1 -> 200 {'events':[{'id':'s:#:0','stream_id':'#-#','offset':0,'room':'s','event':'e','data':[72,105],'timestamp':#,'metadata':{}}],'next_offset':1}
        GET    {}/stream/s/consume/me?from_offset=1       -> 200 {'events':[{'id':'s:#:1','stream_id':'#-#','offset':1,'room':'s','event':'e','data':[123,34,97,34,58,49,125],'timestamp':#,'metadata':{}}],'next_offset':2}
        GET    {}/stream/s/consume/me?from_offset=2       -> 200 {'events':[],'next_offset':2}
        GET    {}/stream/s/consume/me?from_offset=2&wait_ms=5 -> 200 {'events':[],'next_offset':2}
        GET    {}/stream/s/consume/me?from_offset=3       -> 400 {'error':'offset 3 is out of range: the next one is 2','code':'OFFSET_OUT_OF_RANGE'}
        GET    {}/stream/no/consume/me                    -> 404 {'error':'no such room','code':'ROOM_NOT_FOUND'}
        GET    {}/stream/s/stats                          -> 200 {'name':'s','message_count':2,'min_offset':0,'max_offset':1,'subscriber_count':0,'total_published':2,'total_consumed':null,'dropped':0,'created_at':#,'generation':#}
        DELETE {}/stream/s                                -> 200 {'success':true,'deleted':'s'}
        DELETE {}/stream/s                                -> 404 {'error':'no such room','code':'ROOM_NOT_FOUND'}
        GET    {}/stream/list                             -> 200 {'rooms':['t'],'count':1}
        """;

    private static final String ENVELOPE = """
        stream.create {'room':'s'}                        -> {'success':true,'room':'s','created':true}
        stream.create {'room':'s'}                        -> ROOM_EXISTS
        stream.get_or_create {'room':'s'}                 -> {'success':true,'room':'s','created':false}
        stream.publish {'room':'s','event':'e','data':[1]} -> {'id':'s:#:0','stream_id':'#-#','offset':0,'room':'s'}
        stream.publish {'room':'s','event':'e','data':'x'} -> {'id':'s:#:1','stream_id':'#-#','offset':1,'room':'s'}
        stream.publish {'event':'e'}                      -> INVALID_ARGUMENT
        stream.publish {'room':'no','event':'e'}          -> ROOM_NOT_FOUND
        stream.consume {'room':'s','subscriber_id':'me','from_offset':0,'limit':10} -> {'events':[{'id':'s:#:0','stream_id':'#-#','offset':0,'room':'s','event':'e','data':[1],'timestamp':#,'metadata':{}},{'id':'s:#:1','stream_id':'#-#','offset':1,'room':'s','event':'e','data':[120],'timestamp':#,'metadata':{}}],'next_offset':2}
        stream.consume {'room':'s','from_offset':9}       -> OFFSET_OUT_OF_RANGE
        stream.consume {'room':'s','from_offset':2,'wait_ms':5} -> {'events':[],'next_offset':2}
        stream.consume {'room':'no'}                      -> ROOM_NOT_FOUND
        stream.stats {'room':'s'}                         -> {'name':'s','message_count':2,'min_offset':0,'max_offset':1,'subscriber_count':0,'total_published':2,'total_consumed':null,'dropped':0,'created_at':#,'generation':#}
        stream.list {}                                    -> {'rooms':['s'],'count':1}
        stream.delete {'room':'s'}                        -> {'success':true,'deleted':'s'}
        stream.delete {'room':'s'}                        -> ROOM_NOT_FOUND
        """;

    @Test
    void shortRoutesHaveTheShapesOfThePublishedProtocol() {
        checkShort(SHORT.replace("{}/", "/"));
    }

    @Test
    void shortRoutesAlsoAnswerUnderThePrefix() {
        checkShort(SHORT.replace("{}/", "/api/v1/"));
    }

    @Test
    void theEnvelopeHasTheSameCommands() {
        List<String> wrong = new ArrayList<>();
        try (RunningServer server = new RunningServer()) {
            for (String line : ENVELOPE.strip().split("\n", -1)) {
                int arrow = line.indexOf("->");
                String[] request = line.substring(0, arrow).strip().split(" +", 2);
                String expected = line.substring(arrow + 2).strip();
                String got = shown(server.ask(
                        "POST /api/v1/command",
                        "{'command':'" + request[0] + "','request_id':'q','payload':" + request[1] + "}"));
                boolean same = expected.startsWith("{")
                        ? got.equals("200 {'success':true,'request_id':'q','payload':" + expected
                                + ",'error':null,'code':null}")
                        : got.startsWith("200 {'success':false") && got.endsWith("'code':'" + expected + "'}");
                if (!same) {
                    wrong.add(line.strip() + "\n   got " + got);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String shown(String answer) {
        return answer.replaceAll("'(created_at|timestamp|generation)':[0-9]+", "'$1':#")
                .replaceAll(":[0-9]+:([0-9]+)'", ":#:$1'")
                .replaceAll("'1[0-9]{12}-[0-9]+'", "'#-#'");
    }

    private static void checkShort(String transcript) {
        List<String> wrong = new ArrayList<>();
        try (RunningServer server = new RunningServer()) {
            for (String line : transcript.strip().split("\n", -1)) {
                int arrow = line.indexOf("->");
                String[] request = line.substring(0, arrow).strip().split(" +", 3);
                String got =
                        shown(server.ask(request[0] + " " + request[1], request.length == 3 ? request[2].strip() : ""));
                if (!got.equals(line.substring(arrow + 2).strip())) {
                    wrong.add(line.strip() + "\n   got " + got);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
