package io.synap.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.server.config.MetricsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a scrape shows, as text. */
class TelemetryTest {
    private Telemetry telemetry = telemetry("synap_", Map.of(), false);

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void operationsOfAllEventLoopsAreSummedByCommandAndOutcome() {
        KvCounters one = telemetry.newKvCounters();
        KvCounters another = telemetry.newKvCounters();
        one.count(KvCommand.GET, KvOutcome.SUCCESS, 2);
        another.count(KvCommand.GET, KvOutcome.SUCCESS, 40);
        another.count(KvCommand.GET, KvOutcome.MISS, 3);
        one.count(KvCommand.ofLabel("set"), KvOutcome.ERROR, 1);
        one.count(KvCommand.ofLabel("no such command"), KvOutcome.ERROR, 5);
        assertThat(family("synap_kv_operations_total"))
                .containsExactlyInAnyOrder(
                        "# HELP synap_kv_operations_total Key-value operations.",
                        "# TYPE synap_kv_operations_total counter",
                        "synap_kv_operations_total{operation=\"get\",status=\"miss\"} 3.0",
                        "synap_kv_operations_total{operation=\"get\",status=\"success\"} 42.0",
                        "synap_kv_operations_total{operation=\"other\",status=\"error\"} 5.0",
                        "synap_kv_operations_total{operation=\"set\",status=\"error\"} 1.0");
        assertThat(telemetry.kvOperations(KvOutcome.ERROR)).isEqualTo(6);
        assertThat(telemetry.kvOperations(KvCommand.GET, KvOutcome.SUCCESS)).isEqualTo(42);
    }

    @Test
    void batchIsShownAsOperationsOfItsMeanDuration() {
        telemetry.newKvTimer().record(KvCommand.GET, 10, 4_000);
        telemetry.newKvTimer().record(KvCommand.GET, 1, 600);
        List<String> lines = family("synap_kv_operation_duration_seconds");
        assertThat(lines)
                .contains(
                        "# TYPE synap_kv_operation_duration_seconds histogram",
                        bucket("2.5E-7", 0),
                        bucket("5.0E-7", 10),
                        bucket("1.0E-6", 11),
                        bucket("+Inf", 11),
                        "synap_kv_operation_duration_seconds_count{operation=\"get\"} 11",
                        "synap_kv_operation_duration_seconds_sum{operation=\"get\"} 4.6E-6")
                .noneMatch(line -> line.contains("set"));
    }

    @Test
    void storesFiguresAreShownByShardAndType() {
        telemetry.watch(new FixedStore());
        List<String> keys = family("synap_kv_keys_total");
        assertThat(keys)
                .contains(
                        "# TYPE synap_kv_keys_total gauge",
                        "synap_kv_keys_total{shard=\"0\"} 0.0",
                        "synap_kv_keys_total{shard=\"63\"} 630.0")
                .hasSize(2 + 64);
        assertThat(family("synap_kv_memory_bytes"))
                .contains(
                        "synap_kv_memory_bytes{type=\"used\"} 100.0",
                        "synap_kv_memory_bytes{type=\"reserved\"} 200.0",
                        "synap_kv_memory_bytes{type=\"max\"} 300.0");
    }

