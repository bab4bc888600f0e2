package io.synap.server.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import io.synap.server.config.LogFormat;
import io.synap.server.config.LogLevel;
import io.synap.server.config.LoggingConfig;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up. Lines are written by a thread of their own, so that a full pipe behind standard
 * error cannot stop an event loop; while 8192 lines wait, further ones are dropped, and those below
 * WARN sooner.
 */
public final class Logging {
    private static final int WAITING_LINES_MAX = 8192;
    private static final String TEXT_PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0} [%X{request_id:--}] %msg %kvp%n";

    private Logging() {}

    /** Logs by this configuration from now on. */
    public static void start(LoggingConfig config) {
        LoggerContext context = context();
        context.reset();
        configure(context, config, standardError());
    }

    /** Changes the level from now on. */
    public static void setLevel(LogLevel level) {
        setLevel(context(), level);
    }

    /** Writes what still waits and ends the log: the last thing that a server does. */
    public static void stop() {
        context().stop();
    }

    /** An appender that writes where logs belong; not started yet. */
    static OutputStreamAppender<ILoggingEvent> standardError() {
        ConsoleAppender<ILoggingEvent> lines = new ConsoleAppender<>();
        lines.setTarget(ConsoleTarget.SystemErr.getName());
        return lines;
    }

    static void configure(LoggerContext context, LoggingConfig config, OutputStreamAppender<ILoggingEvent> lines) {
        lines.setContext(context);
        lines.setName("lines");
        lines.setEncoder(encoder(context, config.format()));
        lines.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName("queue");
        queue.setQueueSize(WAITING_LINES_MAX);
        queue.setNeverBlock(true);
        queue.addAppender(lines);
        queue.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(queue);
        setLevel(context, config.level());
    }

    private static void setLevel(LoggerContext context, LogLevel level) {
        Level ours = Level.toLevel(level.name());
        // The libraries' details are of no use to whoever runs a server, and slow it down.
        Level theirs = ours.isGreaterOrEqual(Level.INFO) ? ours : Level.INFO;
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(theirs);
        context.getLogger("io.synap").setLevel(ours);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case JSON -> new JsonLineEncoder();
            case TEXT -> textEncoder();
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static PatternLayoutEncoder textEncoder() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(TEXT_PATTERN);
        return encoder;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
