package io.synap.server.config;

/** Which HTTP requests leave a line in the log. */
public enum RequestLog {
    OFF,
    /** Those answered with a status from 500. */
    ERRORS,
    ALL
}
