package io.synap.bench;

import io.synap.bench.broker.JetStreamStreamClient;
import io.synap.bench.broker.RespStreamClient;
import io.synap.bench.report.Suite;
import io.synap.bench.row.Entrant;
import io.synap.bench.row.Row;
import io.synap.bench.row.Rows;
import io.synap.bench.server.NatsSource;
import io.synap.bench.server.RedisSource;
import io.synap.bench.server.ServerSource;
import io.synap.bench.system.Children;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench stream}: the rows of event streams. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Event-stream benchmarks beside Redis Streams and NATS JetStream, those that are installed.",
            "Starts its own servers for each row, on free ports and in folders of their own."
        })
final class StreamCommand extends MessagesCommand {
    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "append,read,memory",
            description = "Which rows, of: ${DEFAULT-VALUE}.")
    private List<String> rows;

    /** picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    StreamCommand() {}

    @Override
    Suite suite() {
        return Suite.STREAM;
    }

    @Override
    Entrant ours(ServerSource source) {
        return new Entrant(source.name(), source, new RespStreamClient(), true);
    }

    @Override
    List<Peer> peers(Children children) {
        return List.of(
                new Peer(
                        new Entrant("Redis", new RedisSource(children), new RespStreamClient(), true),
                        List.of(RedisSource.PROGRAM)),
                new Peer(
                        new Entrant(
                                "NATS JetStream", NatsSource.jetStream(children), new JetStreamStreamClient(), false),
                        List.of(NatsSource.PROGRAM)));
    }

    @Override
    Map<String, Row> known(List<Entrant> entrants) {
        return Rows.stream(entrants);
    }

    @Override
    List<String> rows() {
        return rows;
    }
}
