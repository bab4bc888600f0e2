package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

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
}
