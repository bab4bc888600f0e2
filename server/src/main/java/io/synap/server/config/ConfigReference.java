package io.synap.server.config;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes what people read about the settings, from the settings themselves. */
final class ConfigReference {
    private static final String INTRODUCTION = """
        # Configuration

        <!-- Generated from the settings' declarations; a test compares. Do not edit. -->

        A setting is taken from the first of these that has it:

        1. the command line: `--set persistence.fsync=always`, the last one if there are several;
        2. the environment: `SYNAP_PERSISTENCE_FSYNC=always`;
        3. the file: `--config FILE`, else the one that `SYNAP_CONFIG` names, else `./config.yml`;
        4. its default.

        [`config.yml`](../config.yml) lists every setting with its default; leave out what you do not
        change. Sizes are plain bytes or carry `kb`, `mb`, `gb` or `tb`, of 1024. Times are whole
        numbers of the unit that ends the setting's name.

        The server does not start with an unknown name (in the file, the environment or `--set`), a
        value that is not allowed, a key that is there twice, or settings that contradict each other.
        It lists all of them, each with its place:

        ```
        2 problems in the configuration:
          config.yml:3:9: http.port: '99999' is not allowed; allowed: a whole number from 0 to 65535
          config.yml:7:3: unknown setting 'persistence.fsink'; did you mean 'persistence.fsync'?
        ```

        Of the environment, `SYNAP_CONFIG`, `SYNAP_HOME`, `SYNAP_JAVA_OPTS`, `SYNAP_SERVER` and `SYNAP_RESP` are no settings, and
        neither are the variables that Kubernetes makes for a service named `synap` or `synap-…`.

        A setting marked *live* can be changed while the server runs, until it stops, by Redis'
        `CONFIG SET` under the name
        given, or by the server's own means where there is none.
        """;

    private final Catalogue catalogue;

    ConfigReference(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** A file with every setting at its default. */
    String yaml() {
        StringBuilder text = new StringBuilder();
        text.append("# Every setting of Synap with its default: see docs/configuration.md.\n");
        text.append("# Generated from the settings' declarations; a test compares.\n");
        catalogue.sections().forEach((path, about) -> yamlSection(text, path, about));
        return text.toString();
    }

    /** The reference, in Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        catalogue.sections().forEach((path, about) -> markdownSection(text, path, about));
        return text.toString();
    }

    private void yamlSection(StringBuilder text, String path, String about) {
        String indent = "  ".repeat(depth(path));
        text.append(depth(path) == 0 ? "\n" : "");
        text.append(indent).append("# ").append(about).append('\n');
        text.append(indent).append(path.substring(path.lastIndexOf('.') + 1)).append(":\n");
        for (Definition setting : catalogue.settings()) {
            if (isIn(path, setting)) {
                text.append("%s  # %s\n".formatted(indent, comment(setting)));
                text.append("%s  %s: %s\n".formatted(indent, setting.name(), setting.defaultText()));
            }
        }
    }

    private static String comment(Definition setting) {
        return setting.type() instanceof ValueType.Choice choice
                ? setting.about() + " [" + choice.allowed() + "]"
                : setting.about();
    }

    private void markdownSection(StringBuilder text, String path, String about) {
        text.append("\n## `").append(path).append("`\n\n").append(about).append("\n\n");
        text.append("| setting | default | allowed | environment | meaning |\n");
        text.append("|---|---|---|---|---|\n");
        Map<String, String> redisNames = redisNames();
        for (Definition setting : catalogue.settings()) {
            if (isIn(path, setting)) {
                text.append("| `%s` | `%s` | %s | `%s` | %s |\n"
                        .formatted(
                                setting.path(),
                                setting.defaultText(),
                                setting.type().allowed().replace("|", "\\|"),
                                setting.environmentName(),
                                meaning(setting, redisNames)));
            }
        }
    }

    private static String meaning(Definition setting, Map<String, String> redisNames) {
        if (!setting.live()) {
            return setting.about();
        }
        String redisName = redisNames.get(setting.path());
        return setting.about() + (redisName == null ? " *Live.*" : " *Live:* `" + redisName + "`.");
    }

    private static Map<String, String> redisNames() {
        return RedisParameter.all().values().stream()
                .filter(RedisParameter.Live.class::isInstance)
                .map(RedisParameter.Live.class::cast)
                .collect(Collectors.toMap(RedisParameter.Live::path, RedisParameter.Live::name));
    }

    private static boolean isIn(String section, Definition setting) {
        return setting.path().equals(section + "." + setting.name());
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '.').count();
    }
}