    @Test
    void requestsAreShownByMethodRouteAndStatus() {
        HttpMetrics http = telemetry.http();
        http.connectionOpened();
        http.connectionOpened();
        http.connectionClosed();
        http.route("GET", "/kv/{key}").record(200, 3_000_000, 0, 70);
        http.route("GET", "/kv/{key}").record(200, 3_000_000, 0, 70);
        http.route("GET", "/kv/{key}").record(404, 150_000, 0, 100);
        http.unrouted("BREW").record(405, 100_000, 0, 0);
        assertThat(family("synap_http_connections")).contains("synap_http_connections 1.0");
        assertThat(family("synap_http_requests_total"))
                .contains(
                        "synap_http_requests_total{method=\"GET\",path=\"/kv/{key}\",status=\"200\"} 2.0",
                        "synap_http_requests_total{method=\"GET\",path=\"/kv/{key}\",status=\"404\"} 1.0",
                        "synap_http_requests_total{method=\"other\",path=\"other\",status=\"405\"} 1.0");
        String labels = "{method=\"GET\",path=\"/kv/{key}\"";
        assertThat(family("synap_http_request_duration_seconds"))
                .contains(
                        "synap_http_request_duration_seconds_bucket" + labels + ",le=\"2.0E-4\"} 1",
                        "synap_http_request_duration_seconds_bucket" + labels + ",le=\"0.002\"} 1",
                        "synap_http_request_duration_seconds_bucket" + labels + ",le=\"0.005\"} 3",
                        "synap_http_request_duration_seconds_bucket" + labels + ",le=\"0.2\"} 3",
                        "synap_http_request_duration_seconds_bucket" + labels + ",le=\"10.0\"} 3");
        assertThat(family("synap_http_request_size_bytes"))
                .contains("synap_http_request_size_bytes_sum" + labels + "} 0.0");
        assertThat(family("synap_http_response_size_bytes"))
                .contains(
                        "synap_http_response_size_bytes_bucket" + labels + ",le=\"64.0\"} 0",
                        "synap_http_response_size_bytes_bucket" + labels + ",le=\"256.0\"} 3",
                        "synap_http_response_size_bytes_sum" + labels + "} 240.0");
    }

    @Test
    void routesBeyondTheLimitAreCountedAsOne() {
        for (int i = 0; i < 1_010; i++) {
            telemetry.http().route("GET", "/" + i).record(200, 1, 0, 0);
        }
        assertThat(family("synap_http_requests_total"))
                .hasSize(2 + 1_001)
                .contains("synap_http_requests_total{method=\"other\",path=\"other\",status=\"200\"} 10.0");
    }

    @Test
    void respIsShown() {
        RespCounters one = telemetry.newRespCounters();
        RespCounters another = telemetry.newRespCounters();
        one.connectionOpened();
        another.connectionOpened();
        another.connectionOpened();
        another.connectionClosed();
        one.connectionRejected();
        one.commands(16);
        another.commands(1);
        one.errors(2);
        one.bytesReceived(30);
        another.bytesSent(40);
        assertThat(lines())
                .contains(
                        "synap_resp_connections 2.0",
                        "synap_resp_connections_opened_total 3.0",
                        "synap_resp_connections_rejected_total 1.0",
                        "synap_resp_commands_total 17.0",
                        "synap_resp_errors_total 2.0",
                        "synap_resp_bytes_total{direction=\"received\"} 30.0",
                        "synap_resp_bytes_total{direction=\"sent\"} 40.0");
        assertThat(telemetry.respCommands()).isEqualTo(17);
        assertThat(telemetry.respConnections()).isEqualTo(2);
    }

    @Test
    void logAndSnapshotsAreShownOnceThereIsALog() {
        telemetry.fsyncs().record(1_500_000);
        assertThat(lines()).noneMatch(line -> line.contains("synap_log_"));
        telemetry.watch(new FixedLog());
        assertThat(lines())
                .contains(
                        "synap_log_bytes_written_total 10.0",
                        "synap_log_bytes 20.0",
                        "synap_log_fsync_total 1.0",
                        "synap_log_fsync_duration_seconds_count 1",
                        "synap_log_fsync_duration_seconds_sum 0.0015",
                        "synap_snapshot_last_success_timestamp_seconds 1.7000000005E9",
                        "synap_snapshot_failures_total 3.0");
    }

