package io.synap.server.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues, rooms, topics, groups and presence from the command line, as transcripts of a shell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FamilyCommandsTest {
    private LiveServer server;
    private ScriptedLine shell;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = new LiveServer(folder);
        shell = new ScriptedLine(server.port());
    }

    @AfterAll
    void stop() {
        shell.close();
        server.close();
    }

    private void replays(String transcript) {
        assertThat(shell.replay(transcript)).isEqualTo(transcript);
    }

    @Test
    void aMessagesWayThroughAQueue() {
        replays("""
            $ queue create mail --lease 30s --max-deliveries 2 --backoff-min 1ms --backoff-max 1ms
            created
            $ queue create mail --new
            error: QUEUE_EXISTS the queue exists
            [3]
            $ queue publish mail '{"to":"ada"}' --priority 7 --header trace=4711
            message 1
            $ queue publish mail -- -5
            message 2
            $ queue publish mail
            error: USAGE give either PAYLOAD, or --batch or --lines
            hint: 'synap queue publish --help' says how it is used
            [2]
            $ queue receive mail --max 2 --consumer c1
            RECEIPT  PRIORITY  DELIVERY  LEASE UNTIL               HEADERS           PAYLOAD
            1-1             7         1  <moment>                 {"trace":"4711"}  {"to":"ada"}
            2-1             4         1  <moment>                 -                 -5
            $ queue extend mail 1-1 --lease 1m
            extended
            $ queue ack mail 1-1
            acknowledged
            $ queue ack mail 1-1
            error: MESSAGE_NOT_FOUND no such message
            [1]
            $ queue nack mail 2-1 --error 'try later'
            given back
            $ queue consume mail --count 1 --raw
            -5
            $ queue receive mail
            [1]
            $ queue length mail
            0
            $ queue receive mails
            error: QUEUE_NOT_FOUND no such queue
            hint: create the queue first, or check its name
            [1]
            $ queue receve mail
            error: USAGE 'synap queue' has no command 'receve'
            hint: did you mean receive? 'synap queue --help' says how it is used
            [2]
            $ queue purge mail --scope al --yes
            error: USAGE 'al' is no value of --scope; it takes ready, all, dead
            hint: did you mean all? 'synap queue purge --help' says how it is used
            [2]
            $ queue purge mail
            error: USAGE this cannot be undone: say --yes
            hint: 'synap queue purge --help' says how it is used
            [2]
            $ queue purge mail --scope all --yes
            0 messages removed
            $ queue delete mail --yes
            deleted, with 0 messages
            $ queue delete mail --yes
            error: QUEUE_NOT_FOUND no such queue
            hint: create the queue first, or check its name
            [1]
            """);
    }

    @Test
    void linesOfStandardInputAreMessages() {
        replays("""
            $ queue create lines
            created
            $ queue publish lines --lines
            > one
            > two
            publish  2 in <seconds>
            2 messages
            $ queue publish lines --batch --priority 3
            > {"payload": {"n": 1.50}}
            >\s
            > {"payload": "text", "priority": 9}
            publish  2 in <seconds>
            2 messages
            $ queue publish lines --batch
            > {"payload": 1}
            > nonsense
            publish  0 in <seconds>
            error: USAGE line 2 is no JSON
            hint: 'synap queue publish --help' says how it is used
            [2]
            $ queue publish lines --batch
            > {"payload": 1, "colour": "red"}
            publish  0 in <seconds>
            error: INVALID_ARGUMENT unknown field 'colour'; known are [dedup_id, delay_ms, headers, max_deliveries, max_retries, ordering_key, payload, payload_base64, priority, ttl_ms]
            [2]
            $ queue receive lines --max 10 --consumer c1
            RECEIPT  PRIORITY  DELIVERY  LEASE UNTIL               HEADERS  PAYLOAD
            4-1             9         1  <moment>                       -  text
            1-1             4         1  <moment>                       -  one
            2-1             4         1  <moment>                       -  two
            3-1             3         1  <moment>                       -  {"n":1.50}
            $ queue list --names
            lines
            $ queue delete lines --yes
            deleted, with 4 messages
            """);
    }

    @Test
    void deadLettersAreShownAndPublishedAnew() {
        replays("""
            $ queue create d --max-deliveries 1
            created
            $ queue publish d --lines -q
            > a
            > b
            > c
            $ queue receive d --max 3
            RECEIPT  PRIORITY  DELIVERY  LEASE UNTIL               HEADERS  PAYLOAD
            1-1             4         1  <moment>                       -  a
            2-1             4         1  <moment>                       -  b
            3-1             4         1  <moment>                       -  c
            $ queue reject d 1-1 2-1 9-9 --error 'no such address'
            RECEIPT  SUCCESS  CODE               ERROR
            1-1      yes      -                  -
            2-1      yes      -                  -
            9-9      no       MESSAGE_NOT_FOUND  no such message
            [3]
            $ queue reject d 3-1 --error other
            rejected
            $ queue dead list d
            ID  REASON    DIED                      DEATHS  DELIVERIES  BYTES  ERROR
            1   rejected  <moment>                      1           1      1  no such address
            2   rejected  <moment>                      1           1      1  no such address
            3   rejected  <moment>                      1           1      1  other
            $ queue dead list d --limit 1
            ID  REASON    DIED                      DEATHS  DELIVERIES  BYTES  ERROR
            1   rejected  <moment>                      1           1      1  no such address
            there may be more; --limit 0 lists all
            $ queue dead redrive d 1 7
            RECEIPT  SUCCESS  CODE               ERROR
            1        yes      -                  -
            7        no       MESSAGE_NOT_FOUND  no such message
            [3]
            $ queue dead redrive d --error 'no such'
            1 given another try
            $ queue dead redrive d --reason expired
            0 given another try
            $ queue dead redrive d 1 --rate 5
            error: USAGE give either ids or which to choose, not both
            hint: 'synap queue dead redrive --help' says how it is used
            [2]
            $ queue dead redrive d --reason expird
            error: USAGE 'expird' is no value of --reason; it takes rejected, expired, max-deliveries, max-length
            hint: did you mean expired? 'synap queue dead redrive --help' says how it is used
            [2]
            $ queue dead remove d 3
            1 removed
            $ queue dead purge d --yes
            0 dead letters removed
            $ queue consume d
            <time>  1-2  a
            <time>  2-2  b
            $ queue delete d --yes -o json
            {"success":true,"deleted":true,"queue":"d","messages":0}
            """);
    }

    @Test
    void anEventsWayThroughARoom() {
        replays("""
            $ stream create orders --keep-events 1000 --keep-for 7d
            created
            $ stream create orders --new
            error: ROOM_EXISTS the room exists
            [3]
            $ stream publish orders '{"total": 12}' -e placed --key o7 --correlation-id tx-1
            offset 0
            $ stream publish orders plain --event paid --correlation-id tx-1 --causation-id orders:1:0
            offset 1
            $ stream publish orders --lines -e counted
            > 1
            > two
            publish  2 in <seconds>
            2 events
            $ stream read orders
            OFFSET  TIME                      EVENT    KEY  DATA
                 0  <moment>                 placed   o7   {"total": 12}
                 1  <moment>                 paid     -    plain
                 2  <moment>                 counted  -    1
                 3  <moment>                 counted  -    two
            $ stream read orders --from 1 --limit 1
            OFFSET  TIME                      EVENT  KEY  DATA
                 1  <moment>                 paid     -  plain
            there is more; it goes on --from 2
            $ stream read orders --reverse --limit 2
            OFFSET  TIME                      EVENT    KEY  DATA
                 3  <moment>                 counted    -  two
                 2  <moment>                 counted    -  1
            there is more; it goes on --from 1
            $ stream read orders --from 4
            [1]
            $ stream get orders 9
            error: EVENT_NOT_FOUND no such event
            [1]
            $ stream tail orders --from 2 --count 2 --quiet
            <time>  offset=2  counted  1
            <time>  offset=3  counted  two
            $ stream tail orders --from 3 --count 1 -o json
            following the room; Ctrl-C ends it
            {"type":"event","cursor":"1-3","id":"orders:1:3","stream_id":"<stream id>","offset":3,"room":"orders","event":"counted","data":"two","timestamp":<millis>,"metadata":{}}
            $ stream tail order
            error: ROOM_NOT_FOUND no such room
            hint: create the room first, or ask for it to be created
            [1]
            $ stream correlated tx-1
            ROOM    OFFSET  TIME                      EVENT   KEY  DATA
            orders       0  <moment>                 placed  o7   {"total":12}
            orders       1  <moment>                 paid    -    plain
            $ stream correlated tx-1 --room orders -o json
            [{"id":"orders:1:0","stream_id":"<stream id>","offset":0,"room":"orders","event":"placed","key":"o7","data":{"total": 12},"timestamp":<millis>,"metadata":{"correlation_id":"tx-1"}},{"id":"orders:1:1","stream_id":"<stream id>","offset":1,"room":"orders","event":"paid","data":"plain","timestamp":<millis>,"metadata":{"correlation_id":"tx-1","causation_id":"orders:1:0"}}]
            $ stream descendants orders:1:0
            ROOM    OFFSET  TIME                      EVENT  KEY  DATA
            orders       1  <moment>                 paid     -  plain
            $ stream trim orders --keep-events 3
            1 events removed
            $ stream trim orders --keep-events 3 --before-offset 2
            error: USAGE Error: --keep-events=N, --before-offset=OFFSET are mutually exclusive (specify only one)
            hint: 'synap stream trim --help' says how it is used
            [2]
            $ stream remove orders 2
            removed
            $ stream list --names
            orders
            $ stream list
            ROOM    LENGTH  FIRST  NEXT  BYTES  CREATED                   OLDEST
            orders       2      1     4     89  <moment>                 <moment>
            $ stream delete orders
            error: USAGE this cannot be undone: say --yes
            hint: 'synap stream delete --help' says how it is used
            [2]
            $ stream delete orders --yes
            deleted
            """);
    }

    @Test
    void aSharedGroupHandsEventsOut() {
        replays("""
            $ stream create jobs
            created
            $ stream publish jobs --lines -e job
            > a
            > b
            > c
            publish  3 in <seconds>
            3 events
            $ stream group create jobs crew --lease 30s --max-deliveries 1
            the group is there
            $ stream group receive jobs crew --max 3 --consumer c1
            RECEIPT  DELIVERY  LEASE UNTIL               OFFSET  TIME                      EVENT  KEY  DATA
            0-1             1  <moment>                      0  <moment>                 job      -  a
            1-2             1  <moment>                      1  <moment>                 job      -  b
            2-3             1  <moment>                      2  <moment>                 job      -  c
            $ stream group receive jobs crew
            [1]
            $ stream group pending jobs crew --consumer c1
            OFFSET  RECEIPT  STATE   CONSUMER  DELIVERIES  HANDED OUT                UNTIL                     ERROR
                 0  0-1      leased  c1                 1  <moment>                 <moment>                     -
                 1  1-2      leased  c1                 1  <moment>                 <moment>                     -
                 2  2-3      leased  c1                 1  <moment>                 <moment>                     -
            $ stream group ack jobs crew 0-1
            1 acknowledged
            $ stream group extend jobs crew 1-2 --lease 1m
            1 extended
            $ stream group reject jobs crew 1-2 2-3 0-1 --error bad
            RECEIPT  SUCCESS  CODE        ERROR
            1-2      yes      -           -
            2-3      yes      -           -
            0-1      no       LEASE_LOST  the lease of this delivery has ended
            [3]
            $ stream group dead list jobs crew
            OFFSET  REASON    DIED                      DELIVERIES  ERROR
                 1  rejected  <moment>                          1  bad
                 2  rejected  <moment>                          1  bad
            $ stream group dead show jobs crew 1
            offset          1
            stream_id       <stream id>
            receipt         1-2
            state           dead
            consumer        -
            delivery_count  1
            handed_out_at   <millis>
            reason          rejected
            died_at         <millis>
            last_error      bad
            history         [{"ended_at":<millis>,"how":"rejected","consumer":"c1"}]
            $ stream group dead redrive jobs crew 1
            1 given another try
            $ stream group dead redrive jobs crew
            redrive  1 in <seconds>
            1 given another try
            $ stream group dead purge jobs crew
            0 dead letters removed
            $ stream group list jobs
            GROUP  CURSOR  LAG  PENDING  AVAILABLE  DELAYED  DEAD LETTERS
            crew        3    0        2          2        0             0
            $ stream group delete jobs crew
            deleted
            $ stream group show jobs crew
            error: GROUP_NOT_FOUND No such consumer group
            hint: create the group first, or check its name
            [1]
            $ stream delete jobs --yes
            deleted
            """);
    }

    @Test
    void aTopicAndTheGroupThatReadsIt() {
        replays("""
            $ topic create sales --partitions 2
            created with 2 partitions
            $ topic publish sales '[1]' --event sale --partition 0
            partition 0, offset 0
            $ topic publish sales --lines --partition 1
            > x
            > y
            publish  2 in <seconds>
            2 events
            $ topic stats sales
            PARTITION  ROOM     EVENTS  BYTES  FIRST  NEXT
                    0  sales/0       1     29      0     1
                    1  sales/1       2     42      0     2
            $ topic read sales 0
            OFFSET  TIME                      EVENT  KEY  DATA
                 0  <moment>                 sale     -  [1]
            $ topic read sales 1 --from 1
            OFFSET  TIME                      EVENT  KEY  DATA
                 1  <moment>                     -    -  y
            $ topic read sales 1 --from 2
            [1]
            $ topic tail sales --partition 1 --from first --count 2 -q
            sales/1  <time>  offset=0  x
            sales/1  <time>  offset=1  y
            $ topic list
            sales
            $ group create readers --topic sales --strategy rang
            error: USAGE 'rang' is no value of --strategy; it takes round-robin, range, sticky
            hint: did you mean range or round-robin? 'synap group create --help' says how it is used
            [2]
            $ group create readers --topic sales --strategy range
            created for 2 partitions, range
            $ group join readers m1
            member_id           m1
            group_id            readers
            topic               sales
            generation          1
            session_timeout_ms  30000
            partitions          [0,1]
            $ group heartbeat readers m1 --generation 1
            generation 1
            $ group heartbeat readers m1 --generation 0
            generation 1
            [1]
            $ group assignment readers m1
            member_id           m1
            group_id            readers
            topic               sales
            generation          1
            session_timeout_ms  30000
            partitions          [0,1]
            $ group commit readers 0=1 1=1 --member m1 --generation 1
            committed
            $ group commit readers 0=1 --member m1
            error: USAGE --member and --generation go together
            hint: 'synap group commit --help' says how it is used
            [2]
            $ group offsets readers
            PARTITION  COMMITTED  FIRST  NEXT  LAG
                    0          1      0     1    0
                    1          1      0     2    1
            $ group leave readers m1
            left
            $ group reset readers --to latest
            PARTITION  OFFSET
                    0       1
                    1       2
            $ group reset readers 1=0
            PARTITION  OFFSET
                    1       0
            $ group reset readers
            error: USAGE give either PARTITION=OFFSET, or --to
            hint: 'synap group reset --help' says how it is used
            [2]
            $ group list
            readers
            $ group delete readers
            deleted
            $ topic delete sales --yes
            deleted
            """);
    }

    @Test
    void whoIsInARoom() {
        replays("""
            $ presence join lobby ann --info '{"name":"Ann"}' --for 300ms -o json -q
            {"type":"join","room":"lobby","member":"ann","info":{"name":"Ann"},"members":1}
            $ presence list lobby -o json
            [{"member":"ann","info":{"name":"Ann"},"connections":0,"since":<millis>}]
            $ presence list nobody
            MEMBER  INFO  CONNECTIONS  SINCE
            $ presence watch lobby
            error: ROOM_NOT_FOUND no such room
            hint: create the room first, or ask for it to be created
            [1]
            """);
    }

    @Test
    void anyCommandByItsName() {
        replays("""
            $ command kv.set key=a value=1 keep_ttl:=false
            success  yes
            key      a
            written  yes
            version  1
            $ command kv.get key=a
            1
            $ command kv.get key=absent
            [1]
            $ command kv.gt key=a
            error: UNKNOWN_COMMAND unknown command 'kv.gt'; nearest are kv.get, kv.mget, kv.set
            [2]
            $ command kv.get a
            error: USAGE 'a' is neither NAME=VALUE nor NAME:=JSON
            hint: 'synap command --help' says how it is used
            [2]
            $ command queue.create --json '{"name": "q", "max_depth": 5}'
            success  yes
            queue    q
            created  yes
            $ command queue.create name=q --json '{"name": "q"}'
            error: USAGE 'name' is said twice
            hint: 'synap command --help' says how it is used
            [2]
            $ command stream.subscribe room=news create:=true --for 100ms -q
            $ command
            error: USAGE give either COMMAND, or --list
            hint: 'synap command --help' says how it is used
            [2]
            $ comand kv.get
            error: USAGE 'synap' has no command 'comand'
            hint: did you mean command? 'synap --help' says how it is used
            [2]
            $ stram list
            error: USAGE 'synap' has no command 'stram'
            hint: did you mean stream? 'synap --help' says how it is used
            [2]
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue",
                "queue-lines",
                "queue-dead-letters",
                "stream",
                "stream-group",
                "topic-and-group",
                "presence",
                "command"
            })
    void printsWhatTheTranscriptSays(String name) throws IOException {
        try (InputStream transcript = Objects.requireNonNull(getClass().getResourceAsStream(name + ".txt"), name)) {
            replays(new String(transcript.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatAClosedPipeDidNotTakeComesAgain() {
        replays("""
            $ queue create pipe
            created
            $ queue publish pipe --lines -q
            > a
            > b
            """);
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(shell.execute(closed, OutputStream.nullOutputStream(), "", "queue", "consume", "pipe"))
                .isZero();
        replays("""
            $ queue receive pipe --max 2 --raw
            a
            b
            """);
    }

    @Test
    void whoFollowsAndIsInterruptedEnds() throws Exception {
        replays("""
            $ queue create endless
            created
            $ queue publish endless first
            message 1
            """);
        CountDownLatch shown = new CountDownLatch(1);
        OutputStream watched = new OutputStream() {
            @Override
            public void write(int octet) {
                shown.countDown();
            }
        };
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread follower = Thread.ofVirtual()
                .start(() -> ended.complete(
                        shell.execute(watched, OutputStream.nullOutputStream(), "", "queue", "tail", "endless")));
        assertThat(shown.await(20, TimeUnit.SECONDS)).isTrue();
        follower.interrupt();
        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(130);
    }
}
