package io.synap.client.kv;

import io.synap.client.live.LivePublisher;
import io.synap.client.wire.Arguments;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which keys to watch, and from where on. Immutable: each method gives another. Without more it begins with what changes
 * from now on.
 */
public final class KeyWatch {
    private final List<String> patterns;
    private final Optional<String> cursor;
    private final OptionalLong version;
    private final int buffer;

    private KeyWatch(List<String> patterns, Optional<String> cursor, OptionalLong version, int buffer) {
        this.patterns = patterns;
        this.cursor = cursor;
        this.version = version;
        this.buffer = buffer;
    }

    /** Keys that match one of these patterns: {@code *}, {@code ?}, {@code [a-z]}. */
    public static KeyWatch of(String... patterns) {
        return of(List.of(patterns));
    }

    /** Keys that match one of these patterns, 100 at most. */
    public static KeyWatch of(List<String> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("patterns must not be empty; * is every key");
        }
        patterns.forEach(each -> Checks.named("pattern", each));
        return new KeyWatch(List.copyOf(patterns), Optional.empty(), OptionalLong.empty(), LivePublisher.BUFFER_EVENTS);
    }

    /** Goes on behind an event that was seen, in this process or another. */
    public KeyWatch after(String eventCursor) {
        return new KeyWatch(patterns, Optional.of(Checks.named("cursor", eventCursor)), version, buffer);
    }

    /**
     * Goes on behind a version of the key, so that nothing is missed between reading and watching. It must be one key
     * and no pattern.
     */
    public KeyWatch afterVersion(long read) {
        if (patterns.size() != 1) {
            throw new IllegalArgumentException("afterVersion is about one key, not " + patterns);
        }
        return new KeyWatch(patterns, cursor, OptionalLong.of(read), buffer);
    }

    /** How many events may wait in this process; 1,024 unless said. */
    public KeyWatch buffer(int events) {
        if (events < 1) {
            throw new IllegalArgumentException("buffer must be 1 at least, but is " + events);
        }
        return new KeyWatch(patterns, cursor, version, events);
    }

    int buffer() {
        return buffer;
    }

    Arguments arguments() {
        Arguments arguments = Arguments.none().texts("keys", patterns);
        version.ifPresent(read -> arguments.integer("from_version", read));
        return arguments;
    }

    Optional<String> cursor() {
        return cursor;
    }

    @Override
    public String toString() {
        return "KeyWatch" + patterns;
    }
}
