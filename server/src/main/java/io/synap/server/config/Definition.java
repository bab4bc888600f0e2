package io.synap.server.config;

import java.util.Locale;
import java.util.Optional;

/** One setting, as its record component declares it. */
record Definition(String path, ValueType type, Object byDefault, boolean live, String about) {
    /** The variable that sets it: {@code http.port} is {@code SYNAP_HTTP_PORT}. */
    String environmentName() {
        return EnvironmentNames.PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    String defaultText() {
        return type.write(byDefault);
    }

    /** What is wrong with a text that the type does not take, with the way out. */
    String complaint(String text) {
        Optional<String> nearest = Nearest.to(text, type.words());
        String hint = nearest.map(word -> "; did you mean '" + word + "'?").orElse("");
        return path + ": '" + text + "' is not allowed" + hint + "; allowed: " + type.allowed();
    }
}
