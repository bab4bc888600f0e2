package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues over REST, the short routes and the envelope; ' for " and # for what varies. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class QueueRestTest {

    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The status and the body of an answer, times blotted out; of a problem its code. */
    private String ask(String line, String json) {
        return server.ask(line, json)
                .replaceAll(":1[0-9]{12}", ":#")
                .replaceAll("^([0-9]+) \\{'type'.*'code':'([A-Z_]+)'.*", "$1 $2")
                .strip();
    }

    private void talk(String transcript) {
        List<String> wrong = new ArrayList<>();
        for (String line : transcript.strip().split("\n", -1)) {
            int arrow = line.indexOf("->");
            String[] request = line.substring(0, arrow).strip().split(" +", 3);
            String got = ask(request[0] + " " + request[1], request.length == 3 ? request[2].strip() : "");
            if (!got.equals(line.substring(arrow + 2).strip())) {
                wrong.add(line.strip() + "\n   got " + got);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String command(String name, String payload) {
        return server.ask(
                        "POST /api/v1/command", "{'command':'" + name + "','request_id':'r','payload':" + payload + "}")
                .replaceAll(":1[0-9]{12}", ":#")
                .replaceAll("^200 \\{'success':true,'request_id':'r','payload':(.*),'error':null,'code':null}$", "$1")
                .replaceAll("^.*'success':false.*'code':'([A-Z_]+)'}$", "$1");
    }

    @Test
    void aMessageGoesItsWayOverRest() {
        assertThat(ask("PUT /api/v1/queues/jobs", "{'lease_ms':5000,'max_retries':3}"))
                .isEqualTo("400 INVALID_ARGUMENT");
        assertThat(ask("PUT /api/v1/queues/jobs", "{'lease_ms':5000,'default_max_retries':2}"))
                .startsWith("201 {'name':'jobs','created':true,'settings':{'max_depth':0,")
                .contains("'lease_ms':5000,'max_deliveries':3,");
        assertThat(ask("PUT /api/v1/queues/jobs", "{'paused':false}"))
                .startsWith("200 {'name':'jobs','created':false,");
        talk("""
            POST /api/v1/queues/jobs/messages {'payload':'hello','priority':9,'headers':{'a':'b','n':1}} -> 201 {'message_id':'1','duplicate':false}
            POST /api/v1/queues/jobs/messages {'payload':{'x':[1]},'dedup_id':'d','ordering_key':'k'} -> 201 {'message_id':'2','duplicate':false}
            POST /api/v1/queues/jobs/messages {'payload':{'x':[1]},'dedup_id':'d'}       -> 201 {'message_id':'2','duplicate':true}
            POST /api/v1/queues/jobs/receive {'consumer':'c'}                            -> 200 {'messages':[{'message_id':'1','receipt':'1-1','payload':'hello','priority':9,'delivery_count':1,'retry_count':0,'max_deliveries':3,'max_retries':2,'published_ms':#,'lease_deadline_ms':#,'headers':{'a':'b','n':'1'}}]}
            POST /api/v1/queues/jobs/receive {'max':10,'type':'base64'}                  -> 200 {'messages':[{'message_id':'2','receipt':'2-1','payload_base64':'eyJ4IjpbMV19','priority':4,'delivery_count':1,'retry_count':0,'max_deliveries':3,'max_retries':2,'published_ms':#,'lease_deadline_ms':#,'ordering_key':'k','headers':{}}]}
            POST /api/v1/queues/jobs/receive {}                                          -> 200 {'messages':[]}
            POST /api/v1/queues/jobs/messages/1-1/ack                                    -> 200 {'success':true}
            POST /api/v1/queues/jobs/messages/1-1/ack                                    -> 404 MESSAGE_NOT_FOUND
            POST /api/v1/queues/jobs/messages/2-1/extend {'lease_ms':60000}              -> 200 {'success':true}
            POST /api/v1/queues/jobs/messages/2-1/extend {}                              -> 400 INVALID_ARGUMENT
            POST /api/v1/queues/jobs/messages/2/nack {'error':'no'}                      -> 200 {'success':true}
            POST /api/v1/queues/jobs/messages/2-1/ack                                    -> 409 LEASE_LOST
            GET /api/v1/queues/jobs/messages/2 -> 200 {'message_id':'2','state':'ready','priority':4,'payload_length':9,'delivery_count':1,'deliveries_total':1,'published_ms':#,'ordering_key':'k','headers':{},'error':'no','payload':'{\\'x\\':[1]}','history':[{'event':'nacked','at_ms':#,'delivery':1}]}
            GET /api/v1/queues/jobs/messages/3                                           -> 404 MESSAGE_NOT_FOUND
            POST /api/v1/queues/jobs/messages {'payload':'x','colour':'red'}             -> 400 INVALID_ARGUMENT
            POST /api/v1/queues/jobs/messages {'messages':[{'payload':'x','colour':'red'}]} -> 400 INVALID_ARGUMENT
            """);
    }

    @Test
    void batchesTellOfEachWhatBecameOfIt() {
        ask("PUT /api/v1/queues/b", "{}");
        talk("""
            POST /api/v1/queues/b/messages {'messages':[{'payload':'x'},{'payload':[0,255]},{'payload_base64':'/w=='}]} -> 201 {'messages':[{'message_id':'1','duplicate':false},{'message_id':'2','duplicate':false},{'message_id':'3','duplicate':false}]}
            POST /api/v1/queues/b/receive {'max':2,'type':'bytes'} -> 200 {'messages':[{'message_id':'1','receipt':'1-1','payload':[120],'priority':4,'delivery_count':1,'retry_count':0,'max_deliveries':4,'max_retries':3,'published_ms':#,'lease_deadline_ms':#,'headers':{}},{'message_id':'2','receipt':'2-1','payload':[0,255],'priority':4,'delivery_count':1,'retry_count':0,'max_deliveries':4,'max_retries':3,'published_ms':#,'lease_deadline_ms':#,'headers':{}}]}
            POST /api/v1/queues/b/receive {} -> 200 {'messages':[{'message_id':'3','receipt':'3-1','payload_base64':'/w==','priority':4,'delivery_count':1,'retry_count':0,'max_deliveries':4,'max_retries':3,'published_ms':#,'lease_deadline_ms':#,'headers':{}}]}
            POST /api/v1/queues/b/ack {'receipts':['1-1','2-7','9-1']} -> 200 {'results':[{'receipt':'1-1','success':true},{'receipt':'2-7','success':false,'code':'LEASE_LOST','error':'the lease of this delivery has ended'},{'receipt':'9-1','success':false,'code':'MESSAGE_NOT_FOUND','error':'no such message'}],'done':1,'refused':2}
            POST /api/v1/queues/b/nack {'receipts':['2-1'],'delay_ms':60000} -> 200 {'results':[{'receipt':'2-1','success':true}],'done':1,'refused':0}
            POST /api/v1/queues/b/extend {'receipts':['3-1'],'lease_ms':9} -> 200 {'results':[{'receipt':'3-1','success':true}],'done':1,'refused':0}
            POST /api/v1/queues/b/reject {'receipts':['3-1']} -> 200 {'results':[{'receipt':'3-1','success':true}],'done':1,'refused':0}
            POST /api/v1/queues/b/ack {'receipts':['x']} -> 400 INVALID_ARGUMENT
            """);
        assertThat(ask("GET /api/v1/queues/b/stats", ""))
                .contains("{'depth':1,'consumers':0,'ready':0,'delayed':1,'waiting':0,'in_flight':0,'dead_letters':1,");
    }

    @Test
    void deadLettersAreListedFilteredLookedIntoAndRedriven() {
        ask("PUT /api/v1/queues/d", "{}");
        ask("POST /api/v1/queues/d/messages", "{'messages':[{'payload':'a'},{'payload':'b'},{'payload':'c'}]}");
        ask("POST /api/v1/queues/d/receive", "{'max':3}");
        ask("POST /api/v1/queues/d/messages/1/reject", "{'error':'bad input'}");
        ask("POST /api/v1/queues/d/messages/2/nack", "{'requeue':false,'error':'worse input'}");
        ask("POST /api/v1/queues/d/messages/3-1/reject", "");
        String letters = "/api/v1/queues/d/dead-letters";
        assertThat(ids(ask("GET " + letters, ""))).isEqualTo("1 2 3");
        assertThat(ask("GET " + letters, "")).endsWith("'metadata':{'limit':100,'cursor':null}}");
        assertThat(ids(ask("GET " + letters + "?error=worse", ""))).isEqualTo("2");
        assertThat(ids(ask("GET " + letters + "?reason=expired", ""))).isEmpty();
        assertThat(ids(ask("GET " + letters + "?died_before_ms=5", ""))).isEmpty();
        String page = ask("GET " + letters + "?limit=2", "");
        assertThat(ids(page)).isEqualTo("1 2");
        String cursor = page.replaceAll(".*'cursor':'(.*)'.*", "$1");
        assertThat(ids(ask("GET " + letters + "?limit=2&cursor=" + cursor, ""))).isEqualTo("3");
        talk("""
            GET /api/v1/queues/d/dead-letters?cursor=x            -> 400 INVALID_CURSOR
            GET /api/v1/queues/d/dead-letters?reason=often        -> 400 INVALID_ARGUMENT
            GET /api/v1/queues/d/dead-letters/1 -> 200 {'message_id':'1','state':'dead','priority':4,'payload_length':1,'delivery_count':1,'deliveries_total':1,'published_ms':#,'headers':{},'reason':'rejected','deaths':1,'first_died_ms':#,'last_died_ms':#,'error':'bad input','payload':'a','history':[{'event':'rejected','at_ms':#,'delivery':1}]}
            GET /api/v1/queues/d/dead-letters/9                   -> 404 MESSAGE_NOT_FOUND
            POST /api/v1/queues/d/dead-letters/redrive {'ids':['1','9']} -> 200 {'results':[{'receipt':'1','success':true},{'receipt':'9','success':false,'code':'MESSAGE_NOT_FOUND','error':'no such message'}],'done':1,'refused':1}
            GET /api/v1/queues/d/dead-letters/1                   -> 404 MESSAGE_NOT_FOUND
            DELETE /api/v1/queues/d/dead-letters/1                -> 404 MESSAGE_NOT_FOUND
            POST /api/v1/queues/d/dead-letters/redrive {'error':'worse','limit':1} -> 200 {'redriven_at_once':1,'active':false,'halted':false,'redriven':1,'died_again':0}
            GET /api/v1/queues/d/dead-letters/redrive             -> 200 {'active':false,'halted':false,'redriven':1,'died_again':0}
            DELETE /api/v1/queues/d/dead-letters/redrive          -> 200 {'stopped':false}
            DELETE /api/v1/queues/d/dead-letters/3                -> 204
            DELETE /api/v1/queues/d/dead-letters                  -> 200 {'success':true,'purged':0}
            """);
    }

    private static String ids(String page) {
        StringBuilder ids = new StringBuilder();
        for (String part : page.split("'message_id':'", -1)) {
            if (Character.isDigit(part.charAt(0)) && part.indexOf('\'') > 0 && !part.startsWith("200")) {
                ids.append(ids.isEmpty() ? "" : " ").append(part, 0, part.indexOf('\''));
            }
        }
        return ids.toString();
    }

    @Test
    void queuesAreListedPausedPurgedAndRemoved() {
        for (String name : List.of("one", "two", "zero%20and")) {
            ask("PUT /api/v1/queues/" + name, "");
        }
        assertThat(ask("GET /api/v1/queues?limit=2", ""))
                .isEqualTo("200 {'data':[{'name':'one','depth':0,'consumers':0,'ready':0,'delayed':0,'in_flight':0,"
                        + "'dead_letters':0,'oldest_ready_age_ms':0,'paused':false},{'name':'two','depth':0,"
                        + "'consumers':0,'ready':0,'delayed':0,'in_flight':0,'dead_letters':0,"
                        + "'oldest_ready_age_ms':0,'paused':false}],'metadata':{'limit':2,'cursor':'dHdv'}}");
        assertThat(ask("GET /api/v1/queues?limit=2&cursor=dHdv", "")).contains("[{'name':'zero and',");
        talk("""
            PATCH /api/v1/queues/three {}                         -> 404 QUEUE_NOT_FOUND
            POST /api/v1/queues/one/messages {'payload':'a'}      -> 201 {'message_id':'1','duplicate':false}
            POST /api/v1/queues/one/pause                         -> 200 {'success':true,'paused':true}
            POST /api/v1/queues/one/receive {}                    -> 200 {'messages':[]}
            POST /api/v1/queues/one/resume                        -> 200 {'success':true,'paused':false}
            POST /api/v1/queues/one/purge {'scope':'all'}         -> 200 {'success':true,'purged':1}
            POST /api/v1/queues/one/purge {'scope':'some'}        -> 400 INVALID_ARGUMENT
            DELETE /api/v1/queues/one                             -> 204
            DELETE /api/v1/queues/one                             -> 404 QUEUE_NOT_FOUND
            GET /api/v1/queues/one                                -> 404 QUEUE_NOT_FOUND
            """);
        assertThat(ask("PATCH /api/v1/queues/two", "{'fairness_every':7}")).contains("'fairness_every':7,");
        assertThat(ask("GET /api/v1/queues/two", ""))
                .startsWith("200 {'name':'two','settings':{")
                .contains("'stats':{");
    }

    @Test
    void shortRoutesHaveThePublishedShapes() {
        talk("""
            POST /queue/q {'max_depth':2,'ack_deadline_secs':30,'default_max_retries':3,'default_priority':5,'prefetch_limit':10} -> 200 {'success':true,'queue':'q','created':true}
            POST /queue/q/publish {'payload':[104,105],'priority':7,'max_retries':1,'headers':{'a':'b'}} -> 200 {'message_id':'1','duplicate':false}
            GET /queue/q/consume/c1 -> 200 {'message_id':'1','receipt':'1-1','payload':[104,105],'priority':7,'delivery_count':1,'retry_count':0,'max_deliveries':2,'max_retries':1,'published_ms':#,'lease_deadline_ms':#,'headers':{'a':'b'}}
            GET /queue/q/consume/c1                               -> 200 {'message_id':null,'payload':null,'priority':null,'retry_count':null,'max_retries':null,'headers':null}
            POST /queue/q/nack {'message_id':'1','requeue':true}  -> 200 {'success':true}
            GET /queue/q/consume/c1?type=text -> 200 {'message_id':'1','receipt':'1-2','payload':'hi','priority':7,'delivery_count':2,'retry_count':1,'max_deliveries':2,'max_retries':1,'published_ms':#,'lease_deadline_ms':#,'headers':{'a':'b'}}
            POST /queue/q/ack {'message_id':'1'}                  -> 200 {'success':true}
            POST /queue/q/ack {'message_id':'1'}                  -> 404 {'error':'no such message','code':'MESSAGE_NOT_FOUND'}
            POST /queue/q/publish {'payload':[1],'extra':1}       -> 200 {'message_id':'2','duplicate':false}
            POST /queue/q/publish {'payload':[1]}                 -> 200 {'message_id':'3','duplicate':false}
            POST /queue/q/publish {'payload':[1]}                 -> 507 {'error':'the queue is full','code':'QUEUE_FULL'}
            GET /queue/q/consume/c1                               -> 200 {'message_id':'2','receipt':'2-1','payload':[1],'priority':5,'delivery_count':1,'retry_count':0,'max_deliveries':4,'max_retries':3,'published_ms':#,'lease_deadline_ms':#,'headers':{}}
            POST /queue/q/nack {'message_id':'2','requeue':false} -> 200 {'success':true}
            POST /queue/q/purge                                   -> 200 {'success':true,'purged':1}
            GET /queue/list                                       -> 200 {'queues':['q'],'cursor':null}
            GET /api/v1/queue/list                                -> 200 {'queues':['q'],'cursor':null}
            """);
        assertThat(ask("GET /queue/q/stats", ""))
                .startsWith("200 {'depth':0,'consumers':0,")
                .contains("'published':3,")
                .contains("'consumed':3,")
                .contains("'acked':1,")
                .contains("'nacked':1,")
                .contains("'dead_lettered':1,");
        talk("""
            DELETE /queue/q         -> 200 {'success':true,'deleted':true,'queue':'q','messages':1}
            DELETE /queue/q         -> 404 {'error':'no such queue','code':'QUEUE_NOT_FOUND'}
            GET /queue/q/consume/c1 -> 404 {'error':'no such queue','code':'QUEUE_NOT_FOUND'}
            """);
    }

    @Test
    void theEnvelopeHasThePublishedShapes() {
        assertThat(command("queue.create", "{'name':'q','config':{'max_depth':9}}"))
                .isEqualTo("{'success':true,'queue':'q','created':true}");
        assertThat(command("queue.create", "{'name':'q','nx':true}")).isEqualTo("QUEUE_EXISTS");
        assertThat(command("queue.publish", "{'queue':'q','payload':[7],'priority':1,'max_retries':0}"))
                .isEqualTo("{'message_id':'1','duplicate':false}");
        assertThat(command("queue.consume", "{'queue':'q','consumer_id':'c'}"))
                .isEqualTo("{'message':{'id':'1','message_id':'1','receipt':'1-1','payload':[7],'priority':1,"
                        + "'delivery_count':1,'retry_count':0,'max_deliveries':1,'max_retries':0,'published_ms':#,"
                        + "'lease_deadline_ms':#,'headers':{}}}");
        assertThat(command("queue.consume", "{'queue':'q','consumer_id':'c'}")).isEqualTo("{'message':null}");
        assertThat(command("queue.nack", "{'queue':'q','message_id':'1','requeue':true}"))
                .isEqualTo("{'success':true}");
        assertThat(command("queue.dead", "{'queue':'q'}")).contains("'reason':'max_deliveries'");
        assertThat(command("queue.deadget", "{'queue':'q','message_id':'1','type':'bytes'}"))
                .contains("'payload':[7]");
        assertThat(command("queue.redrive", "{'queue':'q','ids':['1']}")).contains("'done':1");
        assertThat(command("queue.receive", "{'queue':'q','max':5}")).contains("'receipt':'1-2'");
        assertThat(command("queue.extend", "{'queue':'q','receipt':'1-2','ack_deadline_secs':5}"))
                .isEqualTo("{'success':true}");
        assertThat(command("queue.len", "{'queue':'q'}")).isEqualTo("{'depth':1}");
        assertThat(command("queue.ack", "{'queue':'q','receipts':['1-2']}")).contains("'done':1,'refused':0");
        assertThat(command("queue.mpublish", "{'queue':'q','messages':[{'payload':'a'},{'payload':'b'}]}"))
                .contains("'message_id':'3'");
        assertThat(command("queue.remove", "{'queue':'q','message_id':'2'}")).isEqualTo("{'success':true}");
        assertThat(command("queue.remove", "{'queue':'q','ids':['2','3']}")).contains("'done':1,'refused':1");
        assertThat(command("queue.list", "{}")).isEqualTo("{'queues':['q'],'cursor':null}");
        assertThat(command("queue.stats", "{'queue':'q'}")).startsWith("{'depth':0,");
        assertThat(command("queue.pause", "{'queue':'q'}")).isEqualTo("{'success':true,'paused':true}");
        assertThat(command("queue.resume", "{'queue':'q'}")).isEqualTo("{'success':true,'paused':false}");
        assertThat(command("queue.purge", "{'queue':'q'}")).isEqualTo("{'success':true,'purged':0}");
        assertThat(command("queue.delete", "{'queue':'q'}"))
                .isEqualTo("{'success':true,'deleted':true,'queue':'q','messages':0}");
    }

    @Test
    void aMessageThatIsReleasedDoesNotDieOfIt() {
        command("queue.create", "{'queue':'r','max_deliveries':1}");
        command("queue.publish", "{'queue':'r','payload':'x'}");
        assertThat(command("queue.receive", "{'queue':'r'}")).contains("'receipt':'1-1'");
        assertThat(command("queue.nack", "{'queue':'r','receipt':'1-1','release':true,'backoff':true}"))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(command("queue.nack", "{'queue':'r','receipts':['1-1'],'release':true}"))
                .contains("'done':1");
        assertThat(command("queue.peek", "{'queue':'r','message_id':'1'}")).contains("'state':'ready'");
        assertThat(command("queue.receive", "{'queue':'r'}")).contains("'receipt':'1-2'");
        assertThat(command("queue.nack", "{'queue':'r','receipt':'1-2'}")).isEqualTo("{'success':true}");
        assertThat(command("queue.peek", "{'queue':'r','message_id':'1'}")).contains("'state':'dead'");
        assertThat(command("queue.redrivestate", "{'queue':'r'}")).startsWith("{'active':false");
        assertThat(command("queue.redrivestop", "{'queue':'r'}")).isEqualTo("{'stopped':false}");
    }

    @Test
    void whoWaitsIsToldThatTheQueueIsGone() {
        ask("PUT /api/v1/queues/gone", "");
        CompletableFuture<HttpResponse<String>> waiting = server.sendAsync(
                "POST /api/v1/queues/gone/receive", "{\"consumer\":\"c\",\"wait_ms\":30000}", BodyHandlers.ofString());
        server.awaitWaiters(1);
        ask("DELETE /api/v1/queues/gone", "");
        assertThat(waiting.join().statusCode()).isEqualTo(404);
        assertThat(waiting.join().body()).contains("QUEUE_NOT_FOUND");
    }

    @Test
    void whoWaitsGetsWhatIsPublished() {
        ask("PUT /api/v1/queues/w", "");
        CompletableFuture<HttpResponse<String>> waiting = server.sendAsync(
                "POST /api/v1/queues/w/receive", "{\"consumer\":\"c\",\"wait_ms\":30000}", BodyHandlers.ofString());
        server.awaitWaiters(1);
        assertThat(waiting).isNotDone();
        ask("POST /api/v1/queues/w/messages", "{'payload':'late'}");
        assertThat(waiting.join().body()).contains("\"payload\":\"late\"");
        assertThat(ask("GET /queue/w/consume/c?wait_ms=20", "")).startsWith("200 {'message_id':null");
        assertThat(command("queue.receive", "{'queue':'w','wait_ms':20}")).isEqualTo("{'messages':[]}");
    }

    @Test
    void payloadsOfEverySizeComeBackAsTheyWere() {
        ask("PUT /api/v1/queues/l", "");
        for (int size : new int[] {0, 1, 16_384, 16_385, 65_536}) {
            String payload = "p".repeat(size);
            ask("POST /api/v1/queues/l/messages", "{'payload':'" + payload + "'}");
            assertThat(ask("POST /api/v1/queues/l/receive", "{}").contains("'payload':'" + payload + "'"))
                    .as("%d bytes", size)
                    .isTrue();
        }
        assertThat(ask("POST /api/v1/queues/l/messages", "{'payload':'" + "p".repeat(65_537) + "'}"))
                .isEqualTo("413 MESSAGE_TOO_LARGE");
    }
}
