package io.synap.cli.kv;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.JsonText;
import io.synap.cli.output.Output;
import io.synap.cli.output.Progress;
import io.synap.client.SynapClient;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes keys as lines of JSON. Confined to one run. */
@Command(
        name = "export",
        description = "Write keys with values and deadlines as lines of JSON; each as of the moment it is read.")
final class ExportCommand extends ClientCommand {
    private static final int PAGE_KEYS = 500;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to; standard output without one.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--match", paramLabel = "PATTERN", description = "Only keys that match, such as user:*.")
    private String pattern = "*";

    @Override
    protected int run(Output output) throws IOException {
        SynapClient client = client();
        long total = pattern.equals("*")
                ? await(client.command("kv.dbsize", Arguments.none()))
                        .get("size")
                        .integer()
                : 0;
        try (OutputStream target = target();
                Progress progress = output.progress("export", total)) {
            Optional<String> cursor = Optional.empty();
            do {
                Arguments page = Arguments.none().text("pattern", pattern).integer("limit", PAGE_KEYS);
                cursor.ifPresent(at -> page.text("cursor", at));
                Value answer = await(client.command("kv.scan", page));
                progress.advance(write(client, answer.get("keys").elements(), target));
                cursor = answer.get("cursor").textIfAny();
            } while (cursor.isPresent());
            target.flush();
        }
        return ExitCodes.OK;
    }

    private OutputStream target() throws IOException {
        if (file.isPresent()) {
            return new BufferedOutputStream(Files.newOutputStream(file.get()));
        }
        OutputStream out = here().out();
        return new BufferedOutputStream(out) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** Asks for a page's values and deadlines all at once; returns how many were still there. */
    private static int write(SynapClient client, List<Value> keys, OutputStream target) throws IOException {
        List<CompletionStage<Value>> values = new ArrayList<>();
        List<CompletionStage<Value>> deadlines = new ArrayList<>();
        for (Value key : keys) {
            values.add(client.command("kv.get", Arguments.none().bytes("key", key.bytes())));
            deadlines.add(client.command("kv.ttl", Arguments.none().bytes("key", key.bytes())));
        }
        int written = 0;
        for (int i = 0; i < keys.size(); i++) {
            Value value = await(values.get(i));
            Value deadline = await(deadlines.get(i)).get("expire_at_ms");
            if (!value.isNull()) {
                String line = JsonText.of(KeyRecord.line(keys.get(i), value, deadline)) + '\n';
                target.write(line.getBytes(StandardCharsets.UTF_8));
                written++;
            }
        }
        return written;
    }
}
