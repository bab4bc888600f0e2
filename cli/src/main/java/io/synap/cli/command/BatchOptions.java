package io.synap.cli.command;

import io.synap.cli.output.Output;
import io.synap.cli.output.Progress;
import io.synap.client.wire.Value;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How standard input is published line by line, several lines a call and several calls ahead. Confined to one run. */
public final class BatchOptions {
    private static final int CALLS_MAX = 8;

    @Option(names = "--batch", description = "Read standard input: a JSON object a line, with the fields of the API.")
    private boolean batch;

    @Option(
            names = "--lines",
            description = "Read standard input: each line that is not blank is one content, as it is.")
    private boolean lines;

    @Option(names = "--batch-size", paramLabel = "N", description = "Lines sent in one call; 500 unless said.")
    private int size = 500;

    /** Whether it is asked for. */
    public boolean isWanted() {
        return batch || lines;
    }

    /** What of a line goes where. */
    public interface Format {
        /** The member that a bare line is. */
        String content();

        /** Adds what the command line says for all. */
        void addTo(Given line);
    }

    /**
     * Sends everything and says how much it was.
     *
     * @param sender sends several
     * @return how many lines were acknowledged
     */
    public long send(
            InputStream in,
            Output output,
            String what,
            Format format,
            Function<List<Given>, CompletionStage<Value>> sender) {
        if (size < 1) {
            throw new IllegalArgumentException("'--batch-size' must be at least 1");
        }
        InputLines input = new InputLines(in);
        try (Progress progress = output.progress(what, 0)) {
            List<Integer> sizes = new ArrayList<>();
            Pipeline pipeline = new Pipeline(CALLS_MAX, answer -> progress.advance(sizes.removeFirst()));
            List<Given> gathered = new ArrayList<>();
            Optional<byte[]> line = input.next();
            while (line.isPresent()) {
                gathered.add(read(line.get(), input.number(), format));
                boolean pausing = !input.isReady();
                if (gathered.size() == size || pausing) {
                    pipeline.add(sender.apply(gathered));
                    sizes.add(gathered.size());
                    gathered = new ArrayList<>();
                }
                if (pausing) {
                    pipeline.finish();
                }
                line = input.next();
            }
            if (!gathered.isEmpty()) {
                pipeline.add(sender.apply(gathered));
                sizes.add(gathered.size());
            }
            pipeline.finish();
            return progress.done();
        }
    }

    private Given read(byte[] line, long number, Format format) {
        Given given = lines ? new Given().bytes(format.content(), line) : JsonObjects.members(line, "line " + number);
        format.addTo(given);
        return given;
    }
}
