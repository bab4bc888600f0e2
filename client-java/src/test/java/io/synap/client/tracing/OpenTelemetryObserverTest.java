package io.synap.client.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.AnsweringTransport;
import io.synap.client.wire.Arguments;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenTelemetryObserverTest {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private final AnsweringTransport transport = new AnsweringTransport();
    private final SynapClient client =
            SynapClient.over(transport, new ClientOptions().observer(new OpenTelemetryObserver(telemetry)));

    private static String attribute(SpanData span, String name) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(name)));
    }

    @Test
    void aCallIsASpanBelowTheCallers() {
        Span request = telemetry.getTracer("test").spanBuilder("request").startSpan();
        try (Scope current = request.makeCurrent()) {
            assertThat(current).isNotNull();
            var _ = client.kv().get("secret");
        }
        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("kv.get");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(attribute(span, "db.system.name")).isEqualTo("synap");
        assertThat(attribute(span, "db.operation.name")).isEqualTo("kv.get");
        assertThat(span.toString()).doesNotContain("secret");
    }

    @Test
    void whatFailedSaysWhy() {
        transport.failing("queue.publish", SynapClientException.ofServer("QUEUE_NOT_FOUND", "no such queue"));
        var _ = client.command("queue.publish", Arguments.none());
        List<SpanData> finished = spans.getFinishedSpanItems();
        assertThat(finished).hasSize(1);
        SpanData span = finished.getFirst();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("no such queue");
        assertThat(attribute(span, "error.type")).isEqualTo("QUEUE_NOT_FOUND");
        assertThat(attribute(span, "messaging.system")).isEqualTo("synap");
        assertThat(attribute(span, "messaging.operation.name")).isEqualTo("publish");
    }
}
