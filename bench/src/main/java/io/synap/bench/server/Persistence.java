package io.synap.bench.server;

import java.util.List;

/** What a row asks both servers to keep on disk, in the words of each. */
public enum Persistence {
    NONE,
    EVERYSEC,
    ALWAYS;

    /** As {@code path=value} for {@code --set}. */
    List<String> settings() {
        return switch (this) {
            case NONE -> List.of("persistence.enabled=false");
            case EVERYSEC -> List.of("persistence.enabled=true", "persistence.fsync=everysec");
            case ALWAYS -> List.of("persistence.enabled=true", "persistence.fsync=always");
        };
    }

    List<String> redisOptions() {
        return switch (this) {
            case NONE -> List.of("--appendonly", "no");
            case EVERYSEC -> List.of("--appendonly", "yes", "--appendfsync", "everysec");
            case ALWAYS -> List.of("--appendonly", "yes", "--appendfsync", "always");
        };
    }
}
