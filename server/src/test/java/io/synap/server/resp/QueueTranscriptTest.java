package io.synap.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Commands on queues and their replies, byte by byte. In the scripts below a bar stands for CR LF and # for a
 * time, which varies.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class QueueTranscriptTest {
    private RespTestServer server;
    private RawConnection client;

    @BeforeEach
    void start() throws IOException {
        server = RespTestServer.start();
        client = new RawConnection(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private void talk(String script) throws IOException {
        talk(client, script);
    }

    private static void talk(RawConnection connection, String script) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String line : script.strip().split("\n", -1)) {
            int arrow = line.indexOf("->");
            String[] command = line.substring(0, arrow).strip().split(" +", -1);
            String got = shown(connection.call(command));
            if (!got.equals(line.substring(arrow + 2).strip())) {
                wrong.add(line.strip() + "\n   got " + got);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String shown(String reply) {
        return reply.replaceAll(":1[0-9]{12}\r\n", ":#\r\n").replace("\r\n", "|");
    }

    @Test
    void aMessageIsPublishedReceivedAndAcknowledged() throws IOException {
        talk("""
            QCREATE jobs                      -> +OK|
            QPUBLISH jobs hello               -> $1|1|
            QPUBLISH jobs world PRIORITY 9    -> $1|2|
            QLEN jobs                         -> :2|
            QRECEIVE jobs c1                  -> *1|*6|$3|2-1|$5|world|:1|:9|:#|*0|
            QRECEIVE jobs c1 COUNT 10         -> *1|*6|$3|1-1|$5|hello|:1|:4|:#|*0|
            QRECEIVE jobs c1                  -> *-1|
            QLEN jobs                         -> :2|
            QACK jobs 2-1                     -> :1|
            QACK jobs 2-1                     -> -MESSAGENOTFOUND no such message|
            QACK jobs 1                       -> :1|
            QLEN jobs                         -> :0|
            """);
    }

    @Test
    void batchesGoBothWays() throws IOException {
        talk("""
            QCREATE b                                     -> +OK|
            QMPUBLISH b COUNT 3 x y z PRIORITY 7          -> *3|$1|1|$1|2|$1|3|
            QRECEIVE b c COUNT 2                          -> *2|*6|$3|1-1|$1|x|:1|:7|:#|*0|*6|$3|2-1|$1|y|:1|:7|:#|*0|
            QACK b 1-1 2-1 3-1 2-9                        -> *4|:1|:1|-LEASELOST the lease of this delivery has ended|-MESSAGENOTFOUND no such message|
            QMPUBLISH b COUNT 3 x y                       -> -ERR COUNT must be at least 1, and so many payloads must follow|
            QMPUBLISH b COUNT 1 x DEDUP d                 -> -ERR syntax error|
            """);
    }

    @Test
    void messagesComeBackAtOnceWhenTheyAreGivenBack() throws IOException {
        talk("""
            QCREATE q MAXDELIVERIES 3                     -> +OK|
            QPUBLISH q a                                  -> $1|1|
            QRECEIVE q c1                                 -> *1|*6|$3|1-1|$1|a|:1|:4|:#|*0|
            QNACK q 1-1 ERROR broken                      -> :1|
            QRECEIVE q c2                                 -> *1|*6|$3|1-2|$1|a|:2|:4|:#|*0|
            QACK q 1-1                                    -> -LEASELOST the lease of this delivery has ended|
            QNACK q 1-2 DELAY 100000                      -> :1|
            QRECEIVE q c2                                 -> *-1|
            QNACK q 1-2                                   -> -LEASELOST the lease of this delivery has ended|
            QLEN q                                        -> :1|
            QNACK q DELAY 5                               -> -ERR syntax error|
            """);
    }

    @Test
    void whatIsRejectedIsADeadLetterUntilItIsRedriven() throws IOException {
        talk("""
            QCREATE q                                     -> +OK|
            QPUBLISH q a                                  -> $1|1|
            QPUBLISH q b                                  -> $1|2|
            QRECEIVE q c COUNT 2                          -> *2|*6|$3|1-1|$1|a|:1|:4|:#|*0|*6|$3|2-1|$1|b|:1|:4|:#|*0|
            QREJECT q 1-1 2-1 ERROR bad                   -> *2|:1|:1|
            QLEN q                                        -> :0|
            QDEAD q COUNT 1                               -> *2|$1|2|*1|*20|$2|id|$1|1|$6|reason|$8|rejected|$5|error|$3|bad|$6|deaths|:1|$10|deliveries|:1|$8|priority|:4|$12|published_ms|:#|$13|first_died_ms|:#|$12|last_died_ms|:#|$14|payload_length|:1|
            QDEAD q CURSOR 2                              -> *2|$1|0|*1|*20|$2|id|$1|2|$6|reason|$8|rejected|$5|error|$3|bad|$6|deaths|:1|$10|deliveries|:1|$8|priority|:4|$12|published_ms|:#|$13|first_died_ms|:#|$12|last_died_ms|:#|$14|payload_length|:1|
            QDEADGET q 1                                  -> *28|$2|id|$1|1|$6|reason|$8|rejected|$5|error|$3|bad|$6|deaths|:1|$10|deliveries|:1|$8|priority|:4|$12|published_ms|:#|$13|first_died_ms|:#|$12|last_died_ms|:#|$14|payload_length|:1|$7|payload|$1|a|$12|ordering_key|$0||$7|headers|*0|$7|history|*1|*3|$8|rejected|:#|:1|
            QDEADGET q 3                                  -> -MESSAGENOTFOUND no such message|
            QREDRIVE q ID 1                               -> :1|
            QDEADGET q 1                                  -> -MESSAGENOTFOUND no such message|
            QRECEIVE q c                                  -> *1|*6|$3|1-2|$1|a|:1|:4|:#|*0|
            QREDRIVE q REASON rejected ERROR ba           -> :1|
            QRECEIVE q c                                  -> *1|*6|$3|2-2|$1|b|:1|:4|:#|*0|
            QREDRIVE q REASON often                       -> -ERR REASON must be rejected, expired, max_deliveries or max_length|
            QREDRIVE q STOP                               -> :0|
            QREMOVE q 1                                   -> :1|
            QREMOVE q 1 2                                 -> *2|-MESSAGENOTFOUND no such message|:1|
            """);
    }

    @Test
    void leasesCanBeExtendedAndQueuesPaused() throws IOException {
        talk("""
            QCREATE q LEASE 60000                         -> +OK|
            QPUBLISH q a KEY k HEADER h v HEADER i w      -> $1|1|
            QPUBLISH q b KEY k                            -> $1|2|
            QPAUSE q                                      -> +OK|
            QRECEIVE q c                                  -> *-1|
            QRESUME q                                     -> +OK|
            QRECEIVE q c COUNT 5 LEASE 5000               -> *1|*6|$3|1-1|$1|a|:1|:4|:#|*4|$1|h|$1|v|$1|i|$1|w|
            QEXTEND q 90000 1-1                           -> :1|
            QEXTEND q 0 1-1                               -> -ERR the lease is out of range|
            QEXTEND q 90000 9-1                           -> -MESSAGENOTFOUND no such message|
            QRECEIVE q c NOACK                            -> *-1|
            QACK q 1-1                                    -> :1|
            QRECEIVE q c NOACK                            -> *1|*6|$3|2-1|$1|b|:1|:4|:#|*0|
            QLEN q                                        -> :0|
            """);
    }

    @Test
    void publishingTwiceWithOneIdPublishesOnce() throws IOException {
        talk("""
            QCREATE q                                     -> +OK|
            QPUBLISH q a DEDUP order-1                    -> $1|1|
            QPUBLISH q a DEDUP order-1                    -> $1|1|
            QPUBLISH q b DEDUP order-2                    -> $1|2|
            QLEN q                                        -> :2|
            """);
    }

    @Test
    void queuesAreListedPurgedAndDeleted() throws IOException {
        talk("""
            QCREATE one                                   -> +OK|
            QCREATE two MAXLEN 1                          -> +OK|
            QCREATE one NX                                -> -QUEUEEXISTS the queue exists|
            QLIST                                         -> *2|$1|0|*2|$3|one|$3|two|
            QLIST COUNT 1                                 -> *2|$4|b25l|*1|$3|one|
            QLIST COUNT 1 CURSOR b25l                     -> *2|$4|dHdv|*1|$3|two|
            QLIST CURSOR dHdv                             -> *2|$1|0|*0|
            QLIST CURSOR %                                -> -ERR invalid cursor|
            QPUBLISH two a                                -> $1|1|
            QPUBLISH two b                                -> -QUEUEFULL the queue is full|
            QPURGE two                                    -> :1|
            QPURGE two DEAD                               -> :0|
            QPURGE two NOW                                -> -ERR syntax error|
            QPUBLISH two c                                -> $1|2|
            QDELETE two                                   -> :1|
            QLEN two                                      -> -QUEUENOTFOUND no such queue|
            QLIST                                         -> *2|$1|0|*1|$3|one|
            """);
    }

    @Test
    void badSettingsAreRefusedWithTheirBounds() throws IOException {
        talk("""
            QCREATE q LEASE 0                             -> -ERR 'LEASE' must be from 1 to 3162240000000|
            QCREATE q PRIORITY 10                         -> -ERR 'PRIORITY' must be from 0 to 9|
            QCREATE q LEASE x                             -> -ERR value is not an integer or out of range|
            QCREATE q OVERFLOW wrap                       -> -ERR 'overflow' must be reject or drop_oldest|
            QCREATE q COLOUR red                          -> -ERR syntax error|
            QCREATE q LEASE 5 LEASE 6                     -> -ERR 'LEASE' sets lease_ms a second time|
            QLEN q                                        -> -QUEUENOTFOUND no such queue|
            QCREATE q OVERFLOW drop-oldest BACKOFF 1 2    -> +OK|
            QPUBLISH q x PRIORITY 10                      -> -ERR the priority is not in 0 to 9|
            QPUBLISH q x DELAY -1                         -> -ERR the delay is out of range|
            QPUBLISH q x TTL 0                            -> -ERR the time to live is out of range|
            QPUBLISH q x SOONER 1                         -> -ERR syntax error|
            QRECEIVE q c COUNT 0                          -> -ERR COUNT must be at least 1|
            QRECEIVE q c LEASE 0                          -> -ERR LEASE is out of range|
            QACK q one                                    -> -ERR a receipt is <message id>-<delivery number>, or a message id|
            QACK q 1-                                     -> -ERR a receipt is <message id>-<delivery number>, or a message id|
            QACK q 1-0                                    -> -ERR a receipt is <message id>-<delivery number>, or a message id|
            """);
    }

    @Test
    void everyCommandSaysWhenThereIsNoQueue() throws IOException {
        for (String command : List.of(
                "QPUBLISH no x",
                "QMPUBLISH no COUNT 1 x",
                "QRECEIVE no c",
                "QRECEIVE no c WAIT 60000",
                "QACK no 1-1",
                "QNACK no 1-1",
                "QREJECT no 1-1",
                "QEXTEND no 1000 1-1",
                "QLEN no",
                "QSTATS no",
                "QPURGE no",
                "QDELETE no",
                "QPAUSE no",
                "QRESUME no",
                "QDEAD no",
                "QDEADGET no 1",
                "QREDRIVE no",
                "QREDRIVE no ID 1",
                "QREMOVE no 1")) {
            assertThat(client.call(command.split(" "))).as(command).isEqualTo("-QUEUENOTFOUND no such queue\r\n");
        }
    }

    @Test
    void figuresAndSettingsAreAMap() throws IOException {
        client.call("QCREATE", "q", "LEASE", "1234");
        String stats = client.call("QSTATS", "q");
        assertThat(stats)
                .contains("$5\r\ndepth\r\n:0\r\n")
                .contains("$8\r\nlease_ms\r\n:1234\r\n")
                .contains("$8\r\noverflow\r\n$6\r\nreject\r\n")
                .contains("$17\r\nready_by_priority\r\n*10\r\n");
        assertThat(client.call("HELLO", "3")).startsWith("%");
        assertThat(client.call("QSTATS", "q")).startsWith("%");
        assertThat(client.call("QRECEIVE", "q", "c")).isEqualTo("_\r\n");
        assertThat(client.call("QPUBLISH", "q", "x", "HEADER", "a", "b")).isEqualTo("$1\r\n1\r\n");
        assertThat(shown(client.call("QRECEIVE", "q", "c"))).isEqualTo("*1|*6|$3|1-1|$1|x|:1|:4|:#|%1|$1|a|$1|b|");
    }

    @Test
    void payloadsOfEverySizeComeBackAsTheyWere() throws IOException {
        client.call("QCREATE", "q");
        for (int size : new int[] {0, 1, 100, 16_383, 16_384, 16_385, 65_536, 300_000, 1 << 20}) {
            String payload = "p".repeat(size);
            client.call("QPUBLISH", "q", payload);
            String received = client.call("QRECEIVE", "q", "c");
            assertThat(received.contains("\r\n$" + size + "\r\n" + payload + "\r\n"))
                    .as("%d bytes", size)
                    .isTrue();
        }
        assertThat(client.call("QPUBLISH", "q", "p".repeat((1 << 20) + 1)))
                .isEqualTo("-ERR message exceeds the maximum allowed size (limits.message_bytes_max)\r\n");
    }

    @Test
    void manyLargePayloadsComeInPartsOfABoundedSize() throws IOException {
        client.call("QCREATE", "q");
        int messages = 40;
        String payload = "p".repeat(1 << 20);
        for (int i = 0; i < messages; i++) {
            client.call("QPUBLISH", "q", payload);
        }
        int received = 0;
        while (received < messages) {
            String reply = client.call("QRECEIVE", "q", "c", "COUNT", "1000");
            int count = Integer.parseInt(reply.substring(1, reply.indexOf('\r')));
            assertThat(count).isBetween(1, 32);
            assertThat((long) reply.length()).isGreaterThan((long) count << 20);
            received += count;
        }
        assertThat(client.call("QRECEIVE", "q", "c", "COUNT", "1000")).isEqualTo("*-1\r\n");
    }

    @Test
    void whoWaitsGetsWhatIsPublishedAndTheFirstIsServedFirst() throws IOException {
        client.call("QCREATE", "q");
        try (RawConnection first = new RawConnection(server.port());
                RawConnection second = new RawConnection(server.port())) {
            first.send("QRECEIVE q c1 WAIT 30000\r\n");
            awaitBlocked(1);
            second.send("QRECEIVE q c2 WAIT 30000\r\n");
            awaitBlocked(2);
            client.call("QPUBLISH", "q", "a");
            assertThat(shown(first.reply())).isEqualTo("*1|*6|$3|1-1|$1|a|:1|:4|:#|*0|");
            client.call("QPUBLISH", "q", "b");
            assertThat(shown(second.reply())).isEqualTo("*1|*6|$3|2-1|$1|b|:1|:4|:#|*0|");
        }
    }

    /** Asks until so many clients wait; the test's timeout bounds it. */
    private void awaitBlocked(int connections) throws IOException {
        String wanted = "blocked_clients:" + connections + "\r\n";
        while (!client.call("INFO", "clients").contains(wanted)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoWaitsInVainIsToldSo() throws IOException {
        client.call("QCREATE", "q");
        assertThat(client.call("QRECEIVE", "q", "c", "WAIT", "20")).isEqualTo("*-1\r\n");
        assertThat(client.call("QRECEIVE", "q", "c", "WAIT", "-1")).isEqualTo("-ERR timeout is negative\r\n");
    }
}
