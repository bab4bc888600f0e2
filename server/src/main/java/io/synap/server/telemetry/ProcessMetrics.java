package io.synap.server.telemetry;

import com.sun.management.OperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The process' own memory and processor time. Confined to the scraping thread. */
final class ProcessMetrics implements MetricSource {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final CpuUsage cpu;

    ProcessMetrics() {
        long uptimeMillis = ManagementFactory.getRuntimeMXBean().getUptime();
        long startNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(uptimeMillis);
        this.cpu = new CpuUsage(Runtime.getRuntime().availableProcessors(), startNanos);
    }

    @Override
    public void collect(MetricFamilies families) {
        Runtime runtime = Runtime.getRuntime();
        families.gauge("process_memory_bytes", "Memory of the process.", points -> {
            points.add(residentBytes(), "type", "resident");
            points.add(runtime.totalMemory() - runtime.freeMemory(), "type", "heap_used");
            points.add(runtime.maxMemory(), "type", "heap_max");
            points.add(directBytes(), "type", "direct");
        });
        cpu.sample(System.nanoTime(), Math.max(0, system.getProcessCpuTime()));
        families.gauge("process_cpu_usage_percent", "Processor time of the process; 100 is all processors.", points -> {
            points.add(cpu.percent(TimeUnit.MINUTES.toNanos(1)), "period", "1m");
            points.add(cpu.percent(TimeUnit.MINUTES.toNanos(5)), "period", "5m");
        });
    }

    /** What the operating system counts; 0 where it does not tell. */
    static long residentBytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The JDK does not count the buffers that Netty makes past it, so the larger figure is right. */
    private static long directBytes() {
        long ofJdk = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return Math.max(ofJdk, PlatformDependent.usedDirectMemory());
    }
}
