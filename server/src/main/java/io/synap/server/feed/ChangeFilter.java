package io.synap.server.feed;

import io.synap.protocol.resp.Glob;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which changes a subscriber wants: those of some families whose name matches one of some patterns. Immutable,
 * thread-safe. What happens to all keys at once matches every pattern of keys.
 */
public final class ChangeFilter {
    private final EnumSet<ChangeFamily> families;
    private final List<Glob> patterns;

    /**
     * @param families empty for all
     * @param patterns as Redis' KEYS takes them; empty for all, also for what has no name
     */
    public ChangeFilter(Set<ChangeFamily> families, List<String> patterns) {
        this.families = families.isEmpty() ? EnumSet.allOf(ChangeFamily.class) : EnumSet.copyOf(families);
        this.patterns = patterns.stream()
                .map(pattern -> new Glob(pattern.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    boolean matches(Occurrences what) {
        if (!families.contains(what.family())) {
            return false;
        }
        if (patterns.isEmpty()) {
            return true;
        }
        if (!what.named()) {
            return what.family() == ChangeFamily.KV;
        }
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(what.name(), what.nameLength())) {
                return true;
            }
        }
        return false;
    }
}
