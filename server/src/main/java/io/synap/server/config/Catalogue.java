package io.synap.server.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All settings below a record, in the order of their declaration, and the way from a record to its
 * values and back. Immutable.
 */
final class Catalogue {
    static final Catalogue OF_SYNAP = new Catalogue(SynapConfig.class);

    private final SequencedMap<String, Definition> settings = new LinkedHashMap<>();
    private final SequencedMap<String, String> sections = new LinkedHashMap<>();

    private Catalogue(Class<? extends Record> root) {
        collect(root, "");
    }

    Collection<Definition> settings() {
        return Collections.unmodifiableCollection(settings.sequencedValues());
    }

    /** Paths of the sections, each with its one line. */
    SequencedMap<String, String> sections() {
        return Collections.unmodifiableSequencedMap(sections);
    }

    /** The setting at a path such as {@code http.port}. */
    @Nullable
    Definition find(String path) {
        return settings.get(path);
    }

    /** The setting at a path that code of ours names. */
    Definition required(String path) {
        return Objects.requireNonNull(settings.get(path), path);
    }

    boolean isSection(String path) {
        return sections.containsKey(path);
    }

    /** The setting or section that someone who wrote this path probably meant. */
    Optional<String> nearestTo(String path) {
        List<String> paths = new ArrayList<>(sections.keySet());
        paths.addAll(settings.keySet());
        Optional<String> nearest = Nearest.to(path, paths);
        return nearest.isPresent() ? nearest : sameNameElsewhere(path);
    }

    /** The record with these values, and the defaults for the others. */
    <T extends Record> T build(Map<String, Object> values, Class<T> type) {
        return type.cast(build(values, type, ""));
    }

    /** The value of every setting of a record. */
    SequencedMap<String, Object> valuesOf(Record config) {
        SequencedMap<String, Object> values = new LinkedHashMap<>();
        for (String path : settings.keySet()) {
            Object value = config;
            for (String name : path.split("\\.", -1)) {
                value = component((Record) value, name);
            }
            values.put(path, value);
        }
        return values;
    }

    private Optional<String> sameNameElsewhere(String path) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return settings.values().stream()
                .filter(setting -> setting.name().equals(name))
                .map(Definition::path)
                .findFirst();
    }

    private void collect(Class<?> type, String prefix) {
        for (RecordComponent component : type.getRecordComponents()) {
            String path = prefix + snakeCase(component.getName());
            Section section = component.getType().getAnnotation(Section.class);
            if (section != null) {
                sections.put(path, section.value());
                collect(component.getType(), path + ".");
            } else {
                settings.put(path, definition(path, component));
            }
        }
    }

    private static Definition definition(String path, RecordComponent component) {
        Setting setting = Objects.requireNonNull(component.getAnnotation(Setting.class), path);
        ValueType type = type(component.getType(), setting);
        Object byDefault =
                type.read(setting.value()).orElseThrow(() -> new IllegalStateException("bad default of " + path));
        return new Definition(path, type, byDefault, setting.live(), setting.about());
    }

    private static ValueType type(Class<?> type, Setting setting) {
        if (type.isEnum()) {
            return new ValueType.Choice(List.of(type.getEnumConstants()));
        }
        return switch (type) {
            case Class<?> t when t == boolean.class -> new ValueType.Switch();
            case Class<?> t when t == int.class -> number(setting.range());
            case Class<?> t when t == long.class -> size(setting.range());
            case Class<?> t when t == String.class -> text(setting.pattern());
            case Class<?> t when t == Path.class -> new ValueType.FilePath();
            case Class<?> t when t == Map.class -> new LabelsType();
            case Class<?> t when t == Optional.class -> ValueType.Auto.text(text(setting.pattern()));
            case Class<?> t when t == OptionalInt.class -> ValueType.Auto.number(number(setting.range()));
            case Class<?> t when t == OptionalLong.class -> ValueType.Auto.size(size(setting.range()));
            default -> throw new IllegalStateException("no setting can be a " + type);
        };
    }

    private static ValueType.Text text(String pattern) {
        String form = pattern.contains("\\S") ? "a text, not blank" : "a text like " + pattern;
        return new ValueType.Text(Pattern.compile(pattern), form);
    }

    private static ValueType.WholeNumber number(String range) {
        String[] bounds = range.split("\\.\\.", -1);
        return new ValueType.WholeNumber(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
    }

    private static ValueType.Size size(String range) {
        String[] bounds = range.split("\\.\\.", -1);
        return new ValueType.Size(
                ByteSize.parse(bounds[0]).orElseThrow(),
                ByteSize.parse(bounds[1]).orElseThrow());
    }

    private Object build(Map<String, Object> values, Class<?> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String path = prefix + snakeCase(components[i].getName());
            Definition setting = settings.get(path);
            types[i] = components[i].getType();
            arguments[i] = setting == null
                    ? build(values, types[i], path + ".")
                    : values.getOrDefault(path, setting.byDefault());
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object component(Record owner, String snakeName) {
        for (RecordComponent component : owner.getClass().getRecordComponents()) {
            if (snakeCase(component.getName()).equals(snakeName)) {
                try {
                    return Objects.requireNonNull(component.getAccessor().invoke(owner));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        throw new IllegalStateException("no component " + snakeName);
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
