package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Exclusive groups over a real socket, in every syntax. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GroupRestTest {
    private RunningServer server;
    private Transcript transcript;

    @BeforeAll
    void start() {
        server = new RunningServer();
        transcript = new Transcript(server);
        talk("POST /topics/orders {'num_partitions':4} -> 200"
                + " {'success':true,'topic':'orders','num_partitions':4,'replication_factor':1}");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private void talk(String lines) {
        transcript.talk(lines);
    }

    @Test
    void aGroupFromItsMakingToItsEnd() {
        talk("""
            POST   /api/v1/consumer-groups/g1 {'topic':'orders','strategy':'range','session_timeout_ms':5000} -> 201 {'success':true,'group_id':'g1','topic':'orders','partition_count':4,'strategy':'range','session_timeout_ms':5000}
            POST   /api/v1/consumer-groups/g1 {'topic':'orders'}                           -> 409 GROUP_EXISTS
            GET    /api/v1/consumer-groups/g1/members/m1                                   -> 404 MEMBER_NOT_FOUND
            POST   /api/v1/consumer-groups/g1/members {'member_id':'m1'}                   -> 201 {'member_id':'m1','group_id':'g1','topic':'orders','generation':1,'session_timeout_ms':5000,'partitions':[0,1,2,3]}
            POST   /api/v1/consumer-groups/g1/members {'member_id':'m2','session_timeout_ms':60000} -> 201 {'member_id':'m2','group_id':'g1','topic':'orders','generation':2,'session_timeout_ms':60000,'partitions':[2,3]}
            GET    /api/v1/consumer-groups/g1/members/m1                                   -> 200 {'member_id':'m1','group_id':'g1','topic':'orders','generation':2,'session_timeout_ms':5000,'partitions':[0,1]}
            POST   /api/v1/consumer-groups/g1/members/m1/heartbeat {'generation':1}        -> 200 {'success':true,'generation':2,'rebalanced':true}
            POST   /api/v1/consumer-groups/g1/members/m1/heartbeat                         -> 200 {'success':true,'generation':2}
            POST   /api/v1/consumer-groups/g1/members/no/heartbeat                         -> 404 MEMBER_NOT_FOUND
            DELETE /api/v1/consumer-groups/g1/members/m1                                   -> 204
            DELETE /api/v1/consumer-groups/g1/members/m1                                   -> 404 MEMBER_NOT_FOUND
            GET    /api/v1/consumer-groups/g1                                              -> 200 {'group_id':'g1','topic':'orders','state':'Stable','strategy':'range','session_timeout_ms':5000,'generation':3,'member_count':1,'partition_count':4,'committed_partitions':0,'last_rebalance_secs':#,'created_at':#,'members':[{'member_id':'m2','session_timeout_ms':60000,'session_expires_at':#,'partitions':[0,1,2,3]}],'partitions':[{'partition_id':0,'member_id':'m2','offset':null,'first_offset':0,'next_offset':0,'lag':0},{'partition_id':1,'member_id':'m2','offset':null,'first_offset':0,'next_offset':0,'lag':0},{'partition_id':2,'member_id':'m2','offset':null,'first_offset':0,'next_offset':0,'lag':0},{'partition_id':3,'member_id':'m2','offset':null,'first_offset':0,'next_offset':0,'lag':0}],'lag':0}
            DELETE /api/v1/consumer-groups/g1                                              -> 204
            DELETE /api/v1/consumer-groups/g1                                              -> 404 GROUP_NOT_FOUND
            GET    /api/v1/consumer-groups/g1                                              -> 404 GROUP_NOT_FOUND
            POST   /api/v1/consumer-groups/g1/members                                      -> 404 GROUP_NOT_FOUND
            """);
    }

    @Test
    void aRoomsExclusiveGroupIsReachedThroughTheRoom() {
        makeARoomWithAnEvent("ledger");
        talk("""
            PUT    /api/v1/streams/ledger/groups/audit {'type':'exclusive','lease_ms':5}           -> 400 INVALID_ARGUMENT
            PUT    /api/v1/streams/none/groups/audit {'type':'exclusive'}                          -> 404 ROOM_NOT_FOUND
            PUT    /api/v1/streams/ledger/groups/audit {'type':'exclusive','strategy':'sticky','session_timeout_ms':5000} -> 201 {'group':'audit','room':'ledger','type':'exclusive','state':'Empty','strategy':'sticky','session_timeout_ms':5000,'generation':0,'member_count':0,'partition_count':1,'committed_partitions':0,'last_rebalance_secs':null,'created_at':#,'members':[],'partitions':[{'partition_id':0,'member_id':null,'offset':null,'first_offset':0,'next_offset':1,'lag':1}],'lag':1}
            PUT    /api/v1/streams/ledger/groups/audit {'type':'exclusive','session_timeout_ms':5000} -> 200 {'group':'audit','room':'ledger','type':'exclusive','state':'Empty','strategy':'sticky','session_timeout_ms':5000,'generation':0,'member_count':0,'partition_count':1,'committed_partitions':0,'last_rebalance_secs':null,'created_at':#,'members':[],'partitions':[{'partition_id':0,'member_id':null,'offset':null,'first_offset':0,'next_offset':1,'lag':1}],'lag':1}
            PUT    /api/v1/streams/ledger/groups/audit {'type':'exclusive','session_timeout_ms':6000} -> 409 GROUP_EXISTS
            GET    /api/v1/streams/ledger/groups/audit                                             -> 200 {'group':'audit','room':'ledger','type':'exclusive','state':'Empty','strategy':'sticky','session_timeout_ms':5000,'generation':0,'member_count':0,'partition_count':1,'committed_partitions':0,'last_rebalance_secs':null,'created_at':#,'members':[],'partitions':[{'partition_id':0,'member_id':null,'offset':null,'first_offset':0,'next_offset':1,'lag':1}],'lag':1}
            POST   /api/v1/streams/ledger/groups/audit/members {'member_id':'m1'}                  -> 201 {'member_id':'m1','group_id':'audit','room':'ledger','generation':1,'session_timeout_ms':5000,'partitions':[0]}
            GET    /api/v1/streams/ledger/groups/audit/members/m1                                  -> 200 {'member_id':'m1','group_id':'audit','room':'ledger','generation':1,'session_timeout_ms':5000,'partitions':[0]}
            POST   /api/v1/streams/ledger/groups/audit/members/m1/heartbeat {'generation':1}       -> 200 {'success':true,'generation':1,'rebalanced':false}
            POST   /api/v1/streams/ledger/groups/audit/offsets/commit {'partition_id':0,'offset':1,'member_id':'m1','generation':1} -> 200 {'success':true,'partition_id':0,'offset':1,'generation':1}
            GET    /api/v1/streams/ledger/groups/audit/offsets                                     -> 200 {'group_id':'audit','generation':1,'offsets':[{'partition_id':0,'offset':1,'first_offset':0,'next_offset':1,'lag':0}]}
            GET    /api/v1/consumer-groups/audit/offsets/0                                         -> 200 {'group_id':'audit','partition_id':0,'offset':1,'first_offset':0,'next_offset':1,'lag':0}
            POST   /api/v1/streams/ledger/groups/audit/offsets/reset {'to':'earliest'}             -> 200 {'success':true,'group_id':'audit','generation':2,'offsets':[{'partition_id':0,'offset':0}]}
            DELETE /api/v1/streams/ledger/groups/audit/members/m1                                  -> 204
            DELETE /api/v1/streams/ledger/groups/audit/members/m1                                  -> 404 MEMBER_NOT_FOUND
            DELETE /api/v1/streams/ledger/groups/audit                                             -> 204
            DELETE /api/v1/streams/ledger/groups/audit                                             -> 404 GROUP_NOT_FOUND
            GET    /api/v1/consumer-groups/audit                                                   -> 404 GROUP_NOT_FOUND
            """);
    }

    @Test
    void theKindsOfGroupsAreNotMixedUp() {
        makeARoomWithAnEvent("mixed");
        makeARoomWithAnEvent("other");
        assertThat(transcript.ask("PUT /api/v1/streams/mixed/groups/alone", "{'type':'exclusive'}"))
                .startsWith("201");
        assertThat(transcript.ask("PUT /api/v1/streams/mixed/groups/together", "{}"))
                .startsWith("201");
        talk("""
            PUT    /api/v1/streams/mixed/groups/alone {'type':'shared'}             -> 409 GROUP_EXISTS
            PUT    /api/v1/streams/mixed/groups/together {'type':'exclusive'}       -> 409 GROUP_EXISTS
            PUT    /api/v1/streams/other/groups/alone {'type':'exclusive'}          -> 409 GROUP_EXISTS
            POST   /api/v1/streams/mixed/groups/alone/receive {'consumer':'c'}      -> 409 WRONG_TYPE
            POST   /api/v1/streams/mixed/groups/alone/ack {'receipts':['0-1']}      -> 409 WRONG_TYPE
            GET    /api/v1/streams/mixed/groups/alone/pending                       -> 409 WRONG_TYPE
            POST   /api/v1/streams/mixed/groups/together/members {'member_id':'m'}  -> 404 GROUP_NOT_FOUND
            POST   /api/v1/streams/other/groups/alone/members {'member_id':'m'}     -> 404 GROUP_NOT_FOUND
            GET    /api/v1/streams/other/groups/alone                               -> 404 GROUP_NOT_FOUND
            """);
    }

    @Test
    void aRoomTakesItsExclusiveGroupsAlong() {
        makeARoomWithAnEvent("gone");
        makeARoomWithAnEvent("gone-too");
        talk("""
            POST   /api/v1/consumer-groups/of-gone {'room':'gone'}         -> 201 {'success':true,'group_id':'of-gone','room':'gone','partition_count':1,'strategy':'round_robin','session_timeout_ms':30000}
            POST   /api/v1/consumer-groups/of-gone-too {'room':'gone-too'} -> 201 {'success':true,'group_id':'of-gone-too','room':'gone-too','partition_count':1,'strategy':'round_robin','session_timeout_ms':30000}
            DELETE /api/v1/streams/gone                                    -> 204
            DELETE /api/v1/streams/gone                                    -> 404 ROOM_NOT_FOUND
            GET    /api/v1/consumer-groups/of-gone                         -> 404 GROUP_NOT_FOUND
            GET    /api/v1/consumer-groups/of-gone-too/offsets/0           -> 200 {'group_id':'of-gone-too','partition_id':0,'offset':null,'first_offset':0,'next_offset':1,'lag':1}
            DELETE /stream/gone-too                                        -> 200 {'success':true,'deleted':'gone-too'}
            GET    /api/v1/consumer-groups/of-gone-too                     -> 404 GROUP_NOT_FOUND
            """);
    }

    private void makeARoomWithAnEvent(String room) {
        assertThat(transcript.ask("PUT /api/v1/streams/" + room, "")).startsWith("201");
        assertThat(transcript.ask("POST /api/v1/streams/" + room + "/events", "{'event':'e'}"))
                .startsWith("201");
    }

    @Test
    void theShortRoutesAreThoseOfThePublishedProtocol() {
        talk("""
            POST   /consumer-groups/g2 {'topic':'orders','partition_count':4,'strategy':'sticky','session_timeout_secs':30} -> 200 {'success':true,'group_id':'g2','topic':'orders','partition_count':4,'strategy':'sticky','session_timeout_ms':30000}
            POST   /consumer-groups/g2/join {}                            -> 200 {'member_id':'#uuid','group_id':'g2','topic':'orders','generation':1,'session_timeout_ms':30000,'partitions':[0,1,2,3]}
            POST   /consumer-groups/g2/join {'member_id':'~','session_timeout_secs':10} -> 200 {'member_id':'~','group_id':'g2','topic':'orders','generation':2,'session_timeout_ms':10000,'partitions':[2,3]}
            GET    /consumer-groups/g2/members/~/assignment               -> 200 {'member_id':'~','group_id':'g2','topic':'orders','generation':2,'session_timeout_ms':10000,'partitions':[2,3]}
            POST   /consumer-groups/g2/members/~/heartbeat                -> 200 {'success':true,'generation':2}
            POST   /consumer-groups/g2/offsets/commit {'partition_id':2,'offset':0,'member_id':'~','generation':2} -> 200 {'success':true,'partition_id':2,'offset':0,'generation':2}
            GET    /consumer-groups/g2/offsets/2                          -> 200 {'group_id':'g2','partition_id':2,'offset':0,'first_offset':0,'next_offset':0,'lag':0}
            GET    /consumer-groups/g2/offsets/9                          -> 404 {'error':'no such partition','code':'PARTITION_NOT_FOUND'}
            GET    /consumer-groups/g2/offsets/x                          -> 400 INVALID_ARGUMENT
            DELETE /consumer-groups/g2/members/~/leave                    -> 200 {'success':true,'member_id':'~'}
            DELETE /consumer-groups/g2/members/~/leave                    -> 404 MEMBER_NOT_FOUND
            GET    /consumer-groups/none/stats                            -> 404 GROUP_NOT_FOUND
            """);
        assertThat(transcript.ask("GET /consumer-groups", "")).contains("'g2'");
        assertThat(transcript.ask("GET /consumer-groups/g2/stats", ""))
                .startsWith("200 {'group_id':'g2','topic':'orders','state':'Stable'")
                .contains("'committed_partitions':1");
        assertThat(transcript.ask("GET /api/v1/consumer-groups/g2/stats", ""))
                .isEqualTo(transcript.ask("GET /consumer-groups/g2/stats", ""));
    }

    @Test
    void commitsAreFenced() {
        talk("""
            POST /api/v1/consumer-groups/g3 {'topic':'orders','strategy':'range'}                                     -> 201 {'success':true,'group_id':'g3','topic':'orders','partition_count':4,'strategy':'range','session_timeout_ms':30000}
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':0}                              -> 200 {'success':true,'partition_id':0,'offset':0,'generation':0}
            POST /api/v1/consumer-groups/g3/members {'member_id':'a'}                                                 -> 201 {'member_id':'a','group_id':'g3','topic':'orders','generation':1,'session_timeout_ms':30000,'partitions':[0,1,2,3]}
            POST /api/v1/consumer-groups/g3/members {'member_id':'b'}                                                 -> 201 {'member_id':'b','group_id':'g3','topic':'orders','generation':2,'session_timeout_ms':30000,'partitions':[2,3]}
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':0}                              -> 404 MEMBER_NOT_FOUND
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':0,'member_id':'a'}              -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':0,'member_id':'','generation':0}-> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':0,'member_id':'a','generation':1} -> 409 STALE_GENERATION
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':0,'member_id':'c','generation':2} -> 404 MEMBER_NOT_FOUND
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':2,'offset':0,'member_id':'a','generation':2} -> 409 PARTITION_NOT_ASSIGNED
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':4,'offset':0,'member_id':'a','generation':2} -> 404 PARTITION_NOT_FOUND
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':1,'member_id':'a','generation':2} -> 400 OFFSET_OUT_OF_RANGE
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':-1,'member_id':'a','generation':2} -> 400 OFFSET_OUT_OF_RANGE
            POST /api/v1/consumer-groups/g3/offsets/commit {'offsets':[{'partition_id':0,'offset':0},{'partition_id':1,'offset':0}],'member_id':'a','generation':2} -> 200 {'success':true,'offsets':[{'partition_id':0,'offset':0},{'partition_id':1,'offset':0}],'generation':2}
            POST /api/v1/consumer-groups/g3/offsets/commit {'offsets':[],'member_id':'a','generation':2}              -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/g3/offsets/reset {'partition_id':0,'offset':0}                               -> 200 {'success':true,'group_id':'g3','generation':3,'offsets':[{'partition_id':0,'offset':0}]}
            POST /api/v1/consumer-groups/g3/offsets/commit {'partition_id':0,'offset':0,'member_id':'a','generation':2} -> 409 STALE_GENERATION
            POST /api/v1/consumer-groups/g3/offsets/reset {'to':'latest'}                                             -> 200 {'success':true,'group_id':'g3','generation':4,'offsets':[{'partition_id':0,'offset':0},{'partition_id':1,'offset':0},{'partition_id':2,'offset':0},{'partition_id':3,'offset':0}]}
            POST /api/v1/consumer-groups/g3/offsets/reset {'to':'earliest','partition_id':7}                          -> 404 PARTITION_NOT_FOUND
            POST /api/v1/consumer-groups/g3/offsets/reset {'to':'somewhere'}                                          -> 400 INVALID_ARGUMENT
            GET  /api/v1/consumer-groups/g3/offsets/3                                                                 -> 200 {'group_id':'g3','partition_id':3,'offset':0,'first_offset':0,'next_offset':0,'lag':0}
            """);
        assertThat(transcript.ask("GET /api/v1/consumer-groups/g3/offsets", ""))
                .startsWith("200 {'group_id':'g3','generation':4,'offsets':[{'partition_id':0,'offset':0,");
    }

    @Test
    void whatIsWrongIsRefused() {
        talk("""
            POST /api/v1/consumer-groups/w {'topic':'none'}                                   -> 404 TOPIC_NOT_FOUND
            POST /api/v1/consumer-groups/w {'room':'none'}                                    -> 404 ROOM_NOT_FOUND
            POST /api/v1/consumer-groups/w {}                                                 -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/w {'topic':'orders','room':'orders/0'}               -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/w {'topic':'orders','partition_count':5}             -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/w {'topic':'orders','partition_count':0}             -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/w {'topic':'orders','strategy':'best'}               -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/w {'topic':'orders','session_timeout_ms':0}          -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/w {'topic':'orders','session_timeout_ms':99}         -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/w {'topic':'orders','session_timeout_ms':100,'session_timeout_secs':1} -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/w {'topic':'orders','other':1}                       -> 400 INVALID_ARGUMENT
            POST /api/v1/consumer-groups/%ff {'topic':'orders'}                               -> 400 INVALID_ARGUMENT
            GET  /api/v1/consumer-groups?limit=0                                              -> 400 INVALID_ARGUMENT
            GET  /api/v1/consumer-groups?cursor=%21                                           -> 400 INVALID_CURSOR
            """);
        String tooLong = "g".repeat(513);
        assertThat(transcript.ask("POST /api/v1/consumer-groups/" + tooLong, "{'topic':'orders'}"))
                .startsWith("400");
    }

    @Test
    void aRoomIsReadAsOnePartition() {
        talk("""
            POST /api/v1/consumer-groups/r1 {'room':'orders/3'}            -> 201 {'success':true,'group_id':'r1','room':'orders/3','partition_count':1,'strategy':'round_robin','session_timeout_ms':30000}
            POST /api/v1/consumer-groups/r1/members {'member_id':'a'}      -> 201 {'member_id':'a','group_id':'r1','room':'orders/3','generation':1,'session_timeout_ms':30000,'partitions':[0]}
            POST /api/v1/consumer-groups/r1/members {'member_id':'b'}      -> 201 {'member_id':'b','group_id':'r1','room':'orders/3','generation':2,'session_timeout_ms':30000,'partitions':[]}
            """);
    }

    @Test
    void theEnvelopeHasTheSameCommands() {
        assertThat(transcript.command("group.create", "{'group_id':'e','topic':'orders','strategy':'range'}"))
                .isEqualTo("{'success':true,'group_id':'e','topic':'orders','partition_count':4,'strategy':'range',"
                        + "'session_timeout_ms':30000}");
        assertThat(transcript.command("group.join", "{'group_id':'e','member_id':'a'}"))
                .isEqualTo("{'member_id':'a','group_id':'e','topic':'orders','generation':1,"
                        + "'session_timeout_ms':30000,'partitions':[0,1,2,3]}");
        assertThat(transcript.command("group.assignment", "{'group_id':'e','member_id':'a'}"))
                .contains("'partitions':[0,1,2,3]");
        assertThat(transcript.command("group.heartbeat", "{'group_id':'e','member_id':'a','generation':1}"))
                .isEqualTo("{'success':true,'generation':1,'rebalanced':false}");
        String commit = "{'group_id':'e','member_id':'a','generation':1,'partition_id':1,'offset':0}";
        assertThat(transcript.command("group.commit", commit))
                .isEqualTo("{'success':true,'partition_id':1,'offset':0,'generation':1}");
        assertThat(transcript.command("group.commit", commit.replace("'generation':1", "'generation':7")))
                .isEqualTo("STALE_GENERATION");
        assertThat(transcript.command("group.offset", "{'group_id':'e','partition_id':1}"))
                .isEqualTo("{'group_id':'e','partition_id':1,'offset':0,'first_offset':0,'next_offset':0,'lag':0}");
        assertThat(transcript.command("group.offsets", "{'group_id':'e'}")).contains("'partition_id':3,'offset':null");
        assertThat(transcript.command("group.stats", "{'group_id':'e'}")).contains("'member_count':1");
        assertThat(transcript.command("group.list", "{}")).contains("'e'");
        assertThat(transcript.command("group.reset", "{'group_id':'e','to':'earliest','partition_id':1}"))
                .isEqualTo("{'success':true,'group_id':'e','generation':2,'offsets':[{'partition_id':1,'offset':0}]}");
        assertThat(transcript.command("group.leave", "{'group_id':'e','member_id':'a'}"))
                .isEqualTo("{'success':true,'member_id':'a'}");
        assertThat(transcript.command("group.delete", "{'group_id':'e'}")).isEqualTo("{'success':true,'deleted':'e'}");
        assertThat(transcript.command("group.delete", "{'group_id':'e'}")).isEqualTo("GROUP_NOT_FOUND");
    }

    @Test
    void limitsAreSaid() {
        talk(
                "POST /consumer-groups/full {'topic':'orders'} -> 200"
                    + " {'success':true,'group_id':'full','topic':'orders','partition_count':4,'strategy':'round_robin','session_timeout_ms':30000}");
        for (int i = 0; i < RunningServer.TOPIC_LIMITS.membersMax(); i++) {
            assertThat(transcript.ask("POST /consumer-groups/full/join", "{'member_id':'m" + i + "'}"))
                    .startsWith("200");
        }
        talk("""
            POST /consumer-groups/full/join {'member_id':'one-too-many'} -> 409 LIMIT_REACHED
            """);
        assertThat(transcript.ask("POST /consumer-groups/full/join", "{'member_id':'m0'}"))
                .startsWith("200");
        String last = "";
        for (int i = 0; i <= RunningServer.TOPIC_LIMITS.groupsMax(); i++) {
            last = transcript.ask("POST /consumer-groups/many" + i, "{'topic':'orders'}");
        }
        assertThat(last).startsWith("409").contains("'code':'LIMIT_REACHED'");
        for (int i = 0; i <= RunningServer.TOPIC_LIMITS.groupsMax(); i++) {
            transcript.command("group.delete", "{'group_id':'many" + i + "'}");
        }
    }
}
