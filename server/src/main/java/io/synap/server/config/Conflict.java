package io.synap.server.config;

import io.synap.protocol.operation.EncodedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Settings that are each allowed, but not together. The first one is where it is reported. */
record Conflict(List<String> paths, String message) {
    /** No name but localhost: another that begins with 127. could lead anywhere. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|::1|127(\\.[0-9]{1,3}){3}");

    /** What a command has beside key and value, generously. */
    private static final long COMMAND_OVERHEAD_BYTES = 1024;

    /** All contradictions in a configuration. */
    static List<Conflict> of(SynapConfig config) {
        List<Conflict> conflicts = new ArrayList<>();
        listeners(config, conflicts);
        exposed("http.host", config.http().enabled(), config.http().host(), conflicts);
        exposed("resp.host", config.resp().enabled(), config.resp().host(), conflicts);
        sizes(config, conflicts);
        buffers(config.resp(), conflicts);
        return conflicts;
    }

    private static void listeners(SynapConfig config, List<Conflict> conflicts) {
        HttpConfig http = config.http();
        RespConfig resp = config.resp();
        if (http.enabled()
                && resp.enabled()
                && http.port() == resp.port()
                && http.port() != 0
                && overlap(http.host(), resp.host())) {
            conflicts.add(new Conflict(
                    List.of("resp.port", "http.port"), "both are " + http.port() + "; two listeners need two ports"));
        }
    }

    /** Without authentication nothing listens where strangers can reach it. */
    private static void exposed(String path, boolean enabled, String host, List<Conflict> conflicts) {
        if (enabled && !LOOPBACK.matcher(host).matches()) {
            conflicts.add(new Conflict(
                    List.of(path), host + " is beyond loopback, and this version has no authentication to guard it"));
        }
    }

    private static boolean overlap(String left, String right) {
        return left.equals(right) || isEveryInterface(left) || isEveryInterface(right);
    }

    private static boolean isEveryInterface(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private static void sizes(SynapConfig config, List<Conflict> conflicts) {
        PersistenceConfig log = config.persistence();
        LimitsConfig limits = config.limits();
        long command = limits.valueBytesMax() + EncodedOperation.KEY_BYTES_MAX + COMMAND_OVERHEAD_BYTES;
        atLeast(
                conflicts,
                List.of("persistence.snapshot.log_bytes", "persistence.segment_bytes"),
                log.snapshot().logBytes(),
                log.segmentBytes(),
                "the log is trimmed by whole segments");
        atLeast(
                conflicts,
                List.of("resp.query_buffer_bytes_max", "limits.value_bytes_max"),
                config.resp().queryBufferBytesMax(),
                command,
                "a command with the largest key and value must fit into it");
    }

    private static void buffers(RespConfig resp, List<Conflict> conflicts) {
        atLeast(
                conflicts,
                List.of("resp.output_buffer_bytes_max", "resp.output_wait_bytes"),
                resp.outputBufferBytesMax(),
                resp.outputWaitBytes(),
                "requests must wait before the connection is closed");
        atLeast(
                conflicts,
                List.of("resp.buffers_bytes_max", "resp.pubsub_buffer_bytes_max"),
                resp.buffersBytesMax(),
                resp.pubsubBufferBytesMax(),
                "one subscriber must be able to use its share");
        atLeast(
                conflicts,
                List.of("resp.buffers_bytes_max", "resp.output_buffer_bytes_max", "resp.query_buffer_bytes_max"),
                resp.buffersBytesMax(),
                Math.max(resp.outputBufferBytesMax(), resp.queryBufferBytesMax()),
                "one connection must be able to use its share");
    }

    private static void atLeast(List<Conflict> conflicts, List<String> paths, long actual, long least, String reason) {
        if (actual < least) {
            String others = String.join(" and ", paths.subList(1, paths.size()));
            String message = "%s is less than the %s that %s ask for: %s"
                    .formatted(ByteSize.format(actual), ByteSize.format(least), others, reason);
            conflicts.add(new Conflict(paths, message));
        }
    }
}
