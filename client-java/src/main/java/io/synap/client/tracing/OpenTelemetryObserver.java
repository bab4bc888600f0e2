package io.synap.client.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.CallObserver;
import io.synap.client.transport.Command;
import java.util.Set;

/**
 * A span of kind CLIENT for every call, as a child of what is current where the call is made. Thread-safe.
 *
 * <p>Its name is the command's. Attributes follow OpenTelemetry's conventions: {@code db.system.name} and {@code
 * db.operation.name} for keys, {@code messaging.system} and {@code messaging.operation.name} for the others; of a call
 * that failed {@code error.type} is the error's code. Neither keys nor values are recorded. The context stays in this
 * process: commands have no place for it. What shall travel with a message or an event goes into its headers.
 *
 * {@snippet :
 * OpenTelemetry telemetry = GlobalOpenTelemetry.get();
 * SynapClient traced =
 *         SynapClient.connect(new ClientOptions().observer(new OpenTelemetryObserver(telemetry)));
 * }
 */
public final class OpenTelemetryObserver implements CallObserver {
    private static final String SCOPE = "io.synap.client";
    private static final String SYSTEM = "synap";
    private static final Set<String> MESSAGING = Set.of("queue", "stream", "topic", "group", "pubsub", "presence");

    private static final AttributeKey<String> DB_SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> DB_OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> MESSAGING_SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> MESSAGING_OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final Tracer tracer;

    public OpenTelemetryObserver(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(SCOPE);
    }

    @Override
    public Ending began(Command command) {
        Span span = tracer.spanBuilder(command.name())
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(attributes(command.name()))
                .startSpan();
        return failure -> {
            failure.ifPresent(reason -> failed(span, reason));
            span.end();
        };
    }

    private static Attributes attributes(String command) {
        int dot = command.indexOf('.');
        String family = dot < 0 ? "" : command.substring(0, dot);
        String operation = command.substring(dot + 1);
        return MESSAGING.contains(family)
                ? Attributes.of(MESSAGING_SYSTEM, SYSTEM, MESSAGING_OPERATION, operation)
                : Attributes.of(DB_SYSTEM, SYSTEM, DB_OPERATION, command);
    }

    private static void failed(Span span, Throwable reason) {
        if (reason instanceof SynapClientException known) {
            span.setAttribute(ERROR_TYPE, known.code());
            span.setStatus(StatusCode.ERROR, known.detail());
        } else {
            span.setAttribute(ERROR_TYPE, reason.getClass().getName());
            span.setStatus(StatusCode.ERROR);
        }
    }
}
