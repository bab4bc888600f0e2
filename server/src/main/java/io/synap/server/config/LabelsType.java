package io.synap.server.config;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Label names and values: a mapping in the file; elsewhere the same in braces, so JSON too. */
record LabelsType() implements ValueType {
    /** As Prometheus wants label names; those beginning with two underscores are its own. */
    private static final Pattern NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

    @Override
    public Optional<Object> read(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)
                    || !(entry.getValueNode() instanceof ScalarNode value)
                    || !NAME.matcher(name.getValue()).matches()
                    || labels.put(name.getValue(), value.getValue()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(labels);
    }

    @Override
    public Optional<Object> read(String text) {
        try {
            Node node = new Yaml().compose(new StringReader(text));
            return node == null ? Optional.empty() : read(node);
        } catch (YAMLException e) {
            return Optional.empty();
        }
    }

    @Override
    public String write(Object value) {
        return ((Map<?, ?>) value)
                .entrySet().stream()
                        .map(label -> label.getKey() + ": '" + quoted(label.getValue()) + "'")
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String allowed() {
        return "a mapping of label names to texts, such as {region: eu}";
    }

    private static String quoted(Object text) {
        return text.toString().replace("'", "''");
    }
}
