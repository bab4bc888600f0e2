package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import io.synap.cli.output.Progress;
import io.synap.client.SynapClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets keys from lines of JSON. Confined to one run. */
@Command(name = "import", description = "Set the keys that an export has written.")
final class ImportCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where from; standard input without one.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--nx", description = "Leave keys that are there as they are.")
    private boolean onlyIfAbsent;

    @Override
    protected int run(Output output) throws IOException {
        SynapClient client = client();
        long total = total(output);
        try (BufferedReader lines = source();
                Progress progress = output.progress("import", total)) {
            KeyWriter writer = new KeyWriter(client, onlyIfAbsent, progress);
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    writer.add(record(line, number, writer));
                }
            }
            writer.finish();
        }
        return ExitCodes.OK;
    }

    private static KeyRecord record(String line, long number, KeyWriter writer) {
        try {
            return KeyRecord.parse(line);
        } catch (IllegalArgumentException wrong) {
            writer.finish();
            throw new IllegalArgumentException(
                    "line " + number + ": " + wrong.getMessage() + "; the lines before it are imported", wrong);
        }
    }

    /** A file is counted first, so that the bar knows its end. */
    private long total(Output output) throws IOException {
        if (file.isEmpty() || !output.showsProgress()) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(existing(file.get()))) {
            return lines.filter(line -> !line.isBlank()).count();
        }
    }

    private BufferedReader source() throws IOException {
        return file.isPresent()
                ? Files.newBufferedReader(existing(file.get()))
                : new BufferedReader(new InputStreamReader(here().in(), StandardCharsets.UTF_8));
    }

    private static Path existing(Path file) throws NoSuchFileException {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no file '" + file + "'");
        }
        return file;
    }
}
