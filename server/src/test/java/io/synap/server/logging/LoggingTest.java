package io.synap.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.synap.server.config.LogFormat;
import io.synap.server.config.LogLevel;
import io.synap.server.config.LoggingConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
    private final LoggerContext context = context();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Logger log = context.getLogger("io.synap.server.Test");

    @Test
    void lineIsOneJsonObject() throws IOException {
        configure(LogLevel.INFO, LogFormat.JSON);
        context.getMDCAdapter().put("request_id", "r-1");
        context.getMDCAdapter().put("level", "not ours");
        log.atWarn()
                .addKeyValue("attempts", 3)
                .addKeyValue("last", true)
                .addKeyValue("peer", "a\"b")
                .log("two\nlines of {}", "text");
        List<String> lines = lines();
        assertThat(lines).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.fieldNames())
                .toIterable()
                .containsExactly(
                        "timestamp", "level", "logger", "thread", "message", "attempts", "last", "peer", "request_id");
        assertThat(line.get("timestamp").asText()).hasSize("2026-01-01T00:00:00.000Z".length());
        assertThat(Instant.parse(line.get("timestamp").asText())).isBefore(Instant.now());
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("logger").asText()).isEqualTo("io.synap.server.Test");
        assertThat(line.get("thread").asText()).isEqualTo(Thread.currentThread().getName());
        assertThat(line.get("message").asText()).isEqualTo("two\nlines of text");
        assertThat(line.get("attempts").asInt()).isEqualTo(3);
        assertThat(line.get("last").asBoolean()).isTrue();
        assertThat(line.get("peer").asText()).isEqualTo("a\"b");
        assertThat(line.get("request_id").asText()).isEqualTo("r-1");
    }

    @Test
    void failureIsInTheLineWithItsCause() throws IOException {
        configure(LogLevel.INFO, LogFormat.JSON);
        log.error("stopping", new IllegalStateException("disk", new IOException("full")));
        JsonNode line = new ObjectMapper().readTree(lines().getFirst());
        assertThat(line.get("exception").asText())
                .startsWith("java.lang.IllegalStateException: disk")
                .contains("Caused by: java.io.IOException: full");
    }

    @Test
    void textIsForTheEye() {
        configure(LogLevel.INFO, LogFormat.TEXT);
        log.info("ready to serve");
        context.getMDCAdapter().put("request_id", "r-1");
        log.atInfo().addKeyValue("port", 1).log("asked");
        List<String> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("[0-9:.]{12} INFO  Test \\[-\\] ready to serve ?");
        assertThat(lines.get(1)).matches("[0-9:.]{12} INFO  Test \\[r-1\\] asked port=\"1\"");
    }

    @Test
    void levelIsOursAndLibrariesStayQuiet() {
        configure(LogLevel.TRACE, LogFormat.TEXT);
        assertThat(log.isTraceEnabled()).isTrue();
        assertThat(context.getLogger("io.vertx.Test").isDebugEnabled()).isFalse();
        configure(LogLevel.ERROR, LogFormat.TEXT);
        assertThat(log.isWarnEnabled()).isFalse();
        assertThat(context.getLogger("io.vertx.Test").isWarnEnabled()).isFalse();
    }

    @Test
    void serverLogsByOurConfigurationFromItsFirstLine() {
        LoggerContext own = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = own.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(root.getAppender("queue")).isNotNull();
        Logging.setLevel(LogLevel.WARN);
        assertThat(own.getLogger("io.synap.Any").isInfoEnabled()).isFalse();
        Logging.start(new LoggingConfig(LogLevel.INFO, LogFormat.TEXT));
        assertThat(own.getLogger("io.synap.Any").isInfoEnabled()).isTrue();
        assertThat(Logging.standardError())
                .isInstanceOfSatisfying(
                        ConsoleAppender.class,
                        lines -> assertThat(lines.getTarget()).isEqualTo("System.err"));
        assertThat(root.iteratorForAppenders()).toIterable().hasSize(1);
    }

    @Test
    void contextOfARequestEndsWithIt() {
        try (var _ = LogContext.ofRequest("r-2")) {
            assertThat(MDC.get("request_id")).isEqualTo("r-2");
            assertThat(MDC.get("correlationId")).isEqualTo("r-2");
        }
        assertThat(MDC.get("request_id")).isNull();
        assertThat(MDC.get("correlationId")).isNull();
    }

    private void configure(LogLevel level, LogFormat format) {
        OutputStreamAppender<ILoggingEvent> lines = new OutputStreamAppender<>();
        lines.setOutputStream(output);
        Logging.configure(context, new LoggingConfig(level, format), lines);
    }

    /** What was logged; ends the log, which waits for its thread. */
    private List<String> lines() {
        context.stop();
        return output.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static LoggerContext context() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }
}
