package io.synap.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.node.Access;
import io.synap.server.node.SyncGate;
import java.util.concurrent.Executor;

/**
 * What executes commands on one event loop, or on what stands for one, whatever carries them: the catalogue, the way to
 * the shards, and the runner of replies. Confined to that loop.
 */
public final class CommandLoop {
    private final Access access;
    private final SyncGate gate;
    private final ReplyRunner runner;
    private final CommandRegistry commands;
    private final HttpFamilies families;
    private final SystemRoutes system;

    /**
     * @param clients the connections that are told of when asked for
     * @param executor keeps time
     * @param loop takes what is handed over from other threads
     */
    public CommandLoop(HttpEdge.Setup setup, HttpClients clients, EventExecutor executor, Executor loop) {
        access = setup.node().newAccess();
        access.gatherOn(loop);
        gate = new SyncGate(setup.node(), loop);
        runner = new ReplyRunner(executor, loop, setup.node(), access, setup.limits());
        commands = new CommandRegistry(setup.metrics());
        // So that what is published here goes to other loops in batches, before anybody here has subscribed too.
        var _ = setup.pubSub().loop(executor);
        families = new HttpFamilies(setup, access, commands);
        system = new SystemRoutes(setup.admin(), clients);
        system.register(commands);
    }

    public SyncGate gate() {
        return gate;
    }

    public ReplyRunner runner() {
        return runner;
    }

    public CommandRegistry commands() {
        return commands;
    }

    /** Ends the wait of replies that the log has kept too long. */
    public void sweep(long nowNanos) {
        runner.sweep(nowNanos);
    }

    Access access() {
        return access;
    }

    HttpFamilies families() {
        return families;
    }

    SystemRoutes system() {
        return system;
    }
}
