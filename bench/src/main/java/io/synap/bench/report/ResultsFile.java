package io.synap.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.synap.bench.system.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Thread-safe, no state. Results as a JSON file, with every sample; what the guard compares. */
public final class ResultsFile {
    private static final int FORMAT = 1;
    /** The peer of results that do not name it. */
    private static final String ONLY_PEER_BEFORE = "Redis";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ResultsFile() {}

    public static void write(Results results, Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("command", results.command());
        root.set("machine", JSON.valueToTree(results.machine()));
        ArrayNode rows = root.putArray("rows");
        results.rows().forEach(row -> rows.add(row(row)));
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    public static Results read(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readString(file));
        if (root.path("format").asInt() != FORMAT) {
            throw new IOException(file + " is not a benchmark result of format " + FORMAT);
        }
        List<RowResult> rows = new ArrayList<>();
        for (JsonNode row : root.path("rows")) {
            rows.add(row(row));
        }
        Machine machine = JSON.treeToValue(root.path("machine"), Machine.class);
        return new Results(machine, root.path("command").asText(), rows);
    }

    private static ObjectNode row(RowResult result) {
        ObjectNode node = JSON.createObjectNode().put("row", result.row());
        switch (result) {
            case RowResult.Measured(String _, List<Figure> figures, List<String> notes) -> {
                ArrayNode list = node.putArray("figures");
                figures.forEach(figure -> list.add(figure(figure)));
                ArrayNode texts = node.putArray("notes");
                notes.forEach(texts::add);
            }
            case RowResult.Skipped(String _, String reason) -> node.put("skipped", reason);
            case RowResult.Failed(String _, String reason) -> node.put("failed", reason);
        }
        return node;
    }

    private static RowResult row(JsonNode node) {
        String name = node.path("row").asText();
        if (node.has("skipped")) {
            return new RowResult.Skipped(name, node.path("skipped").asText());
        }
        if (node.has("failed")) {
            return new RowResult.Failed(name, node.path("failed").asText());
        }
        List<Figure> figures = new ArrayList<>();
        node.path("figures").forEach(figure -> figures.add(figure(figure)));
        List<String> notes = new ArrayList<>();
        node.path("notes").forEach(note -> notes.add(note.asText()));
        return new RowResult.Measured(name, figures, notes);
    }

    private static ObjectNode figure(Figure figure) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", figure.id())
                .put("title", figure.title())
                .put("unit", figure.unit())
                .put("better", figure.better().name().toLowerCase(Locale.ROOT))
                .put("guarded", figure.guarded())
                .put("peer", figure.peer());
        switch (figure.target()) {
            case Target.None() -> {}
            case Target.Ratio(double bound) -> node.put("target_ratio", bound);
            case Target.Own(double bound) -> node.put("target", bound);
        }
        figure.ours().median().ifPresent(median -> node.put("ours", median));
        figure.theirs().median().ifPresent(median -> node.put("theirs", median));
        figure.ratio().ifPresent(ratio -> node.put("ratio", ratio));
        node.set("ours_samples", JSON.valueToTree(figure.ours().samples()));
        node.set("theirs_samples", JSON.valueToTree(figure.theirs().samples()));
        return node;
    }

    private static Figure figure(JsonNode node) {
        Target target = Target.none();
        if (node.has("target_ratio")) {
            target = new Target.Ratio(node.path("target_ratio").asDouble());
        } else if (node.has("target")) {
            target = new Target.Own(node.path("target").asDouble());
        }
        return new Figure(
                node.path("id").asText(),
                node.path("title").asText(),
                node.path("unit").asText(),
                Better.valueOf(node.path("better").asText().toUpperCase(Locale.ROOT)),
                target,
                node.path("guarded").asBoolean(),
                samples(node.path("ours_samples")),
                node.path("peer").asText(ONLY_PEER_BEFORE),
                samples(node.path("theirs_samples")));
    }

    private static Series samples(JsonNode node) {
        List<Double> samples = new ArrayList<>();
        node.forEach(sample -> samples.add(sample.asDouble()));
        return new Series(samples);
    }
}
