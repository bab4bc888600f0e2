package io.synap.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The configuration in force, of which some settings may change while the server runs. Thread-safe: a
 * change replaces the whole configuration at once, so nobody sees half of it. Changes are not written
 * to the file.
 */
public final class LiveSettings {
    private final List<Consumer<SynapConfig>> listeners = new CopyOnWriteArrayList<>();
    private volatile SynapConfig config;
    /** Derived from the configuration; kept, because writes ask for it. */
    private volatile long memoryMaxBytes;

    public LiveSettings(SynapConfig config) {
        this.config = config;
        this.memoryMaxBytes = config.memory().limitBytes();
    }

    /** The configuration as of now. */
    public SynapConfig config() {
        return config;
    }

    /** {@code memory.max} in bytes, resolved. */
    public long memoryMaxBytes() {
        return memoryMaxBytes;
    }

    /** Calls after each change, on the thread that made it, before the change returns. */
    public void onChange(Consumer<SynapConfig> listener) {
        listeners.add(listener);
    }

    /**
     * Changes several settings, all or none.
     *
     * @param changes paths such as {@code memory.max}, each with its new value as text
     * @throws ConfigException if a setting is unknown, cannot change while the server runs, or does
     *     not take the value
     */
    public void change(Map<String, String> changes) {
        SynapConfig changed;
        synchronized (this) {
            changed = withChanges(changes);
            memoryMaxBytes = changed.memory().limitBytes();
            config = changed;
        }
        listeners.forEach(listener -> listener.accept(changed));
    }

    private SynapConfig withChanges(Map<String, String> changes) {
        Catalogue catalogue = Catalogue.OF_SYNAP;
        List<String> problems = new ArrayList<>();
        Map<String, Object> values = new HashMap<>(catalogue.valuesOf(config));
        changes.forEach((path, text) -> {
            Definition setting = catalogue.find(path);
            if (setting == null) {
                problems.add(path + ": unknown setting");
            } else if (!setting.live()) {
                problems.add(path + ": cannot change while the server runs");
            } else {
                setting.type()
                        .read(text)
                        .ifPresentOrElse(value -> values.put(path, value), () -> problems.add(setting.complaint(text)));
            }
        });
        SynapConfig changed = catalogue.build(values, SynapConfig.class);
        for (Conflict conflict : Conflict.of(changed)) {
            problems.add(conflict.paths().getFirst() + ": " + conflict.message());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return changed;
    }
}
