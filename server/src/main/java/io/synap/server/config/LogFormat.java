package io.synap.server.config;

/** The shape of a log line. */
public enum LogFormat {
    /** One JSON object a line. */
    JSON,
    /** For the eye. */
    TEXT
}
