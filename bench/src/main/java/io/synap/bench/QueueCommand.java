package io.synap.bench;

import io.synap.bench.broker.AmqpQueueClient;
import io.synap.bench.broker.JetStreamQueueClient;
import io.synap.bench.broker.RedisListClient;
import io.synap.bench.broker.SynapQueueClient;
import io.synap.bench.report.Suite;
import io.synap.bench.row.Entrant;
import io.synap.bench.row.Row;
import io.synap.bench.row.Rows;
import io.synap.bench.server.NatsSource;
import io.synap.bench.server.RabbitSource;
import io.synap.bench.server.RedisSource;
import io.synap.bench.server.ServerSource;
import io.synap.bench.system.Children;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench queue}: the queue rows. */
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Queue benchmarks beside RabbitMQ, Redis lists and NATS JetStream, those that are installed.",
            "Starts its own servers for each row, on free ports and in folders of their own."
        })
final class QueueCommand extends MessagesCommand {
    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "everysec,always,memory,depth",
            description = "Which rows, of: ${DEFAULT-VALUE}.")
    private List<String> rows;

    /** picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    QueueCommand() {}

    @Override
    Suite suite() {
        return Suite.QUEUE;
    }

    @Override
    Entrant ours(ServerSource source) {
        return new Entrant(source.name(), source, new SynapQueueClient(), true);
    }

    @Override
    List<Peer> peers(Children children) {
        ServerSource rabbit = new RabbitSource(children);
        return List.of(
                new Peer(
                        new Entrant("RabbitMQ quorum", rabbit, new AmqpQueueClient(AmqpQueueClient.Type.QUORUM), true),
                        RabbitSource.PROGRAMS),
                new Peer(
                        new Entrant(
                                "RabbitMQ classic", rabbit, new AmqpQueueClient(AmqpQueueClient.Type.CLASSIC), true),
                        RabbitSource.PROGRAMS),
                new Peer(
                        new Entrant("Redis list", new RedisSource(children), new RedisListClient(), true),
                        List.of(RedisSource.PROGRAM)),
                new Peer(
                        new Entrant(
                                "NATS JetStream", NatsSource.jetStream(children), new JetStreamQueueClient(), false),
                        List.of(NatsSource.PROGRAM)));
    }

    @Override
    Map<String, Row> known(List<Entrant> entrants) {
        return Rows.queue(entrants);
    }

    @Override
    List<String> rows() {
        return rows;
    }
}
