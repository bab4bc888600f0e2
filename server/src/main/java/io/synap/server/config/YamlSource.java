package io.synap.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a YAML file into a loader. It walks the nodes instead of objects made of them, because nodes
 * know their line and column and still have their duplicate keys.
 */
final class YamlSource {
    private final Path file;
    private final Catalogue catalogue;
    private final ConfigLoader loader;

    YamlSource(Path file, Catalogue catalogue, ConfigLoader loader) {
        this.file = file;
        this.catalogue = catalogue;
        this.loader = loader;
    }

    void read() {
        try {
            Node root = new Yaml().compose(new StringReader(Files.readString(file)));
            if (root instanceof MappingNode mapping) {
                readMapping(mapping, "");
            } else if (root != null && !isNothing(root)) {
                loader.problem(place(root), "expected settings, found " + textOf(root));
            }
        } catch (NoSuchFileException e) {
            loader.problem(file.toString(), "there is no such file");
        } catch (IOException e) {
            loader.problem(file.toString(), "the file cannot be read: " + e.getMessage());
        } catch (MarkedYAMLException e) {
            loader.problem(place(e.getProblemMark()), "malformed YAML: " + e.getProblem());
        } catch (YAMLException e) {
            loader.problem(file.toString(), "malformed YAML: " + e.getMessage());
        }
    }

    private void readMapping(MappingNode mapping, String prefix) {
        Map<String, Node> seen = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Node key = entry.getKeyNode();
            if (!(key instanceof ScalarNode name)) {
                loader.problem(place(key), "expected the name of a setting, found " + textOf(key));
                continue;
            }
            String path = prefix + name.getValue();
            Node first = seen.putIfAbsent(name.getValue(), key);
            if (first != null) {
                int line = first.getStartMark().getLine() + 1;
                loader.problem(place(key), path + ": is already set in line " + line);
            } else {
                readEntry(key, path, entry.getValueNode());
            }
        }
    }

    private void readEntry(Node key, String path, Node value) {
        Definition setting = catalogue.find(path);
        if (setting != null) {
            loader.accept(place(value), setting, value, textOf(value));
        } else if (!catalogue.isSection(path)) {
            loader.unknown(place(key), path, catalogue.nearestTo(path));
        } else if (value instanceof MappingNode mapping) {
            readMapping(mapping, path + ".");
        } else if (!isNothing(value)) {
            loader.problem(place(value), path + ": expected a section with settings, found " + textOf(value));
        }
    }

    /** A section whose settings are all commented out. */
    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String textOf(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case MappingNode _ -> "{…}";
            default -> "[…]";
        };
    }

    private String place(Node node) {
        return place(node.getStartMark());
    }

    private String place(Mark mark) {
        return "%s:%d:%d".formatted(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
