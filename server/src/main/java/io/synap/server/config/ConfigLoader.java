package io.synap.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Gathers values from one source after the other, each overruling those before, and every problem on
 * the way. Confined to one thread; used once.
 */
final class ConfigLoader {
    private final Catalogue catalogue;
    private final Map<String, Object> values = new HashMap<>();
    /** Where each value stands, for contradictions. */
    private final Map<String, String> places = new HashMap<>();
    /** Settings with a problem of their own: what contradicts them is only noise. */
    private final Set<String> misread = new HashSet<>();

    private final List<String> problems = new ArrayList<>();

    ConfigLoader(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    void readFile(Path file) {
        new YamlSource(file, catalogue, this).read();
    }

    void readEnvironment(Map<String, String> environment) {
        Map<String, Definition> known = new HashMap<>();
        for (Definition setting : catalogue.settings()) {
            known.put(setting.environmentName(), setting);
        }
        new TreeMap<>(environment).forEach((name, value) -> {
            if (EnvironmentNames.concernsSettings(name, value)) {
                String place = "environment variable " + name;
                Definition setting = known.get(name);
                if (setting == null) {
                    unknown(place, name, Nearest.to(name, known.keySet()));
                } else {
                    accept(place, setting, setting.type().read(value), value);
                }
            }
        });
    }

    void readSets(List<String> sets) {
        for (String set : sets) {
            String place = "--set " + set;
            int equals = set.indexOf('=');
            String path = equals < 0 ? set : set.substring(0, equals);
            Definition setting = catalogue.find(path);
            if (equals < 0) {
                problem(place, "a value is missing; write --set path.to.key=value");
            } else if (setting == null) {
                unknown(place, path, catalogue.nearestTo(path));
            } else {
                String value = set.substring(equals + 1);
                accept(place, setting, setting.type().read(value), value);
            }
        }
    }

    /** Takes a value of the file. */
    void accept(String place, Definition setting, Node node, String text) {
        accept(place, setting, setting.type().read(node), text);
    }

    void unknown(String place, String name, Optional<String> nearest) {
        String hint = nearest.map(known -> "; did you mean '" + known + "'?").orElse("");
        problem(place, "unknown setting '" + name + "'" + hint);
    }

    void problem(String place, String message) {
        problems.add(place + ": " + message);
    }

    SynapConfig finish() {
        SynapConfig config = catalogue.build(values, SynapConfig.class);
        for (Conflict conflict : Conflict.of(config)) {
            if (conflict.paths().stream().noneMatch(misread::contains)) {
                problem(placeOf(conflict), conflict.paths().getFirst() + ": " + conflict.message());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private void accept(String place, Definition setting, Optional<Object> value, String text) {
        if (value.isEmpty()) {
            misread.add(setting.path());
            problem(place, setting.complaint(text));
        } else {
            values.put(setting.path(), value.get());
            places.put(setting.path(), place);
        }
    }

    private String placeOf(Conflict conflict) {
        for (String path : conflict.paths()) {
            String place = places.get(path);
            if (place != null) {
                return place;
            }
        }
        return "defaults";
    }
}
