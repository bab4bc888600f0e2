package io.synap.server.resp;

import io.synap.server.node.Node;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** INFO, in the form that redis-cli and monitoring tools know. Confined to one event loop. */
final class InfoCommand {
    /** The Redis whose behaviour is followed; clients choose features by it. */
    static final String REDIS_VERSION = "7.0.15";

    private static final List<String> SECTIONS =
            List.of("server", "clients", "memory", "persistence", "stats", "replication", "cpu", "keyspace");
    private static final double MEBIBYTE = 1024.0 * 1024.0;

    private final RespShared shared;

    InfoCommand(RespShared shared) {
        this.shared = shared;
    }

    void register(CommandTable table) {
        table.add("INFO", this::info);
    }

    private void info(Call call) {
        Set<String> wanted = new LinkedHashSet<>();
        for (int i = 1; i < call.count(); i++) {
            String section = call.text(i).toLowerCase(Locale.ROOT);
            if (section.equals("all") || section.equals("everything") || section.equals("default")) {
                wanted.addAll(SECTIONS);
            } else {
                wanted.add(section);
            }
        }
        if (call.count() == 1) {
            wanted.addAll(SECTIONS);
        }
        StringBuilder text = new StringBuilder();
        for (String section : SECTIONS) {
            if (wanted.contains(section)) {
                if (!text.isEmpty()) {
                    text.append("\r\n");
                }
                section(section, text);
            }
        }
        call.reply().verbatim(text.toString());
    }

    private void section(String name, StringBuilder text) {
        String title = name.equals("cpu") ? "CPU" : Character.toUpperCase(name.charAt(0)) + name.substring(1);
        text.append("# ").append(title).append("\r\n");
        Map<String, Object> lines = new LinkedHashMap<>();
        switch (name) {
            case "server" -> server(lines);
            case "clients" -> clients(lines);
            case "memory" -> memory(lines);
            case "persistence" -> persistence(lines);
            case "stats" -> statistics(lines);
            case "replication" -> replication(lines);
            case "cpu" -> cpu(lines);
            default -> keyspace(lines);
        }
        shared.admin().info(name, lines::put);
        lines.forEach(
                (field, value) -> text.append(field).append(':').append(value).append("\r\n"));
    }

    private void server(Map<String, Object> lines) {
        long uptime = (shared.node().clock().millis() - shared.startedMillis()) / 1000;
        lines.put("redis_version", REDIS_VERSION);
        lines.put("redis_mode", "standalone");
        lines.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        lines.put("arch_bits", 64);
        lines.put("java_version", Runtime.version());
        lines.put("process_id", ProcessHandle.current().pid());
        lines.put("tcp_port", shared.port());
        lines.put("server_time_usec", shared.node().clock().millis() * 1000);
        lines.put("uptime_in_seconds", uptime);
        lines.put("uptime_in_days", uptime / 86_400);
        lines.put("io_threads_active", shared.loops().size());
    }

    private void clients(Map<String, Object> lines) {
        lines.put("connected_clients", shared.clients().open());
        lines.put("cluster_connections", 0);
        lines.put("maxclients", shared.tuning().connectionsMax());
        lines.put("blocked_clients", blocked());
        lines.put("tracking_clients", 0);
    }

    private long blocked() {
        return shared.clients().all().stream().filter(RespConnection::isWaiting).count();
    }

    private void memory(Map<String, Object> lines) {
        Node node = shared.node();
        Runtime java = Runtime.getRuntime();
        long used = node.engine().usedBytes();
        long max = node.budget().maxBytes();
        lines.put("used_memory", used);
        lines.put("used_memory_human", human(used));
        lines.put("used_memory_dataset", used);
        lines.put("allocator_allocated", node.engine().reservedBytes());
        lines.put("java_heap_used", java.totalMemory() - java.freeMemory());
        lines.put("java_heap_max", java.maxMemory());
        lines.put("maxmemory", max);
        lines.put("maxmemory_human", human(max));
        lines.put(
                "maxmemory_policy",
                node.budget().policy().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        lines.put("mem_clients_normal", shared.buffers().taken());
        lines.put("mem_allocator", "synap");
    }

    private static String human(long bytes) {
        return String.format(Locale.ROOT, "%.2fM", bytes / MEBIBYTE);
    }

    private void persistence(Map<String, Object> lines) {
        boolean kept = shared.node().synced() != Long.MAX_VALUE;
        lines.put("loading", 0);
        lines.put("rdb_last_save_time", shared.admin().lastSnapshotMillis() / 1000);
        lines.put("aof_enabled", kept ? 1 : 0);
        lines.put("aof_last_write_status", shared.node().failure() == null ? "ok" : "err");
    }

    private void statistics(Map<String, Object> lines) {
        lines.put("total_connections_received", shared.statistics().accepted());
        lines.put("total_commands_processed", shared.statistics().commands());
        lines.put("rejected_connections", shared.statistics().refused());
        lines.put("evicted_keys", shared.node().evictedKeys());
        lines.put("pubsub_channels", shared.pubSub().channelCount(false));
        lines.put("pubsub_patterns", shared.pubSub().patternCount());
        lines.put("pubsubshard_channels", shared.pubSub().channelCount(true));
    }

    private static void replication(Map<String, Object> lines) {
        lines.put("role", "master");
        lines.put("connected_slaves", 0);
    }

    private static void cpu(Map<String, Object> lines) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof com.sun.management.OperatingSystemMXBean process) {
            double seconds = process.getProcessCpuTime() / 1e9;
            lines.put("used_cpu_user", String.format(Locale.ROOT, "%.6f", seconds));
        }
        lines.put("available_processors", Runtime.getRuntime().availableProcessors());
    }

    private void keyspace(Map<String, Object> lines) {
        long keys = shared.node().engine().keyCount();
        if (keys > 0) {
            long expiring = shared.node().engine().expiringKeyCount();
            lines.put("db0", "keys=" + keys + ",expires=" + expiring + ",avg_ttl=0");
        }
    }
}
