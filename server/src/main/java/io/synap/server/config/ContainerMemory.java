package io.synap.server.config;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much memory there is to share out. Thread-safe, no state. */
final class ContainerMemory {
    /** The least budget that {@code memory.max} takes. */
    static final long LEAST_BYTES = 16L << 20;

    private static final int SHARE_PERCENT = 60;

    private ContainerMemory() {}

    /** What {@code memory.max: auto} means here, in bytes. */
    static long budgetBytes() {
        // The virtual machine's own figure: it knows the limits of cgroups, of either version.
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return share(system.getTotalMemorySize());
    }

    static long share(long totalBytes) {
        return Math.max(LEAST_BYTES, totalBytes / 100 * SHARE_PERCENT);
    }
}
