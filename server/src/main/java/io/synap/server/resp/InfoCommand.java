package io.synap.server.resp;

import io.synap.server.node.Node;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** INFO, in the form that redis-cli and monitoring tools know. Confined to one event loop. */
final class InfoCommand {
    /** The Redis whose behaviour is followed; clients choose features by it. */
    static final String REDIS_VERSION = "7.0.15";

    static final String SYNAP_VERSION = "0.1.0";

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
        switch (name) {
            case "server" -> server(text);
            case "clients" -> clients(text);
            case "memory" -> memory(text);
            case "persistence" -> persistence(text);
            case "stats" -> statistics(text);
            case "replication" -> replication(text);
            case "cpu" -> cpu(text);
            default -> keyspace(text);
        }
        shared.admin().info(name, (field, value) -> line(text, field, value));
    }

    private static void line(StringBuilder text, String field, Object value) {
        text.append(field).append(':').append(value).append("\r\n");
    }

    private void server(StringBuilder text) {
        long uptime = (shared.node().clock().millis() - shared.startedMillis()) / 1000;
        line(text, "redis_version", REDIS_VERSION);
        line(text, "synap_version", SYNAP_VERSION);
        line(text, "redis_mode", "standalone");
        line(text, "os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        line(text, "arch_bits", 64);
        line(text, "java_version", Runtime.version());
        line(text, "process_id", ProcessHandle.current().pid());
        line(text, "tcp_port", shared.port());
        line(text, "server_time_usec", shared.node().clock().millis() * 1000);
        line(text, "uptime_in_seconds", uptime);
        line(text, "uptime_in_days", uptime / 86_400);
        line(text, "io_threads_active", shared.loops().size());
    }

    private void clients(StringBuilder text) {
        line(text, "connected_clients", shared.clients().open());
        line(text, "cluster_connections", 0);
        line(text, "maxclients", shared.settings().connectionsMax());
        line(text, "blocked_clients", 0);
        line(text, "tracking_clients", 0);
    }

    private void memory(StringBuilder text) {
        Node node = shared.node();
        Runtime java = Runtime.getRuntime();
        long used = node.engine().usedBytes();
        long max = node.budget().maxBytes();
        line(text, "used_memory", used);
        line(text, "used_memory_human", human(used));
        line(text, "used_memory_dataset", used);
        line(text, "allocator_allocated", node.engine().reservedBytes());
        line(text, "java_heap_used", java.totalMemory() - java.freeMemory());
        line(text, "java_heap_max", java.maxMemory());
        line(text, "maxmemory", max);
        line(text, "maxmemory_human", human(max));
        line(
                text,
                "maxmemory_policy",
                node.budget().policy().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        line(text, "mem_allocator", "synap");
    }

    private static String human(long bytes) {
        return String.format(Locale.ROOT, "%.2fM", bytes / MEBIBYTE);
    }

    private void persistence(StringBuilder text) {
        boolean kept = shared.node().synced() != Long.MAX_VALUE;
        line(text, "loading", 0);
        line(text, "rdb_last_save_time", shared.admin().lastSnapshotMillis() / 1000);
        line(text, "aof_enabled", kept ? 1 : 0);
        line(text, "aof_last_write_status", shared.node().failure() == null ? "ok" : "err");
    }

    private void statistics(StringBuilder text) {
        line(text, "total_connections_received", shared.statistics().accepted());
        line(text, "total_commands_processed", shared.statistics().commands());
        line(text, "rejected_connections", shared.statistics().refused());
        line(text, "evicted_keys", shared.node().evictedKeys());
    }

    private static void replication(StringBuilder text) {
        line(text, "role", "master");
        line(text, "connected_slaves", 0);
    }

    private static void cpu(StringBuilder text) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof com.sun.management.OperatingSystemMXBean process) {
            double seconds = process.getProcessCpuTime() / 1e9;
            line(text, "used_cpu_user", String.format(Locale.ROOT, "%.6f", seconds));
        }
        line(text, "available_processors", Runtime.getRuntime().availableProcessors());
    }

    private void keyspace(StringBuilder text) {
        long keys = shared.node().engine().keyCount();
        if (keys > 0) {
            long expiring = shared.node().engine().expiringKeyCount();
            line(text, "db0", "keys=" + keys + ",expires=" + expiring + ",avg_ttl=0");
        }
    }
}