    @Test
    void processAndVirtualMachineAreShown() {
        List<String> names =
                lines().stream().map(line -> line.split(" ", -1)[0]).toList();
        assertThat(names)
                .contains(
                        "synap_process_memory_bytes{type=\"resident\"}",
                        "synap_process_memory_bytes{type=\"heap_used\"}",
                        "synap_process_memory_bytes{type=\"heap_max\"}",
                        "synap_process_memory_bytes{type=\"direct\"}",
                        "synap_process_cpu_usage_percent{period=\"1m\"}",
                        "synap_process_cpu_usage_percent{period=\"5m\"}",
                        "jvm_threads_live_threads")
                .anyMatch(name -> name.startsWith("jvm_gc_"))
                .anyMatch(name -> name.startsWith("jvm_memory_used_bytes{"))
                .noneMatch(name -> name.startsWith("synap_host_"));
        assertThat(ProcessMetrics.residentBytes()).isGreaterThan(10 << 20);
    }

    @Test
    void hostIsShownWhenWanted() {
        telemetry = telemetry("synap_", Map.of(), true);
        assertThat(lines().stream().map(line -> line.split(" ", -1)[0]))
                .contains(
                        "synap_host_cpu_usage_percent",
                        "synap_host_load_average{period=\"1m\"}",
                        "synap_host_memory_bytes{type=\"total\"}",
                        "synap_host_memory_bytes{type=\"available\"}",
                        "synap_host_disk_bytes{type=\"total\"}",
                        "synap_host_disk_bytes{type=\"free\"}",
                        "synap_host_disk_io_bytes_total{direction=\"read\"}",
                        "synap_host_disk_io_bytes_total{direction=\"write\"}");
    }

    @Test
    void prefixAndLabelsAreOnEveryMetricAndOwnLabelsWin() {
        telemetry = telemetry("acme_", Map.of("region", "eu", "operation", "x", "area", "x"), true);
        telemetry.newKvCounters().count(KvCommand.GET, KvOutcome.SUCCESS, 1);
        telemetry.registry().counter("jobs.processed", "type", "a").increment();
        assertThat(lines())
                .filteredOn(line -> !line.startsWith("#"))
                .allMatch(line -> line.contains("region=\"eu\""))
                .allMatch(line -> line.startsWith("acme_") || line.startsWith("jvm_"))
                .contains(
                        "acme_kv_operations_total{area=\"x\",operation=\"get\",region=\"eu\",status=\"success\"} 1.0",
                        "acme_jobs_processed_total{area=\"x\",operation=\"x\",region=\"eu\",type=\"a\"} 1.0")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""));
    }

    @Test
    void furtherSourcesAreShown() {
        telemetry.scrape();
        telemetry.add(families -> families.gauge("room_depth", "Depth.", points -> points.add(3, "room", "a")));
        assertThat(family("synap_room_depth")).contains("synap_room_depth{room=\"a\"} 3.0");
    }

    private static Telemetry telemetry(String prefix, Map<String, String> labels, boolean host) {
        return new Telemetry(new MetricsConfig(true, prefix, labels, host, 100), Path.of("not/there"));
    }

    private static String bucket(String bound, int count) {
        return "synap_kv_operation_duration_seconds_bucket{operation=\"get\",le=\"%s\"} %d".formatted(bound, count);
    }

    private List<String> family(String name) {
        return lines().stream().filter(line -> line.contains(name)).toList();
    }

    private List<String> lines() {
        return telemetry.scrape().lines().filter(line -> !line.isEmpty()).toList();
    }

    private record FixedStore() implements KvGauges {
        @Override
        public long keys(int shard) {
            return 10L * shard;
        }

        @Override
        public long usedBytes() {
            return 100;
        }

        @Override
        public long reservedBytes() {
            return 200;
        }

        @Override
        public long maxBytes() {
            return 300;
        }
    }

    private record FixedLog() implements PersistenceGauges {
        @Override
        public long logBytesWritten() {
            return 10;
        }

        @Override
        public long logBytesOnDisk() {
            return 20;
        }

        @Override
        public long snapshotLastSuccessMillis() {
            return 1_700_000_000_500L;
        }

        @Override
        public long snapshotFailures() {
            return 3;
        }
    }
}
