package io.synap.server.config;

import io.synap.engine.EvictionPolicy;
import java.util.OptionalLong;

/** The section {@code memory}. */
@Section("Memory for everything stored.")
public record MemoryConfig(
        @Setting(
                value = "auto",
                range = "16mb..64tb",
                live = true,
                about = "Budget of what is stored; auto is 60 % of the container's memory.")
        OptionalLong max,

        @Setting(value = "noeviction", live = true, about = "What gives way when the budget is reached.")
        EvictionPolicy policy) {

    /** The budget in bytes, resolved. */
    public long limitBytes() {
        return max.orElseGet(ContainerMemory::budgetBytes);
    }
}
