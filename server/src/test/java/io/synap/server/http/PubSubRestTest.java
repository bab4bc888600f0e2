package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pub/sub over REST, the short routes and the envelope. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PubSubRestTest {
    private RunningServer server;
    private Transcript transcript;

    @BeforeEach
    void start() {
        server = new RunningServer();
        transcript = new Transcript(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void publishesAndReports() throws Exception {
        try (EventReader events = EventReader.open(server, "/api/v1/pubsub/live?channels=a.b,a.*,z")) {
            assertThat(events.next()).startsWith("event: connected");
            transcript.talk("""
                POST /api/v1/channels/a.b/messages {'payload':{'x':1},'metadata':{'k':'v'}} -> 200 {'message_id':'1','topic':'a.b','subscribers_matched':2}
                POST /api/v1/channels/q/messages {'payload':1}          -> 200 {'message_id':'2','topic':'q','subscribers_matched':0}
                POST /api/v1/channels/q/messages {}                     -> 400 INVALID_ARGUMENT
                POST /api/v1/channels/q/messages {'payload':1,'x':2}    -> 400 INVALID_ARGUMENT
                POST /pubsub/a.c/publish {'data':'text'}                -> 200 {'message_id':'3','topic':'a.c','subscribers_matched':1}
                GET /api/v1/channels                                    -> 200 {'data':[{'channel':'a.b','subscriptions':1},{'channel':'z','subscriptions':1}],'metadata':{'limit':100,'total':2}}
                GET /api/v1/channels?match=z*                           -> 200 {'data':[{'channel':'z','subscriptions':1}],'metadata':{'limit':100,'total':1}}
                GET /api/v1/channels/a.b                                -> 200 {'topic':'a.b','subscriber_count':1}
                GET /pubsub/topics                                      -> 200 {'topics':['a.b','z'],'count':2}
                GET /pubsub/a.b/info                                    -> 200 {'topic':'a.b','subscriber_count':1}
                POST /pubsub/subscribe {'topics':['a']}                 -> 501 NOT_SUPPORTED
                """);
            assertThat(transcript.command("pubsub.subscribe", "{'topics':['z']}"))
                    .isEqualTo("NOT_SUPPORTED");
            assertThat(events.next())
                    .contains("event: message\ndata: {\"type\":\"message\",\"message_id\":\"1\",\"topic\":\"a.b\","
                            + "\"payload\":{\"x\":1},\"metadata\":{\"k\":\"v\"},\"timestamp\":");
            assertThat(events.next()).contains("\"payload\":\"text\"");
            assertThat(transcript.ask("GET /pubsub/stats", ""))
                    .isEqualTo("200 {'total_topics':2,'total_subscribers':3,'total_wildcard_subscriptions':1,"
                            + "'messages_published':3,'messages_delivered':3,'slow_consumers':0}");
            assertThat(transcript.command("pubsub.publish", "{'topic':'z','payload_base64':'AAH/'}"))
                    .isEqualTo("{'message_id':'4','topic':'z','subscribers_matched':1}");
            assertThat(events.next()).contains("\"payload_base64\":\"AAH/\"");
        }
    }
}
