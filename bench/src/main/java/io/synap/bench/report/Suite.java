package io.synap.bench.report;

/** The groups of rows, and how their documents say what was done. */
public enum Suite {
    KV("Benchmarks: keys", """
        - Both servers run on the same machine, with default settings except for persistence. Each row starts
          both afresh in empty folders, warms both (the JIT needs it, and both then hold the same keys), then
          measures them in turns, A B A B. A figure is the median of its rounds; a ratio is the median of ours
          by the median of Redis'. "At least" is the target: a lower bound where more is better, an upper one
          where less is.
        - Throughput rows are driven by redis-benchmark, Redis' own tool: 50 clients, 1,000,000 random keys,
          values of 64 bytes. Its one thread is often the bottleneck, so **server CPU per operation** (user and
          system time of the server's process, from `/proc/PID/stat`) says more than throughput, and is steadier
          on a shared machine. Redis' forked savers are other processes and are not counted, in its favour.
        - Redis runs with `--save ''`, so that it does not dump by itself, and with `--appendonly` as the row says.
        - The memory row counts `VmRSS` without persistence, after the same five million SETs. Heap and pauses
          come from the JVM's unified log; pauses are those during the mixed load (80 % GET, 20 % SET, eight
          connections, pipeline 16, as fast as the server answers).
        - The restart row measures from the exec (of the launcher script, for ours) to the first correct answer
          to a GET, asked every millisecond. Ours restarts from a snapshot of nine tenths of the keys and the log
          of the last tenth; Redis from the RDB file of SAVE, without a log.
        - The snapshot row is an **open loop**: requests leave on a fixed schedule whether or not earlier ones
          were answered, and latency counts from the intended moment, so a stall counts for every request it
          delayed (no coordinated omission). Both servers keep a log with an fsync each second. The generator
          sleeps about 50 µs between turns, which is part of every latency, for both alike.
        - Error replies, a missing key, a wrong number of keys or a server that processed fewer commands than
          were sent fail a row: such a figure is not printed.
        """),
    QUEUE("Benchmarks: queues", """
        - All servers run on the same machine with the generator, with their defaults except for ports, folders and
          what is kept on disk. A row starts them in empty folders, warms each with its own load, then measures them in
          turns, A B A B. A figure is the median of its rounds; a ratio is the median of ours by the peer's. "At least"
          is the target: a lower bound where more is better, an upper one where less is.
        - **One generator for all**: a closed loop of blocking connections, a thread each, in the benchmark's process.
          Messages have 100 bytes. It takes part of the same two cores, so **server CPU per message** (user and system
          time of the server's process, from `/proc/PID/stat`) says more than throughput. What the generator itself
          takes for each server is noted under the row.
        - Clients: Synap and Redis by the same plain RESP connection, RabbitMQ by `com.rabbitmq:amqp-client`, NATS by
          `io.nats:jnats`, the brokers' own.
        - everysec: publishers send 32 messages and wait until all are confirmed, receivers take up to 32 and ack them, at
          once, on one queue. What is on the way is bounded, so that neither side runs ahead. A message counts once acked;
          a confirmed message that is not received in the end, or one received twice, fails the row.
          Synap: `QMPUBLISH` 32, `QRECEIVE COUNT 32`, `QACK` 32, fsync each second.
          RabbitMQ: persistent messages, 32 outstanding confirms, prefetch 32, one multiple ack for 32; `classic` is a
          durable classic queue, `quorum` a quorum queue of one member, which writes and fsyncs before it confirms.
          Redis list: `RPUSH` of 32, 32 × `LMOVE` to the receiver's own list in a pipeline, `LTRIM` of that as the ack;
          AOF with an fsync each second.
          NATS JetStream: file storage with its default sync interval (two minutes), 32 outstanding acks of publishing,
          pull fetch of 32, each message acked explicitly.
        - always: 50 publishers, a connection each, send one message and wait for its confirm; Synap and Redis fsync before
          they answer. Nobody receives.
        - memory: `VmRSS` after so many messages nobody receives, less that of the same server empty, by messages. It
          contains what the server grew by as it worked, and of brokers that leave messages on disk only what is in memory.
        - depth: two queues of one server, one with 5,000 messages, one with the number shown; each is published to and
          received from in turns, so its depth stays. Restarts are from a snapshot of nine tenths and the log of the rest,
          from the exec of the launcher until `QLEN` gives the right number.
        """),
    STREAM("Benchmarks: event streams", """
        - All servers run on the same machine with the generator, with their defaults except for ports, folders and
          what is kept on disk. A row starts them in empty folders, warms each with its own load, then measures them in
          turns, A B A B. A figure is the median of its rounds; a ratio is the median of ours by the peer's. "At least"
          is the target: a lower bound where more is better, an upper one where less is.
        - **One generator for all**: a closed loop of blocking connections, a thread each, in the benchmark's process.
          Events have 100 bytes. It takes part of the same two cores, so **server CPU per event** (user and system time of
          the server's process, from `/proc/PID/stat`) says more than throughput. What the generator itself takes for each
          server is noted under the row. Redis' forked savers are other processes and are not counted, in its favour.
        - Clients: Synap and Redis by the same plain RESP connection and the same commands, NATS by `io.nats:jnats`.
        - append: `XADD room * data <100 bytes>` in pipelines of 16 to one room, fsync each second; NATS JetStream: file
          storage with its default sync interval (two minutes), 16 outstanding acks.
        - read: `XRANGE room (last + COUNT 100`, each connection walking through the whole room again and again; every
          reply is read whole and its events are counted.
        - memory: `VmRSS` after so many events, less that of the same server empty, by events.
        """),
    PUBSUB("Benchmarks: pub/sub", """
        - All servers run on the same machine with the generator, with their defaults except for ports, and keep nothing
          on disk. A row starts them, warms each with its own load, then measures them in turns, A B A B. A figure is the
          median of its rounds; a ratio is the median of ours by the peer's. "At least" is the target: a lower bound
          where more is better, an upper one where less is.
        - **One generator for all**, in the benchmark's process, on the same two cores: a thread that publishes on one
          connection, and a thread that reads all subscribers' connections. Both send what was encoded before and compare
          each byte that comes with what has to come, many at once, instead of parsing; the reader sleeps 0.2 ms between
          two turns, so that one read takes many messages. What the generator itself takes is noted under the row.
          **Server CPU per delivery** (user and system time of the server's process, from `/proc/PID/stat`) says more than
          deliveries per second, which one connection's round trips limit.
        - The publisher sends 16 messages of 100 bytes, waits for their answers and sends the next 16. Synap and Redis
          answer each `PUBLISH`; NATS answers none, so a `PING` ends each 16, and its `PONG` is awaited. The publisher
          also waits while the slowest subscriber is more than 4 MB behind, so that no server drops or closes it.
        - A delivery is one message received by one subscriber. A delivery that is missing, doubled, out of order or
          different fails the row; in the end each subscriber asks for one more answer, so that nothing is left on the way.
        - Clients: Synap and Redis by the same RESP2 commands, NATS by its text protocol with core subscriptions.
        - resp-1, resp-10: one channel. patterns: ten subscribers, each with the same 1,000 patterns `news.00042.*`, of
          which one matches (`PSUBSCRIBE`; in NATS the same subjects with a wildcard). many-channels: one subscriber of
          10,000 channels, which are published to in turn.
        """),
    WEBSOCKET("Benchmarks: WebSockets", """
        - The server runs on the same machine with the generator, with its defaults except for ports and, for idle
          connections, `http.connections_max`. A figure is the median of its rounds. "At least" is the target: a lower
          bound where more is better, an upper one where less is.
        - The generator is one thread in the benchmark's process that reads all WebSockets, on the same two cores; it
          finds what it needs in the bytes of a frame instead of parsing JSON, and answers pings. Between two turns it
          sleeps 0.5 ms, which is part of every latency, so that it is not woken for each frame. What it takes itself is
          noted under the row. A WebSocket that the server closes fails the row.
        - room-1000: 1,000 WebSockets follow one room at `/ws/streams/{room}`; one connection appends 100 events of 100
          bytes a second with `XADD`, on a fixed schedule, fsync each second. Latency is from the moment an event was due to
          be appended until its frame is read, of each of the 100,000 deliveries a second; the generator's own turn through
          1,000 sockets is part of it. Events carry numbers: each has to come to each in order, once.
        - idle-20000: WebSockets at `/ws` that send nothing but pongs. `VmRSS` after connecting and after a minute, less that
          of the same server after 500 others have come and gone, by connections. Without persistence.
        - queue: one WebSocket with `queue.subscribe`, 100 messages of 100 bytes in a frame, 1,000 unacked at most, each
          frame acked with one `queue.ack`. The queue is filled over RESP before; measured is from subscribing to the answer
          to the last ack. Every message has to come once, and the queue to be empty in the end. fsync each second.
        """),
    CLIENT("Benchmarks: the Java client", """
        - One server of ours, with its defaults except for ports (fsync each second), on the same machine with the clients.
          Each library opens one connection to it in the benchmark's process: ours a WebSocket, Lettuce the Redis
          protocol. Rounds are measured in turns; a figure is the median of its rounds; a ratio is the median of ours by the
          peer's. "At least" is the target: a lower bound where more is better, an upper one where less is.
        - kv: one thread calls `set` or `get` and goes on as long as no more than 1,000 calls wait for their answers; the
          callback of each looks at its answer. Lettuce is measured as it comes, where each call is written as it is made, and
          flushed: its own flushing is off, and the caller flushes after each 64 calls and whenever it has to wait. Ours
          batches by itself. Our `set` carries its number in the session, so that it could be repeated safely. "One by one"
          is the median time of a `get` that the calling thread waits for. CPU is user and system time of each process, from
          `/proc/PID/stat`.
        - worker: one worker handles the messages of a queue, 100 bytes each, that were published before, in batches, and
          acks them; measured is from its start until the last is acked. Every message has to be handled once, and the queue
          to be empty in the end.
        """);

    private final String heading;
    private final String method;

    Suite(String heading, String method) {
        this.heading = heading;
        this.method = method;
    }

    String heading() {
        return heading;
    }

    String method() {
        return method;
    }
}
