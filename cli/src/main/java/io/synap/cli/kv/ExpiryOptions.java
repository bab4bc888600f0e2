package io.synap.cli.kv;

import io.synap.client.wire.Arguments;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** When a key is to expire. Confined to one run. */
final class ExpiryOptions {
    @Option(names = "--ttl", paramLabel = "TIME", description = "How long it lives, such as 500ms, 30s or 2d.")
    private Optional<Duration> ttl = Optional.empty();

    @Option(names = "--at", paramLabel = "INSTANT", description = "Until when, such as 2030-01-31T12:00:00Z.")
    private Optional<Instant> at = Optional.empty();

    boolean isSaid() {
        return ttl.isPresent() || at.isPresent();
    }

    void addTo(Arguments arguments) {
        ttl.ifPresent(time -> arguments.integer("ttl_ms", time.toMillis()));
        at.ifPresent(time -> arguments.integer("expire_at_ms", time.toEpochMilli()));
    }
}
