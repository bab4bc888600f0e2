package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Topics over a real socket, in every syntax. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TopicRestTest {
    private RunningServer server;
    private Transcript transcript;

    @BeforeAll
    void start() {
        server = new RunningServer();
        transcript = new Transcript(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private void talk(String lines) {
        transcript.talk(lines);
    }

    @Test
    void topicsAreMadeShownAndRemoved() {
        talk("""
            GET    /api/v1/topics/a                                                       -> 404 TOPIC_NOT_FOUND
            POST   /api/v1/topics/a {'num_partitions':2,'retention':{'count':10,'age_ms':60000},'compaction':'key'} -> 201 {'success':true,'topic':'a','num_partitions':2,'replication_factor':1}
            POST   /api/v1/topics/a {'num_partitions':2}                                  -> 409 TOPIC_EXISTS
            GET    /api/v1/topics/a                                                       -> 200 {'topic':'a','num_partitions':2,'created_at':#,'partitions':[{'partition_id':0,'topic':'a','room':'a/0','message_count':0,'total_bytes':0,'min_offset':0,'max_offset':0,'next_offset':0},{'partition_id':1,'topic':'a','room':'a/1','message_count':0,'total_bytes':0,'min_offset':0,'max_offset':0,'next_offset':0}],'retention':{'count':10,'bytes':null,'age_ms':60000},'compaction':'key'}
            POST   /api/v1/consumer-groups/of-a {'topic':'a'}                             -> 201 {'success':true,'group_id':'of-a','topic':'a','partition_count':2,'strategy':'round_robin','session_timeout_ms':30000}
            POST   /api/v1/consumer-groups/of-a1 {'room':'a/1'}                           -> 201 {'success':true,'group_id':'of-a1','room':'a/1','partition_count':1,'strategy':'round_robin','session_timeout_ms':30000}
            DELETE /api/v1/topics/a                                                       -> 204
            DELETE /api/v1/topics/a                                                       -> 404 TOPIC_NOT_FOUND
            GET    /api/v1/consumer-groups/of-a                                           -> 404 GROUP_NOT_FOUND
            GET    /api/v1/consumer-groups/of-a1                                          -> 404 GROUP_NOT_FOUND
            POST   /api/v1/consumer-groups/r {'room':'a/0'}                               -> 404 ROOM_NOT_FOUND
            """);
    }

    @Test
    void theShortRoutesAreThoseOfThePublishedProtocol() {
        talk("""
            POST   /topics/p {'num_partitions':1,'replication_factor':3,'retention_policy':{'type':'Combined','retention_secs':5,'max_messages':7},'segment_bytes':1} -> 200 {'success':true,'topic':'p','num_partitions':1,'replication_factor':1}
            GET    /topics/p/stats  -> 200 {'topic':'p','num_partitions':1,'created_at':#,'partitions':[{'partition_id':0,'topic':'p','room':'p/0','message_count':0,'total_bytes':0,'min_offset':0,'max_offset':0,'next_offset':0}],'retention':{'count':7,'bytes':null,'age_ms':5000},'compaction':'none'}
            POST   /topics/q {}     -> 200 {'success':true,'topic':'q','num_partitions':3,'replication_factor':1}
            DELETE /topics/q        -> 200 {'success':true,'deleted':'q'}
            DELETE /topics/q        -> 404 {'error':'no such topic','code':'TOPIC_NOT_FOUND'}
            """);
        assertThat(transcript.ask("GET /topics", "")).contains("'p'").doesNotContain("'q'");
    }

    @Test
    void eachRetentionPolicyHasItsBound() {
        talk("""
            POST /topics/t1 {'num_partitions':1,'retention_policy':{'type':'Time','retention_secs':60,'max_bytes':1}} -> 200 {'success':true,'topic':'t1','num_partitions':1,'replication_factor':1}
            POST /topics/t2 {'num_partitions':1,'retention_policy':{'type':'Size','max_bytes':1000}}      -> 200 {'success':true,'topic':'t2','num_partitions':1,'replication_factor':1}
            POST /topics/t3 {'num_partitions':1,'retention_policy':{'type':'Messages','max_messages':5}}  -> 200 {'success':true,'topic':'t3','num_partitions':1,'replication_factor':1}
            POST /topics/t4 {'num_partitions':1,'retention_policy':{'type':'Infinite'}}                   -> 200 {'success':true,'topic':'t4','num_partitions':1,'replication_factor':1}
            POST /topics/t5 {'num_partitions':1,'retention_policy':{'type':'Never'}}                      -> 400 INVALID_ARGUMENT
            POST /topics/t5 {'num_partitions':1,'retention_policy':{}}                                    -> 400 INVALID_ARGUMENT
            POST /topics/t5 {'num_partitions':1,'retention_policy':{'type':'Size','max_bytes':-1}}        -> 400 INVALID_ARGUMENT
            """);
        assertThat(transcript.ask("GET /topics/t1/stats", ""))
                .contains("'retention':{'count':null,'bytes':null,'age_ms':60000}");
        assertThat(transcript.ask("GET /topics/t2/stats", ""))
                .contains("'retention':{'count':null,'bytes':1000,'age_ms':null}");
        assertThat(transcript.ask("GET /topics/t3/stats", ""))
                .contains("'retention':{'count':5,'bytes':null,'age_ms':null}");
        assertThat(transcript.ask("GET /topics/t4/stats", ""))
                .contains("'retention':{'count':null,'bytes':null,'age_ms':null}");
    }

    @Test
    void whatIsWrongIsRefused() {
        talk("""
            POST /api/v1/topics/w {'num_partitions':0}                                     -> 400 INVALID_ARGUMENT
            POST /api/v1/topics/w {'num_partitions':65}                                    -> 400 INVALID_ARGUMENT
            POST /api/v1/topics/w {'num_partitions':'two'}                                 -> 400 INVALID_ARGUMENT
            POST /api/v1/topics/w {'retention':{'days':1}}                                 -> 400 INVALID_ARGUMENT
            POST /api/v1/topics/w {'retention':{},'retention_policy':{'type':'Infinite'}}  -> 400 INVALID_ARGUMENT
            POST /api/v1/topics/w {'compaction':'all'}                                     -> 400 INVALID_ARGUMENT
            POST /api/v1/topics/w {'unknown':1}                                            -> 400 INVALID_ARGUMENT
            GET  /api/v1/topics?limit=x                                                    -> 400 INVALID_ARGUMENT
            """);
    }

    @Test
    void listsComeInPages() {
        for (String name : new String[] {"z3", "z1", "z2"}) {
            talk("POST /topics/" + name + " {'num_partitions':1} -> 200 {'success':true,'topic':'" + name
                    + "','num_partitions':1,'replication_factor':1}");
        }
        // The name "y" as the cursor; so the first page begins behind it.
        talk("""
            GET /api/v1/topics?limit=2&cursor=eQ     -> 200 {'data':[{'topic':'z1','num_partitions':1,'created_at':#},{'topic':'z2','num_partitions':1,'created_at':#}],'metadata':{'limit':2,'cursor':'ejI'}}
            GET /api/v1/topics?limit=2&cursor=ejI    -> 200 {'data':[{'topic':'z3','num_partitions':1,'created_at':#}],'metadata':{'limit':2,'cursor':null}}
            """);
    }

    @Test
    void eventsGoToTheirKeysPartitionOrTakeTurns() {
        // The partitions of the keys are those that the hash of Kafka gives.
        talk("""
            POST /topics/k {'num_partitions':5}                                    -> 200 {'success':true,'topic':'k','num_partitions':5,'replication_factor':1}
            POST /topics/k/publish {'event_type':'e','key':'21','data':{'n':1}}    -> 200 {'partition_id':0,'offset':0,'topic':'k'}
            POST /topics/k/publish {'event_type':'e','key':'21','data':{'n':2}}    -> 200 {'partition_id':0,'offset':1,'topic':'k'}
            POST /topics/k/publish {'event_type':'e','key':'foobar','data':'x'}    -> 200 {'partition_id':1,'offset':0,'topic':'k'}
            POST /topics/k/publish {'event_type':'e','data':'x','partition_id':4}  -> 200 {'partition_id':4,'offset':0,'topic':'k'}
            POST /topics/k/publish {'event_type':'e','data':'x','partition_id':5}  -> 404 PARTITION_NOT_FOUND
            POST /topics/k/publish {}                                              -> 400 INVALID_ARGUMENT
            POST /topics/none/publish {'event_type':'e','data':1}                  -> 404 TOPIC_NOT_FOUND
            """);
    }

    @Test
    void eventsAreReadBackAsTheyWerePublished() {
        talk("""
            POST /topics/c {'num_partitions':1}                                                                  -> 200 {'success':true,'topic':'c','num_partitions':1,'replication_factor':1}
            POST /api/v1/topics/c/events {'event_type':'made','key':'k','data':{'n':1},'correlation_id':'x'}     -> 201 {'partition_id':0,'offset':0,'topic':'c'}
            POST /api/v1/topics/c/events {'events':[{'event':'a','data':1},{'event':'b','data':'two'}]}          -> 201 {'results':[{'partition_id':0,'offset':1},{'partition_id':0,'offset':2}],'topic':'c'}
            POST /api/v1/topics/c/events {'event':'a','surprise':1}                                              -> 400 INVALID_ARGUMENT
            POST /api/v1/topics/c/events {'events':[{'event':'a','surprise':1}]}                                 -> 400 INVALID_ARGUMENT
            POST /api/v1/topics/c/events {'events':[]}                                                           -> 400 INVALID_ARGUMENT
            POST /topics/c/partitions/1/consume {}                                                               -> 404 PARTITION_NOT_FOUND
            POST /topics/c/partitions/0/consume {'from_offset':9}                                                -> 400 OFFSET_OUT_OF_RANGE
            POST /topics/c/partitions/0/consume {'from_offset':3}                                                -> 200 {'topic':'c','partition_id':0,'events':[],'next_offset':3,'count':0}
            GET  /api/v1/topics/c/partitions/0/events?from_offset=3&wait_ms=1                                    -> 200 {'topic':'c','partition_id':0,'events':[],'next_offset':3,'count':0}
            """);
        assertThat(transcript.ask("POST /topics/c/partitions/0/consume", "{'from_offset':0,'limit':2}"))
                .startsWith("200 {'topic':'c','partition_id':0,'events':[{'id':'c/0:")
                .contains("'event_type':'made','topic':'c','partition_id':0}")
                .contains("'data':[123,34,110,34,58,49,125]")
                .endsWith("'next_offset':2,'count':2}");
        assertThat(transcript.ask("GET /api/v1/topics/c/partitions/0/events?from_offset=0", ""))
                .contains("'key':'k','data':{'n':1}")
                .contains("'metadata':{'correlation_id':'x'}")
                .contains("'data':'two'")
                .endsWith("'next_offset':3,'count':3}");
        talk("""
            POST /consumer-groups/reads-c {'topic':'c'}                                -> 200 {'success':true,'group_id':'reads-c','topic':'c','partition_count':1,'strategy':'round_robin','session_timeout_ms':30000}
            GET  /consumer-groups/reads-c/offsets/0                                    -> 200 {'group_id':'reads-c','partition_id':0,'offset':null,'first_offset':0,'next_offset':3,'lag':3}
            POST /consumer-groups/reads-c/offsets/commit {'partition_id':0,'offset':2} -> 200 {'success':true,'partition_id':0,'offset':2,'generation':0}
            POST /consumer-groups/reads-c/offsets/commit {'partition_id':0,'offset':4} -> 400 OFFSET_OUT_OF_RANGE
            GET  /consumer-groups/reads-c/offsets/0                                    -> 200 {'group_id':'reads-c','partition_id':0,'offset':2,'first_offset':0,'next_offset':3,'lag':1}
            """);
    }

    @Test
    void theEnvelopePublishesAndConsumes() {
        assertThat(transcript.command("topic.create", "{'topic':'v','num_partitions':2}"))
                .isEqualTo("{'success':true,'topic':'v','num_partitions':2,'replication_factor':1}");
        assertThat(transcript.command("topic.publish", "{'topic':'v','event_type':'e','data':[1,2],'partition_id':1}"))
                .isEqualTo("{'partition_id':1,'offset':0,'topic':'v'}");
        assertThat(transcript.command("topic.consume", "{'topic':'v','partition_id':1}"))
                .startsWith("{'topic':'v','partition_id':1,'events':[{")
                .contains("'data':[1,2]")
                .endsWith("'next_offset':1,'count':1}");
        assertThat(transcript.command("topic.stats", "{'topic':'v'}")).contains("'message_count':1");
        assertThat(transcript.command("topic.list", "{}")).contains("'v'");
        assertThat(transcript.command("topic.delete", "{'topic':'v'}")).isEqualTo("{'success':true,'deleted':'v'}");
        assertThat(transcript.command("topic.consume", "{'topic':'v','partition_id':1}"))
                .isEqualTo("TOPIC_NOT_FOUND");
    }

    @Test
    void requestsWithoutKeysTakeTurnsAndKeepTogether() {
        talk("POST /topics/turns {'num_partitions':3} -> 200"
                + " {'success':true,'topic':'turns','num_partitions':3,'replication_factor':1}");
        for (int i = 0; i < 30; i++) {
            String answer = transcript.ask(
                    "POST /topics/turns/publish", "{'events':[{'event':'a','data':1},{'event':'b','data':2}]}");
            assertThat(answer).matches("200 \\{'results':\\[\\{'partition_id':([0-2]),.*'partition_id':\\1,.*");
        }
        // Two event loops, each with turns of its own: within one of being even, for each.
        String stats = transcript.ask("GET /topics/turns/stats", "");
        Matcher counts = Pattern.compile("'message_count':(\\d+)").matcher(stats);
        assertThat(counts.results().map(count -> Integer.valueOf(count.group(1))))
                .as(stats)
                .hasSize(3)
                .allSatisfy(count -> assertThat(count).isBetween(16, 24));
    }

    @Test
    void aTopicIsMadeAsAWholeOrNotAtAll() {
        talk("""
            POST   /stream/whole%2F1 {}                -> 200 {'success':true,'room':'whole/1','created':true}
            POST   /topics/whole {'num_partitions':3}  -> 409 {'error':'the room 'whole/1' exists','code':'ROOM_EXISTS'}
            GET    /topics/whole/stats                 -> 404 TOPIC_NOT_FOUND
            GET    /stream/whole%2F0/stats             -> 404 ROOM_NOT_FOUND
            DELETE /stream/whole%2F1                   -> 200 {'success':true,'deleted':'whole/1'}
            POST   /topics/whole {'num_partitions':3}  -> 200 {'success':true,'topic':'whole','num_partitions':3,'replication_factor':1}
            DELETE /stream/whole%2F1                   -> 200 {'success':true,'deleted':'whole/1'}
            POST   /topics/whole/partitions/1/consume {} -> 404 PARTITION_NOT_FOUND
            POST   /topics/whole/publish {'event':'e','data':1,'partition_id':1} -> 404 PARTITION_NOT_FOUND
            DELETE /topics/whole                       -> 200 {'success':true,'deleted':'whole'}
            """);
    }

    @Test
    void thereAreAsManyRoomsAsTheLimitAllows() {
        int made = 0;
        String answer = transcript.ask("POST /api/v1/topics/many0", "{'num_partitions':64}");
        while (answer.startsWith("201")) {
            made++;
            answer = transcript.ask("POST /api/v1/topics/many" + made, "{'num_partitions':64}");
        }
        assertThat(answer).startsWith("409").contains("'code':'LIMIT_REACHED'");
        assertThat(made).isBetween(1, RunningServer.TOPIC_LIMITS.roomsMax() / 64);
        for (int i = 0; i < made; i++) {
            assertThat(transcript.ask("DELETE /api/v1/topics/many" + i, "")).startsWith("204");
        }
    }
}
