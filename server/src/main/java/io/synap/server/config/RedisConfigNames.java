package io.synap.server.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Redis' {@code CONFIG GET} and {@code CONFIG SET}: its names and values, mapped to ours. Thread-safe.
 *
 * <p>Source: the commands' pages on redis.io; the wording of errors is that of Redis 7.
 */
public final class RedisConfigNames {
    private final LiveSettings live;
    private final SequencedMap<String, RedisParameter> parameters = RedisParameter.all();

    public RedisConfigNames(LiveSettings live) {
        this.live = live;
    }

    /** The parameters whose names match a glob pattern, with their values; case does not matter. */
    public SequencedMap<String, String> get(String pattern) {
        Pattern names = glob(pattern.toLowerCase(Locale.ROOT));
        SequencedMap<String, String> found = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (names.matcher(name).matches()) {
                found.put(name, parameter.value(live.config()));
            }
        });
        return found;
    }

    /** Changes one parameter. The answer is the error line, or empty when it is done. */
    public Optional<String> set(String name, String value) {
        return set(List.of(name, value));
    }

    /**
     * Changes several parameters, all or none.
     *
     * @param pairs names and values in turn, as the command brings them
     * @return the error line without its leading minus, or empty when it is done
     */
    public Optional<String> set(List<String> pairs) {
        if (pairs.isEmpty() || pairs.size() % 2 != 0) {
            return Optional.of("ERR wrong number of arguments for 'config|set' command");
        }
        SequencedMap<String, String> changes = new LinkedHashMap<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            String name = pairs.get(i).toLowerCase(Locale.ROOT);
            String value = pairs.get(i + 1);
            RedisParameter parameter = parameters.get(name);
            if (parameter == null) {
                return Optional.of(
                        "ERR Unknown option or number of arguments for CONFIG SET - '%s'".formatted(pairs.get(i)));
            }
            String problem = seen.put(name, value) == null ? plan(parameter, value, changes) : "duplicate parameter";
            if (problem != null) {
                return failed(name, problem);
            }
        }
        try {
            live.change(changes);
            return Optional.empty();
        } catch (ConfigException e) {
            return failed(seen.keySet().iterator().next(), e.problems().getFirst());
        }
    }

    private @Nullable String plan(RedisParameter parameter, String value, Map<String, String> changes) {
        boolean same = value.equals(parameter.value(live.config()));
        return switch (parameter) {
            case RedisParameter.Fixed _ -> same ? null : "can't set immutable config";
            case RedisParameter.Live changeable -> {
                Optional<String> ours = changeable.translated(value);
                ours.ifPresent(text -> changes.put(changeable.path(), text));
                yield same || ours.isPresent() ? null : changeable.complaint();
            }
        };
    }

    private static Optional<String> failed(String name, String problem) {
        return Optional.of("ERR CONFIG SET failed (possibly related to argument '%s') - %s".formatted(name, problem));
    }

    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
