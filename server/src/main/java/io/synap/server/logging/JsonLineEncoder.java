package io.synap.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code timestamp} (ISO 8601, UTC), {@code level}, {@code logger}, {@code
 * thread}, {@code message}, {@code exception} (the stack trace, if there is one), then whatever the
 * diagnostic context and the event's own pairs hold, each as a field. Thread-safe.
 *
 * <p>Logback has an encoder for JSON, but with other names, and the context a level deeper.
 */
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final Set<String> OWN_FIELDS =
            Set.of("timestamp", "level", "logger", "thread", "message", "exception");

    /** With milliseconds also at whole seconds, unlike {@code Instant.toString}. */
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final JsonFactory json = new JsonFactory();

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator fields = json.createGenerator(line)) {
            fields.writeStartObject();
            fields.writeStringField("timestamp", timestamp(event));
            fields.writeStringField("level", event.getLevel().toString());
            fields.writeStringField("logger", event.getLoggerName());
            fields.writeStringField("thread", event.getThreadName());
            fields.writeStringField("message", event.getFormattedMessage());
            IThrowableProxy failure = event.getThrowableProxy();
            if (failure != null) {
                fields.writeStringField("exception", ThrowableProxyUtil.asString(failure));
            }
            writeContext(fields, event);
            fields.writeEndObject();
            fields.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toByteArray();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private static String timestamp(ILoggingEvent event) {
        return TIMESTAMP.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    /** An event's own pair wins over one of the context, and our fields over both. */
    private static void writeContext(JsonGenerator fields, ILoggingEvent event) throws IOException {
        Map<String, Object> context = new TreeMap<>(event.getMDCPropertyMap());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                context.put(pair.key, Objects.requireNonNullElse(pair.value, "null"));
            }
        }
        for (Map.Entry<String, Object> field : context.entrySet()) {
            if (!OWN_FIELDS.contains(field.getKey())) {
                writeField(fields, field.getKey(), field.getValue());
            }
        }
    }

    private static void writeField(JsonGenerator fields, String name, Object value) throws IOException {
        fields.writeFieldName(name);
        switch (value) {
            case Boolean truth -> fields.writeBoolean(truth);
            case Integer number -> fields.writeNumber(number);
            case Long number -> fields.writeNumber(number);
            default -> fields.writeString(value.toString());
        }
    }
}
