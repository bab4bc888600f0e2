package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rooms over REST and a real socket; transcripts have ' for " and # for what varies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamRestTest {
    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String shown(String answer) {
        return answer.replaceAll("'(epoch|created_at|oldest_event_at|timestamp|bytes|generation)':[0-9]+", "'$1':#")
                .replaceAll(":[0-9]+:([0-9]+)'", ":#:$1'")
                .replaceAll("'1[0-9]{12}-[0-9]+'", "'#-#'");
    }

    /** Lines "METHOD /path [body] -> status body", or "-> status code" where only the code matters. */
    private void talk(String transcript) {
        List<String> wrong = new ArrayList<>();
        for (String line : transcript.strip().split("\n", -1)) {
            int arrow = line.indexOf("->");
            String[] request = line.substring(0, arrow).strip().split(" +", 3);
            String expected = line.substring(arrow + 2).strip();
            String got = shown(server.ask(request[0] + " " + request[1], request.length == 3 ? request[2].strip() : ""))
                    .strip();
            String code = expected.matches("[0-9]{3} [A-Z_]+") ? expected.substring(4) : "";
            boolean same = code.isEmpty()
                    ? got.equals(expected)
                    : got.startsWith(expected.substring(0, 4)) && got.contains("'code':'" + code + "'");
            if (!same) {
                wrong.add(line.strip() + "\n   got " + got);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void roomsAreMadeChangedShownAndRemoved() {
        talk("""
            GET    /api/v1/streams/r1                            -> 404 ROOM_NOT_FOUND
            PUT    /api/v1/streams/r1                            -> 201 {'room':'r1','epoch':#,'length':0,'first_offset':0,'next_offset':0,'last_stream_id':'0-0','bytes':#,'entries_added':0,'created_at':#,'oldest_event_at':null,'retention':{'count':null,'bytes':null,'age_ms':null},'compaction':'none'}
            PUT    /api/v1/streams/r1 {'retention':{'count':2,'age_ms':60000},'compaction':'key'} -> 200 {'room':'r1','epoch':#,'length':0,'first_offset':0,'next_offset':0,'last_stream_id':'0-0','bytes':#,'entries_added':0,'created_at':#,'oldest_event_at':null,'retention':{'count':2,'bytes':null,'age_ms':60000},'compaction':'key'}
            PUT    /api/v1/streams/r1 {'retention':{'age_ms':null}} -> 200 {'room':'r1','epoch':#,'length':0,'first_offset':0,'next_offset':0,'last_stream_id':'0-0','bytes':#,'entries_added':0,'created_at':#,'oldest_event_at':null,'retention':{'count':2,'bytes':null,'age_ms':null},'compaction':'key'}
            PUT    /api/v1/streams/r1 {'retention':{'count':-1}} -> 400 INVALID_ARGUMENT
            PUT    /api/v1/streams/r1 {'retention':{'cuont':1}}  -> 400 INVALID_ARGUMENT
            PUT    /api/v1/streams/r1 {'compaction':'maybe'}     -> 400 INVALID_ARGUMENT
            PUT    /api/v1/streams/r1 {'maxlen':1}               -> 400 INVALID_ARGUMENT
            DELETE /api/v1/streams/r1                            -> 204
            DELETE /api/v1/streams/r1                            -> 404 ROOM_NOT_FOUND
            """);
    }

    @Test
    void eventsAreAppendedAndReadFromWhereOneLikes() {
        talk("""
            POST /api/v1/streams/e1/events {'event':'a'}         -> 404 ROOM_NOT_FOUND
            GET  /api/v1/streams/e1/events                       -> 404 ROOM_NOT_FOUND
            PUT  /api/v1/streams/e1 {'retention':{'count':100}}  -> 201 {'room':'e1','epoch':#,'length':0,'first_offset':0,'next_offset':0,'last_stream_id':'0-0','bytes':#,'entries_added':0,'created_at':#,'oldest_event_at':null,'retention':{'count':100,'bytes':null,'age_ms':null},'compaction':'none'}
            GET  /api/v1/streams/e1/events                       -> 200 {'data':[],'metadata':{'limit':100,'next_offset':0,'more':false}}
            POST /api/v1/streams/e1/events {'event':'a','data':{'n':1},'stream_id':'5-1'} -> 201 {'id':'e1:#:0','stream_id':'5-1','offset':0,'room':'e1'}
            POST /api/v1/streams/e1/events {'events':[{'event':'b','stream_id':'5-*'},{'data':'text','stream_id':'6'}]} -> 201 {'room':'e1','events':[{'id':'e1:#:1','stream_id':'5-2','offset':1},{'id':'e1:#:2','stream_id':'6-0','offset':2}]}
            GET  /api/v1/streams/e1/events?limit=2               -> 200 {'data':[{'id':'e1:#:0','stream_id':'5-1','offset':0,'room':'e1','event':'a','data':{'n':1},'timestamp':#,'metadata':{}},{'id':'e1:#:1','stream_id':'5-2','offset':1,'room':'e1','event':'b','data':null,'timestamp':#,'metadata':{}}],'metadata':{'limit':2,'next_offset':2,'more':true}}
            GET  /api/v1/streams/e1/events?from=2                -> 200 {'data':[{'id':'e1:#:2','stream_id':'6-0','offset':2,'room':'e1','event':null,'data':'text','timestamp':#,'metadata':{}}],'metadata':{'limit':100,'next_offset':3,'more':false}}
            GET  /api/v1/streams/e1/events?from=last             -> 200 {'data':[{'id':'e1:#:2','stream_id':'6-0','offset':2,'room':'e1','event':null,'data':'text','timestamp':#,'metadata':{}}],'metadata':{'limit':100,'next_offset':3,'more':false}}
            GET  /api/v1/streams/e1/events?from=5-3              -> 200 {'data':[{'id':'e1:#:2','stream_id':'6-0','offset':2,'room':'e1','event':null,'data':'text','timestamp':#,'metadata':{}}],'metadata':{'limit':100,'next_offset':3,'more':false}}
            GET  /api/v1/streams/e1/events?reverse&limit=1       -> 200 {'data':[{'id':'e1:#:2','stream_id':'6-0','offset':2,'room':'e1','event':null,'data':'text','timestamp':#,'metadata':{}}],'metadata':{'limit':1,'next_offset':1,'more':true}}
            GET  /api/v1/streams/e1/events?reverse&from=0        -> 200 {'data':[{'id':'e1:#:0','stream_id':'5-1','offset':0,'room':'e1','event':'a','data':{'n':1},'timestamp':#,'metadata':{}}],'metadata':{'limit':100,'next_offset':null,'more':false}}
            GET  /api/v1/streams/e1/events?from=3                -> 200 {'data':[],'metadata':{'limit':100,'next_offset':3,'more':false}}
            GET  /api/v1/streams/e1/events?from=2999-01-01T00:00:00Z -> 200 {'data':[],'metadata':{'limit':100,'next_offset':3,'more':false}}
            GET  /api/v1/streams/e1/events?from=1999-01-01T00:00:00Z&limit=1 -> 200 {'data':[{'id':'e1:#:0','stream_id':'5-1','offset':0,'room':'e1','event':'a','data':{'n':1},'timestamp':#,'metadata':{}}],'metadata':{'limit':1,'next_offset':1,'more':true}}
            GET  /api/v1/streams/e1/events?from=4                -> 400 OFFSET_OUT_OF_RANGE
            GET  /api/v1/streams/e1/events?from=-1               -> 400 OFFSET_OUT_OF_RANGE
            GET  /api/v1/streams/e1/events?from=soon             -> 400 INVALID_ARGUMENT
            GET  /api/v1/streams/e1/events?limit=0               -> 400 INVALID_ARGUMENT
            GET  /api/v1/streams/e1/events?reverse&wait_ms=5     -> 400 INVALID_ARGUMENT
            GET  /api/v1/streams/e1/events?wait_ms=-5            -> 400 INVALID_ARGUMENT
            GET  /api/v1/streams/e1/events?cursor=0.0            -> 400 INVALID_ARGUMENT
            GET  /api/v1/streams/e1/events/1                     -> 200 {'id':'e1:#:1','stream_id':'5-2','offset':1,'room':'e1','event':'b','data':null,'timestamp':#,'metadata':{}}
            DELETE /api/v1/streams/e1/events/1                   -> 204
            DELETE /api/v1/streams/e1/events/1                   -> 404 EVENT_NOT_FOUND
            GET  /api/v1/streams/e1/events/1                     -> 404 EVENT_NOT_FOUND
            GET  /api/v1/streams/e1/events/x                     -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/e1/trim {'count':1}             -> 200 {'removed':1}
            POST /api/v1/streams/e1/trim {'before_offset':3}     -> 200 {'removed':1}
            POST /api/v1/streams/e1/trim {'before_stream_id':'9-9'} -> 200 {'removed':0}
            POST /api/v1/streams/e1/trim {'before_ms':9}         -> 200 {'removed':0}
            POST /api/v1/streams/e1/trim {'bytes':0}             -> 200 {'removed':0}
            POST /api/v1/streams/e1/trim {}                      -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/e1/trim {'count':1,'bytes':1}   -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/e1/trim {'count':1,'limit':1}   -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/no/trim {'count':1}             -> 404 ROOM_NOT_FOUND
            GET  /api/v1/streams/e1/events                       -> 200 {'data':[],'metadata':{'limit':100,'next_offset':3,'more':false}}
            """);
    }

    @Test
    void everythingThatBelongsToAnEventComesBack() {
        talk("""
            PUT  /api/v1/streams/m1 {'compaction':'none'}        -> 201 {'room':'m1','epoch':#,'length':0,'first_offset':0,'next_offset':0,'last_stream_id':'0-0','bytes':#,'entries_added':0,'created_at':#,'oldest_event_at':null,'retention':{'count':null,'bytes':null,'age_ms':null},'compaction':'none'}
            POST /api/v1/streams/m1/events {'event':'e','data':[1,2],'key':'k','headers':{'h':'v'},'correlation_id':'c','metadata':{'user_id':'u','version':2},'fields':{'temp':'20'}} -> 201 {'id':'m1:#:0','stream_id':'#-#','offset':0,'room':'m1'}
            GET  /api/v1/streams/m1/events/0                     -> 200 {'id':'m1:#:0','stream_id':'#-#','offset':0,'room':'m1','event':'e','key':'k','data':[1,2],'headers':{'h':'v'},'timestamp':#,'metadata':{'correlation_id':'c','user_id':'u','version':'2'},'fields':[{'name':'temp','value':'20'}]}
            POST /api/v1/streams/m1/events {'data_base64':'/y8='} -> 201 {'id':'m1:#:1','stream_id':'#-#','offset':1,'room':'m1'}
            GET  /api/v1/streams/m1/events/1                     -> 200 {'id':'m1:#:1','stream_id':'#-#','offset':1,'room':'m1','event':null,'data_base64':'/y8=','timestamp':#,'metadata':{}}
            POST /api/v1/streams/m1/events {}                    -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/m1/events {'events':[]}         -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/m1/events {'event':'e','dta':1} -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/m1/events {'events':[{'event':'e','dta':1}]} -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/m1/events {'event':'e','headers':'h'} -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/m1/events {'event':'e','metadata':{'colour':'red'}} -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/m1/events {'event':'e','data':1,'data_base64':''} -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/m1/events {'event':'e','stream_id':'1-1'} -> 409 EVENT_ID_TOO_SMALL
            POST /api/v1/streams/m1/events {'event':'e','stream_id':'0-0'} -> 400 EVENT_ID_ZERO
            POST /api/v1/streams/m1/events {'event':'e','stream_id':'x'} -> 400 INVALID_EVENT_ID
            """);
    }

    @Test
    void largeEventsComeBackWhole() {
        server.ask("PUT /api/v1/streams/large", "");
        String data = "0123456789".repeat(20_000);
        assertThat(server.ask("POST /api/v1/streams/large/events", "{'event':'big','data':'" + data + "'}"))
                .startsWith("201");
        assertThat(server.ask("GET /api/v1/streams/large/events/0", "")).contains("'data':'" + data + "'");
        assertThat(server.ask("GET /api/v1/streams/large/events", "")).contains("'data':'" + data + "'");
        String tooLarge = "0123456789".repeat(104_900);
        assertThat(server.ask("POST /api/v1/streams/large/events", "{'data':'" + tooLarge + "'}"))
                .contains("TOO_LARGE");
    }

    @Test
    void readingWaitsForWhatIsNotThereYet() {
        server.ask("PUT /api/v1/streams/w1", "");
        assertThat(server.ask("GET /api/v1/streams/w1/events?wait_ms=20", ""))
                .isEqualTo("200 {'data':[],'metadata':{'limit':100,'next_offset':0,'more':false}}");
        CompletableFuture<String> waiting =
                CompletableFuture.supplyAsync(() -> server.ask("GET /api/v1/streams/w1/events?wait_ms=15000", ""));
        assertThat(server.ask("POST /api/v1/streams/w1/events", "{'event':'late'}"))
                .startsWith("201");
        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join())
                .contains("'event':'late'")
                .endsWith("'next_offset':1,'more':false}}");
    }

    @Test
    void aPageOfManyEventsGoesOnWhereItEnded() {
        server.ask("PUT /api/v1/streams/many", "");
        StringBuilder batch = new StringBuilder("{'events':[");
        for (int i = 0; i < 500; i++) {
            batch.append(i == 0 ? "" : ",")
                    .append("{'data':'")
                    .append("x".repeat(1000))
                    .append(i)
                    .append("'}");
        }
        for (int i = 0; i < 4; i++) {
            assertThat(server.ask("POST /api/v1/streams/many/events", batch + "]}"))
                    .startsWith("201");
        }
        List<String> offsets = new ArrayList<>();
        String from = "0";
        boolean more = true;
        while (more) {
            String page = server.ask("GET /api/v1/streams/many/events?limit=900&from=" + from, "");
            Matcher each = Pattern.compile("'offset':([0-9]+)").matcher(page);
            while (each.find()) {
                offsets.add(each.group(1));
            }
            Matcher end = Pattern.compile("'next_offset':([0-9]+),'more':(true|false)")
                    .matcher(page);
            assertThat(end.find())
                    .as(page.substring(Math.max(0, page.length() - 200)))
                    .isTrue();
            from = end.group(1);
            more = end.group(2).equals("true");
        }
        assertThat(offsets).hasSize(2000).doesNotHaveDuplicates();
        assertThat(offsets.getLast()).isEqualTo("1999");
    }

    @Test
    void roomsAreListedPageByPage() {
        for (int i = 0; i < 250; i++) {
            server.ask("PUT /api/v1/streams/list:" + i, "");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            String page = server.ask("GET /api/v1/streams?prefix=list:&limit=40&cursor=" + cursor, "");
            assertThat(page).startsWith("200 {'data':[").contains("'limit':40");
            Matcher names = Pattern.compile("'room':'(list:[0-9]+)'").matcher(page);
            while (names.find()) {
                seen.add(names.group(1));
            }
            Matcher next = Pattern.compile("'cursor':'([^']+)'").matcher(page);
            cursor = next.find() ? next.group(1) : "";
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(250).doesNotHaveDuplicates();
        talk("""
            GET /api/v1/streams?cursor=zz      -> 400 INVALID_CURSOR
            GET /api/v1/streams?cursor=99.     -> 400 INVALID_CURSOR
            GET /api/v1/streams?cursor=1.***   -> 400 INVALID_CURSOR
            GET /api/v1/streams?limit=0        -> 400 INVALID_ARGUMENT
            """);
    }

    @Test
    void causesAreFollowedAcrossRooms() {
        String root = publish("orders", "'event':'placed','correlation_id':'tx'");
        String paid = publish("payments", "'event':'paid','correlation_id':'tx','causation_id':'" + root + "'");
        String sent = publish("shipping", "'event':'sent','correlation_id':'tx','causation_id':'" + paid + "'");
        publish("mail", "'event':'mailed','correlation_id':'tx','causation_id':'" + root + "'");
        publish("mail", "'event':'unrelated','correlation_id':'other'");
        assertThat(events(server.ask("GET /api/v1/events?correlation_id=tx", "")))
                .containsExactlyInAnyOrder("placed", "paid", "sent", "mailed");
        assertThat(events(server.ask("GET /api/v1/streams/mail/events?correlation_id=tx", "")))
                .containsExactly("mailed");
        assertThat(events(server.ask("GET /api/v1/events?correlation_id=nothing", "")))
                .isEmpty();
        String all = server.ask("GET /api/v1/events/" + root + "/descendants", "");
        assertThat(events(all)).containsExactlyInAnyOrder("paid", "sent", "mailed");
        assertThat(all).contains("'depth':1").contains("'depth':2").contains("'cursor':null");
        assertThat(events(server.ask("GET /api/v1/events/" + paid + "/descendants", "")))
                .containsExactly("sent");
        assertThat(events(server.ask("GET /api/v1/events/" + sent + "/descendants", "")))
                .isEmpty();
        assertThat(byPages("/api/v1/events?correlation_id=tx&limit=1"))
                .containsExactlyInAnyOrder("placed", "paid", "sent", "mailed");
        assertThat(byPages("/api/v1/events/" + root + "/descendants?limit=1")).containsExactlyElementsOf(events(all));
        talk("""
            GET /api/v1/events                               -> 400 INVALID_ARGUMENT
            GET /api/v1/events?correlation_id=tx&cursor=x    -> 400 INVALID_CURSOR
            GET /api/v1/events/x/descendants                 -> 400 INVALID_ARGUMENT
            GET /api/v1/events/nowhere:1:1/descendants       -> 404 ROOM_NOT_FOUND
            GET /api/v1/events/mail:1:99/descendants         -> 404 EVENT_NOT_FOUND
            """);
        assertThat(server.ask("GET /api/v1/events/" + root + "/descendants?cursor=AAAA", ""))
                .contains("INVALID_CURSOR");
    }

    @Test
    void groupsShareEventsUnderLeases() {
        publish("g1", "'event':'one','stream_id':'5-1'");
        publish("g1", "'event':'two','stream_id':'5-2'");
        publish("g1", "'event':'three','stream_id':'5-3'");
        makeTheGroup();
        settleDeliveries();
        redriveTheDeadLetter();
        refuseWhatIsWrong();
        listAndDeleteGroups();
    }

    private void makeTheGroup() {
        assertThat(server.ask("PUT /api/v1/streams/g1/groups/g", "{'type':'shared','max_deliveries':2}"))
                .startsWith("201 {'group':'g','room':'g1','type':'shared','cursor':0,")
                .contains("'lag':3,'pending':0,")
                .contains("'lease_ms':30000,'max_deliveries':2,");
        assertThat(server.ask("PUT /api/v1/streams/g1/groups/g", "{'lease_ms':60000}"))
                .startsWith("200 ")
                .contains("'lease_ms':60000,'max_deliveries':2,");
    }

    private void settleDeliveries() {
        assertThat(server.ask("POST /api/v1/streams/g1/groups/g/receive", "{'consumer':'a','limit':2}"))
                .contains("'receipt':'0-1','delivery_count':1,'lease_ends_at':")
                .contains("'event':'one'")
                .contains("'receipt':'1-2'")
                .doesNotContain("three");
        talk("""
            POST /api/v1/streams/g1/groups/g/ack {'receipts':['0-1','0-1','9-9']} -> 200 {'results':[{'receipt':'0-1','success':true},{'receipt':'0-1','success':false,'code':'LEASE_LOST','error':'the lease of this delivery has ended'},{'receipt':'9-9','success':false,'code':'LEASE_LOST','error':'the lease of this delivery has ended'}],'done':1,'refused':2}
            POST /api/v1/streams/g1/groups/g/extend {'receipts':['1-2'],'lease_ms':90000} -> 200 {'results':[{'receipt':'1-2','success':true}],'done':1,'refused':0}
            POST /api/v1/streams/g1/groups/g/nack {'receipts':['1-2'],'error':'not now'} -> 200 {'results':[{'receipt':'1-2','success':true}],'done':1,'refused':0}
            """);
        assertThat(server.ask("POST /api/v1/streams/g1/groups/g/receive", "{'consumer':'b'}"))
                .contains("'receipt':'1-3','delivery_count':2,")
                .contains("'event':'two'");
        assertThat(server.ask("GET /api/v1/streams/g1/groups/g/pending", ""))
                .contains("'offset':1,'stream_id':'5-2','receipt':'1-3','state':'leased','consumer':'b'")
                .contains("'last_error':'not now'")
                .contains("'how':'nacked','consumer':'a'");
        talk("""
            POST /api/v1/streams/g1/groups/g/ack {'receipts':['1-2']}      -> 200 {'results':[{'receipt':'1-2','success':false,'code':'LEASE_LOST','error':'the lease of this delivery has ended'}],'done':0,'refused':1}
            POST /api/v1/streams/g1/groups/g/reject {'receipts':['1-3'],'error':'broken'} -> 200 {'results':[{'receipt':'1-3','success':true}],'done':1,'refused':0}
            """);
    }

    private void redriveTheDeadLetter() {
        assertThat(server.ask("GET /api/v1/streams/g1/groups/g/dead-letters", ""))
                .contains("'offset':1,")
                .contains("'state':'dead'")
                .contains("'reason':'rejected'")
                .contains("'last_error':'broken'")
                .endsWith("'cursor':null}}");
        assertThat(server.ask("GET /api/v1/streams/g1/groups/g/dead-letters/1", ""))
                .startsWith("200 {'offset':1,");
        talk("""
            GET  /api/v1/streams/g1/groups/g/dead-letters/0                -> 404 EVENT_NOT_FOUND
            POST /api/v1/streams/g1/groups/g/dead-letters/redrive {'offsets':[1,7]} -> 200 {'results':[{'offset':'1','success':true},{'offset':'7','success':false,'code':'EVENT_NOT_FOUND','error':'no such event'}],'done':1,'refused':1}
            GET  /api/v1/streams/g1/groups/g/dead-letters/redrive          -> 200 {'active':false,'halted':false,'redriven':0,'died_again':0}
            POST /api/v1/streams/g1/groups/g/dead-letters/redrive {'reason':'boredom'} -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/g1/groups/g/dead-letters/purge {}         -> 200 {'purged':0}
            """);
        assertThat(server.ask("POST /api/v1/streams/g1/groups/g/receive", "{'consumer':'a','limit':9,'no_ack':true}"))
                .contains("'event':'two'")
                .contains("'event':'three'");
    }

    private void refuseWhatIsWrong() {
        talk("""
            POST /api/v1/streams/g1/groups/g/receive {'consumer':'a'}      -> 200 {'data':[]}
            POST /api/v1/streams/g1/groups/g/receive {'consumer':'a','wait_ms':5} -> 200 {'data':[]}
            POST /api/v1/streams/g1/groups/g/receive {'consumer':'a','wait_ms':-5} -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/g1/groups/g/receive {}                    -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/g1/groups/no/receive {'consumer':'a'}     -> 404 GROUP_NOT_FOUND
            POST /api/v1/streams/no/groups/g/receive {'consumer':'a'}      -> 404 ROOM_NOT_FOUND
            POST /api/v1/streams/g1/groups/g/ack {'receipts':[]}           -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/g1/groups/g/ack {'receipts':['x']}        -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/g1/groups/g/extend {'receipts':['1-1']}   -> 400 INVALID_ARGUMENT
            POST /api/v1/streams/g1/groups/g/nack {'receipts':['1-1'],'delay_ms':5,'backoff':true} -> 400 INVALID_ARGUMENT
            GET  /api/v1/streams/g1/groups/g/pending?consumer=nobody       -> 404 CONSUMER_NOT_FOUND
            PUT  /api/v1/streams/g1/groups/h {'type':'odd'}                -> 400 INVALID_ARGUMENT
            PUT  /api/v1/streams/g1/groups/h {'strategy':'range'}          -> 400 INVALID_ARGUMENT
            PUT  /api/v1/streams/g1/groups/h {'from':'99'}                 -> 400 OFFSET_OUT_OF_RANGE
            PUT  /api/v1/streams/g1/groups/h {'lease_ms':-1}               -> 400 INVALID_ARGUMENT
            PUT  /api/v1/streams/no/groups/h {}                            -> 404 ROOM_NOT_FOUND
            GET  /api/v1/streams/g1/groups/h                               -> 404 GROUP_NOT_FOUND
            """);
    }

    private void listAndDeleteGroups() {
        assertThat(server.ask("PUT /api/v1/streams/g1/groups/last", "{'from':'last'}"))
                .contains("'lag':0,");
        assertThat(server.ask("GET /api/v1/streams/g1/groups?limit=1", ""))
                .contains("'group':'g'")
                .endsWith("'cursor':'g'}}");
        assertThat(server.ask("GET /api/v1/streams/g1/groups?limit=5&cursor=g", ""))
                .contains("'group':'last'")
                .endsWith("'cursor':null}}");
        talk("""
            DELETE /api/v1/streams/g1/groups/last                          -> 204
            DELETE /api/v1/streams/g1/groups/last                          -> 404 GROUP_NOT_FOUND
            """);
    }

    @Test
    void receivingWaitsForEvents() {
        server.ask("PUT /api/v1/streams/g2", "");
        server.ask("PUT /api/v1/streams/g2/groups/g", "");
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(
                () -> server.ask("POST /api/v1/streams/g2/groups/g/receive", "{'consumer':'a','wait_ms':15000}"));
        publish("g2", "'event':'late'");
        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).contains("'event':'late'");
    }

    private List<String> byPages(String path) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            String page = server.ask("GET " + path + (cursor.isEmpty() ? "" : "&cursor=" + cursor), "");
            all.addAll(events(page));
            Matcher next = Pattern.compile("'cursor':'([^']+)'").matcher(page);
            cursor = next.find() ? next.group(1) : "";
        } while (!cursor.isEmpty());
        return all;
    }

    private String publish(String room, String members) {
        server.ask("PUT /api/v1/streams/" + room, "");
        String answer = server.ask("POST /api/v1/streams/" + room + "/events", "{" + members + "}");
        Matcher id = Pattern.compile("'id':'([^']+)'").matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        return id.group(1);
    }

    private static List<String> events(String page) {
        List<String> events = new ArrayList<>();
        Matcher each = Pattern.compile("'event':'([a-z]+)'").matcher(page);
        while (each.find()) {
            events.add(each.group(1));
        }
        return events;
    }
}
