package io.synap.client.kv;

import io.synap.client.live.PagePublisher;
import io.synap.client.live.PageReader;
import io.synap.client.transport.Caller;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Which keys to list. Immutable: each method gives another.
 *
 * <p>Keys that are there all the time come, each at least once; those that are set or removed meanwhile may come or not.
 * There is no order.
 *
 * {@snippet :
 * try (var keys = client.kv().blocking().scan(ScanQuery.prefix("session:"))) {
 *     long sessions = keys.distinct().count();
 * }
 * }
 */
public final class ScanQuery {
    private static final int PAGE_KEYS = 500;

    /** Every key. */
    public static final ScanQuery ALL = new ScanQuery("", "", PAGE_KEYS);

    private final String prefix;
    private final String glob;
    private final int pageKeys;

    private ScanQuery(String prefix, String glob, int pageKeys) {
        this.prefix = prefix;
        this.glob = glob;
        this.pageKeys = pageKeys;
    }

    /** Keys that begin with this. */
    public static ScanQuery prefix(String prefix) {
        return new ScanQuery(Checks.named("prefix", prefix), "", PAGE_KEYS);
    }

    /** Keys that match: {@code *}, {@code ?}, {@code [a-z]}, and a backslash before what is meant as it is. */
    public static ScanQuery matching(String glob) {
        return new ScanQuery("", Checks.named("glob", glob), PAGE_KEYS);
    }

    /** How many keys are asked for at once; 500 unless said. */
    public ScanQuery pageKeys(int keys) {
        if (keys < 1) {
            throw new IllegalArgumentException("pageKeys must be 1 at least, but is " + keys);
        }
        return new ScanQuery(prefix, glob, keys);
    }

    PagePublisher<String> publisher(Caller caller, Executor executor) {
        return new PagePublisher<>(executor, from -> page(caller, from));
    }

    private CompletionStage<PageReader.Page<String>> page(Caller caller, Optional<String> from) {
        Arguments arguments = Arguments.none().integer("limit", pageKeys);
        if (!prefix.isEmpty()) {
            arguments.text("prefix", prefix);
        }
        if (!glob.isEmpty()) {
            arguments.text("pattern", glob);
        }
        from.ifPresent(cursor -> arguments.text("cursor", cursor));
        return caller.call(KvCommands.SCAN, arguments, payload -> page(payload.tree()));
    }

    private static PageReader.Page<String> page(Value answer) {
        List<String> keys =
                answer.get("keys").elements().stream().map(Value::text).toList();
        return new PageReader.Page<>(keys, answer.get("cursor").textIfAny());
    }
}
