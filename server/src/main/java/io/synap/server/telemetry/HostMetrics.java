package io.synap.server.telemetry;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;

/**
 * The machine's processor, memory and disk, by OSHI. Confined to the scraping thread. Made by the
 * first scrape: a server that nobody scrapes never loads OSHI.
 */
final class HostMetrics implements MetricSource {
    /** Reading all of it takes tens of milliseconds, so an eager scraper gets what was read last. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Reading(
            double cpuPercent,
            double load,
            long memoryTotal,
            long memoryAvailable,
            long diskTotal,
            long diskFree,
            long bytesRead,
            long bytesWritten) {}

    private final SystemInfo system = new SystemInfo();
    private final CentralProcessor processor = system.getHardware().getProcessor();
    private final GlobalMemory memory = system.getHardware().getMemory();
    private final Path dataFolder;
    private long[] ticks;
    private Reading reading;
    private long readAtNanos;

    HostMetrics(Path dataFolder) {
        this.dataFolder = dataFolder.toAbsolutePath();
        // All zero: the first figure is the mean since the machine was started.
        this.ticks = new long[CentralProcessor.TickType.values().length];
        this.readAtNanos = System.nanoTime();
        this.reading = read();
    }

    @Override
    public void collect(MetricFamilies families) {
        if (System.nanoTime() - readAtNanos > FRESH_NANOS) {
            reading = read();
            readAtNanos = System.nanoTime();
        }
        families.gauge(
                "host_cpu_usage_percent",
                "Processor time of the host; 100 is all processors.",
                points -> points.add(reading.cpuPercent()));
        families.gauge(
                "host_load_average",
                "Processes that run or wait, mean of the last minute.",
                points -> points.add(reading.load(), "period", "1m"));
        families.gauge("host_memory_bytes", "Memory of the host.", points -> {
            points.add(reading.memoryTotal(), "type", "total");
            points.add(reading.memoryAvailable(), "type", "available");
        });
        families.gauge("host_disk_bytes", "Space of the file system that holds the data.", points -> {
            points.add(reading.diskTotal(), "type", "total");
            points.add(reading.diskFree(), "type", "free");
        });
        families.counter("host_disk_io_bytes_total", "Bytes that the host's disks read and wrote.", points -> {
            points.add(reading.bytesRead(), "direction", "read");
            points.add(reading.bytesWritten(), "direction", "write");
        });
    }

    private Reading read() {
        long[] now = processor.getSystemCpuLoadTicks();
        double cpu = 100 * processor.getSystemCpuLoadBetweenTicks(ticks, now);
        ticks = now;
        long read = 0;
        long written = 0;
        for (HWDiskStore disk : system.getHardware().getDiskStores()) {
            read += disk.getReadBytes();
            written += disk.getWriteBytes();
        }
        long total = 0;
        long free = 0;
        try {
            FileStore store = Files.getFileStore(existing(dataFolder));
            total = store.getTotalSpace();
            free = store.getUsableSpace();
        } catch (IOException e) {
            // A file system that does not tell its size shows as 0 bytes.
        }
        double load = Math.max(0, processor.getSystemLoadAverage(1)[0]);
        return new Reading(cpu, load, memory.getTotal(), memory.getAvailable(), total, free, read, written);
    }

    /** The folder, or the nearest one above it that exists already. */
    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return Files.exists(folder) || parent == null ? folder : existing(parent);
    }
}
