package io.synap.server.http.kv;

import io.synap.engine.Engine;
import io.synap.server.http.HttpAdmin;
import io.synap.server.http.HttpLimits;
import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.ShortDialect;
import io.synap.server.kv.KvCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The key-value commands of one event loop, in all syntaxes of HTTP. Confined to it. */
public final class KvHttp {
    private final KvRoutes rest;
    private final KeyRoutes keys;
    private final BatchRoutes batches;
    private final ShortRoutes shortRoutes;

    /** Adds the commands to the registry, which the short routes then lead to. */
    public KvHttp(
            KvCommands commands,
            Engine engine,
            HttpLimits limits,
            HttpAdmin admin,
            RandomGenerator random,
            CommandRegistry registry) {
        KvStore store = new KvStore(commands);
        KvReplies replies = new KvReplies(store, engine, admin, random);
        KvBatches gathered = new KvBatches(store, limits);
        new KvCalls(store, gathered, replies).register(registry);
        new KeyCalls(store, gathered, replies).register(registry);
        rest = new KvRoutes(store, replies);
        keys = new KeyRoutes(store, replies);
        batches = new BatchRoutes(store, gathered, replies);
        shortRoutes = new ShortRoutes(registry);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(batches.routes());
        routes.addAll(rest.routes());
        routes.addAll(keys.routes());
        return ShortDialect.behind(routes, shortRoutes.routes());
    }
}
