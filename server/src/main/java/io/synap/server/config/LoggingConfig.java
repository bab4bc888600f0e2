package io.synap.server.config;

/** The section {@code logging}. Logs go to standard error. */
@Section("Logs, on standard error.")
public record LoggingConfig(
        @Setting(value = "info", live = true, about = "The least level that is logged.")
        LogLevel level,

        @Setting(value = "json", about = "The shape of a line; text is for the eye.")
        LogFormat format) {}
